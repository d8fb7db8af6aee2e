package io.pincite.ingest.internal.reading;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.ingest.OcrRequests.Request;
import io.pincite.ingest.Problem;
import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.ocr.OcrEngines;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.store.OcrReadingStore;
import io.pincite.ingest.internal.store.OcrRequestStore;
import io.pincite.ingest.internal.store.OcrRequestStore.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Reads the pages of a file that was handed in, each from its image and stored by itself. What an
/// earlier attempt stored is not read again.
@ApplicationScoped
class OcrHandler implements JobHandler {
  private static final String STAGE = "reading";

  private final OcrRequestStore requests;
  private final OcrReadingStore readings;
  private final OcrListeners listeners;
  private final PdfFiles pdfFiles;
  private final PageSource source;
  private final ImageReader images;
  private final OcrEngines engines;
  private final OcrThreads threads;
  private final int jobAttempts;

  OcrHandler(
      OcrRequestStore requests,
      OcrReadingStore readings,
      OcrListeners listeners,
      PdfFiles pdfFiles,
      PageSource source,
      ImageReader images,
      OcrEngines engines,
      OcrThreads threads,
      IngestSettings settings) {
    this.requests = requests;
    this.readings = readings;
    this.listeners = listeners;
    this.pdfFiles = pdfFiles;
    this.source = source;
    this.images = images;
    this.engines = engines;
    this.threads = threads;
    this.jobAttempts = settings.jobAttempts();
  }

  @Override
  public Job.Type type() {
    return Job.Type.OCR;
  }

  @Override
  public Map<String, Object> run(Job job, Progress progress) throws Exception {
    Stored stored =
        requests
            .find(job.id())
            .orElseThrow(
                () ->
                    new IngestException.Permanent(
                        "ocr-results-gone",
                        "[job %s] its file and results are gone: they are kept for a while, or as long as the document they are about. Hand it in again."
                            .formatted(job.id())));
    String name = stored.request().name();
    try {
      return read(job, stored, progress);
    } catch (IngestException.Permanent e) {
      throw new IngestException.Permanent(
          e.code(), PageFailures.placed(name, e.problem().detail()));
    }
  }

  private Map<String, Object> read(Job job, Stored stored, Progress progress) throws Exception {
    if (pdfFiles.isConverted(stored.mediaType())) {
      progress.at("converting", 0, 0);
    }
    Path path = pdfFiles.pdf(stored.sha256(), stored.mediaType());
    FileKind kind = pdfFiles.kind(stored.mediaType());
    progress.at("opening", 0, 0);
    int pages;
    try (PageFile file = source.open(path, kind)) {
      pages = file.pages();
    }
    new Attempt(job, stored, path, kind, pages, progress).read();
    OcrRequestStore.Counts counts = requests.counts(job.id());
    if (counts.read() == 0) {
      Problem problem =
          requests
              .firstProblem(job.id())
              .orElse(new Problem("pdf-no-pages", "The file has no pages."));
      throw new IngestException.Permanent(problem.code(), problem.detail());
    }
    return Map.of("pages", pages, "pagesRead", counts.read(), "pagesFailed", counts.failed());
  }

  @Override
  public void queuedAgain(Job job) {
    requests.forgetProblems(job.id());
  }

  /// One attempt at the pages that are not done yet.
  private final class Attempt {
    private final Job job;
    private final Stored stored;
    private final Path path;
    private final FileKind kind;
    private final int pages;
    private final Progress progress;
    private final boolean isLast;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final PageFailures failures;

    Attempt(Job job, Stored stored, Path path, FileKind kind, int pages, Progress progress) {
      this.job = job;
      this.stored = stored;
      this.path = path;
      this.kind = kind;
      this.pages = pages;
      this.progress = progress;
      this.isLast = job.attempts() >= jobAttempts;
      this.failures = new PageFailures(stored.request().name(), isLast, stopped, this::failed);
    }

    void read() throws Exception {
      Set<Integer> before = requests.done(job.id());
      done.set(before.size());
      tellProgress();
      if (before.size() >= pages) {
        return;
      }
      Request request = stored.request();
      Asked asked =
          Asked.of(
              engines,
              engine(),
              request.task(),
              request.mode(),
              request.target(),
              request.prompt(),
              isLast);
      boolean remote = engines.isRemote(engine());
      progress.onlyWaits(remote ? Progress.For.SERVERS : Progress.For.ENGINE);
      List<OnePage> open = new ArrayList<>();
      for (int page = 1; page <= pages; page++) {
        if (!before.contains(page)) {
          open.add(new OnePage(page, asked));
        }
      }
      new ImagePages(
              threads,
              remote,
              engines.pageTime(engine()),
              () -> source.open(path, kind),
              stopped,
              this::tellProgress)
          .readAll(open);
      failures.rethrowOfTheEngine();
    }

    private String engine() {
      return stored.request().engine().orElseGet(engines::standard);
    }

    private void tellProgress() {
      progress.at(STAGE, done.get(), pages);
    }

    private void failed(int page, Problem problem) {
      requests.fail(job.id(), page, problem);
      landed(page);
    }

    private void landed(int page) {
      done.incrementAndGet();
      listeners.stored(job.id(), page);
    }

    private final class OnePage implements ImagePages.ImagePage {
      private final int number;
      private final Asked asked;

      OnePage(int number, Asked asked) {
        this.number = number;
        this.asked = asked;
      }

      @Override
      public ImageReader.Outcome read(PageRun run) {
        PageFile file = run.file();
        return switch (run.lane().work(() -> source.look(file, number, 1, OcrChoice.ALWAYS))) {
          case PageSource.Look.Read(var reading) ->
              new ImageReader.Outcome(reading, PageSource.TEXT_LAYER);
          case PageSource.Look.Wanted(var route) ->
              images.read(
                  source,
                  run,
                  number,
                  1,
                  route,
                  asked,
                  new KnownOfFile(readings, stored.sha256()),
                  listeners.of(job.id(), number));
        };
      }

      @Override
      public void store(ImageReader.Outcome outcome) {
        requests.add(job.id(), outcome.reading(), outcome.provenance());
        landed(number);
      }

      @Override
      public void tooSlow() {
        failures.tooSlow(number, engines.pageTime(engine()), engines.timeSettings(engine()));
      }

      @Override
      public void guarded(Runnable work, BooleanSupplier stillCounts) {
        failures.guard(number, work, stillCounts);
      }
    }
  }
}
