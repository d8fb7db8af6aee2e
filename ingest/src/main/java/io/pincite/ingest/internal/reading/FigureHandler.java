package io.pincite.ingest.internal.reading;

import io.pincite.ingest.FigureReading;
import io.pincite.ingest.Ids;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.internal.figures.FigurePayload;
import io.pincite.ingest.internal.figures.FigureRevisions;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.images.FigureCrop;
import io.pincite.ingest.internal.ocr.OcrEngines;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.pages.PageSize;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.DocumentStore.Version;
import io.pincite.ingest.internal.store.Kept;
import io.pincite.ingest.internal.store.OcrReadingStore;
import io.pincite.ingest.internal.store.PageStore;
import io.pincite.ingest.internal.store.ReadBy;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.FigureText;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageText;
import io.pincite.ocr.ReadingListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Has an engine say what a figure shows, and makes that part of the page's text. What it said is
/// kept with what is read of page images, so that an attempt that was broken off costs no second
/// asking.
@ApplicationScoped
class FigureHandler implements JobHandler {
  /// Of a picture, whose pixels have no size.
  private static final double ANY_DPI = 200;

  private static final double POINTS_PER_INCH = 72;

  private static final String STAGE = "reading";

  private static final long LOOK_MILLIS = 100;

  /// At a document that is being read, before others have the turn.
  private static final int MOST_LOOKS = 50;

  private final DocumentStore documents;
  private final PageStore pages;
  private final FigureRevisions revisions;
  private final OcrReadingStore readings;
  private final PdfFiles pdfFiles;
  private final PageSource source;
  private final OcrEngines engines;
  private final OcrThreads threads;
  private final Clock clock;
  private final int maxWidth;
  private final int jobAttempts;

  FigureHandler(
      DocumentStore documents,
      PageStore pages,
      FigureRevisions revisions,
      OcrReadingStore readings,
      PdfFiles pdfFiles,
      PageSource source,
      OcrEngines engines,
      OcrThreads threads,
      Clock clock,
      IngestSettings settings) {
    this.documents = documents;
    this.pages = pages;
    this.revisions = revisions;
    this.readings = readings;
    this.pdfFiles = pdfFiles;
    this.source = source;
    this.engines = engines;
    this.threads = threads;
    this.clock = clock;
    this.maxWidth = settings.maxImageWidth();
    this.jobAttempts = settings.jobAttempts();
  }

  @Override
  public Job.Type type() {
    return Job.Type.FIGURE;
  }

  @Override
  public Map<String, Object> run(Job job, Progress progress) throws Exception {
    UUID document = job.document().orElseThrow();
    Optional<Version> found = documents.current(document);
    if (found.isEmpty()) {
      return Map.of("documentGone", true);
    }
    Version version = found.get();
    var asked = FigurePayload.of(job);
    String place = "[%s p.%d figure %d]".formatted(version.name(), asked.page(), asked.figure());
    PageReading page =
        pages
            .revision(document, version.n(), asked.page(), asked.revision())
            .orElseThrow(
                () ->
                    new IngestException.Permanent(
                        "page-changed",
                        place + " the page has another file by now. Look at it again."));
    PlacedBlock figure = page.layer().figures().get(asked.figure() - 1);
    progress.at(STAGE, 0, 1);
    boolean isLast = job.attempts() >= jobAttempts;
    Asked who =
        Asked.of(
            engines,
            asked.engine(),
            asked.task(),
            asked.mode(),
            Optional.empty(),
            asked.prompt(),
            isLast);
    progress.onlyWaits(engines.isRemote(who.name()) ? Progress.For.SERVERS : Progress.For.ENGINE);
    PageText said = answer(version, page, figure.box(), who, place, progress);
    String written = written(said, place);
    Optional<Integer> revision =
        keep(
            new FigureReading(
                Ids.next(),
                document,
                version.n(),
                asked.page(),
                page.turn(),
                figure.box(),
                asked.task(),
                asked.prompt(),
                said.provenance().engine(),
                said.provenance().model(),
                said.output().flatMap(ModelOutput::mode).or(said.provenance()::mode),
                written,
                FigureReading.State.APPLIED,
                page.revision(),
                asked.actor(),
                // As fine as the database keeps it.
                clock.instant().truncatedTo(ChronoUnit.MICROS)),
            version.name(),
            progress);
    var result = new LinkedHashMap<String, Object>();
    result.put("page", asked.page());
    result.put("figure", asked.figure());
    result.put("placed", revision.isPresent());
    revision.ifPresent(number -> result.put("revision", number));
    return result;
  }

  /// Waits while the document is being read. For longer than a moment others have its turn, and it
  /// comes back: that is no attempt of its own.
  private Optional<Integer> keep(FigureReading said, String name, Progress progress)
      throws InterruptedException {
    for (int look = 1; ; look++) {
      // Whoever cancelled the job meanwhile wants nothing of it.
      progress.at(STAGE, 1, 1);
      try {
        return revisions.keep(said, name);
      } catch (IngestException.Conflict e) {
        switch (e.code()) {
          case "reading-under-way" -> {
            if (look == MOST_LOOKS) {
              throw new JobPostponedException();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
          }
          case "document-unread" -> {
            var unread = new IngestException.Permanent(e.code(), e.problem().detail());
            unread.initCause(e);
            throw unread;
          }
          default -> throw new IngestException.Unavailable(e.code(), e.problem().detail(), e);
        }
      }
    }
  }

  private static String written(PageText said, String place) {
    Optional<ModelOutput> output = said.output();
    String written = output.map(ModelOutput::text).orElse("").strip();
    if (output.isPresent() && output.get().end() != ModelOutput.End.COMPLETE) {
      throw new IngestException.Permanent(
          "ocr-incomplete",
          place + " the engine did not come to an end. Ask it in another mode, or another engine.");
    }
    if (saysNothing(said)) {
      throw new IngestException.Permanent(
          "figure-empty",
          place
              + " the engine had nothing to say of it. Ask it again, in other words, or another engine.");
    }
    return written;
  }

  private static boolean saysNothing(PageText said) {
    return FigureText.isSilent(said.output().map(ModelOutput::text).orElse(""));
  }

  /// Has a page of the engine's lane ask it, and hears meanwhile whether the job is cancelled: then
  /// the question is ended.
  private PageText answer(
      Version version,
      PageReading page,
      BoundingBox box,
      Asked who,
      String place,
      Progress progress)
      throws InterruptedException {
    Path path = pdfFiles.pdf(version.sha256(), version.mediaType());
    boolean remote = engines.isRemote(who.name());
    OcrThreads.Lane lane = threads.lane(remote);
    var run =
        new PageRun(
            lane, () -> source.open(path, pdfFiles.kind(version.mediaType())), PageFile::close);
    Future<PageText> asking =
        lane.call(
            () -> {
              try (run) {
                return said(run, version, page, box, who, place);
              }
            });
    try {
      while (true) {
        progress.at(STAGE, 0, 1);
        try {
          return asking.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // The engine is still at it.
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case CancellationException cause -> {
          // It was given up, as when Pincite stops: that says nothing about the figure.
          var brokenOff = new JobCancelledException();
          brokenOff.initCause(cause);
          throw brokenOff;
        }
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      asking.cancel(false);
      // A server works on for whoever does not hang up; what this process has begun is soon done.
      if (remote) {
        run.breakOff();
      }
    }
  }

  private PageText said(
      PageRun run, Version version, PageReading page, BoundingBox box, Asked who, String place) {
    var known = new KnownOfFile(readings, version.sha256());
    String raster = "figure, turned %d, %d px".formatted(page.turn(), maxWidth);
    ReadBy by = who.by();
    run.requireWanted();
    Optional<Kept> before =
        known
            .find(page.page(), Optional.of(box), raster, by)
            .filter(kept -> !saysNothing(kept.text()));
    if (before.isPresent()) {
      return before.get().text();
    }
    try {
      PageFile file = run.file();
      PageSize size = file.size(page.page()).turned(page.turn());
      int width = FigureCrop.pageWidth(file, page.page(), page.turn(), maxWidth);
      double dpi =
          size.unit() == PageReading.Unit.PT ? width / size.width() * POINTS_PER_INCH : ANY_DPI;
      OcrThreads.Lane lane = run.lane();
      String pixels;
      Supplier<Kept> saying;
      // A figure that waits for a server keeps no room for its page, and no file open.
      try (OcrThreads.Room _ = lane.roomFor(width * size.height() / size.width() * width)) {
        run.requireWanted();
        PageImage image =
            lane.work(
                () ->
                    new PageImage(
                        FigureCrop.of(file, page.page(), page.turn(), box, maxWidth), dpi));
        pixels = lane.work(() -> Pixels.sha256(image, List.of()));
        saying =
            known
                .same(pixels, by)
                .filter(kept -> !saysNothing(kept.text()))
                .<Supplier<Kept>>map(same -> () -> same)
                .orElseGet(() -> asking(run, who, image));
      }
      run.letFileGo();
      Kept said = saying.get();
      boolean isWhole =
          said.text().output().filter(out -> out.end() == ModelOutput.End.COMPLETE).isPresent();
      // Whoever asks again after an answer without words wants another one.
      if (isWhole && !saysNothing(said.text())) {
        known.keep(page.page(), Optional.of(box), raster, by, pixels, said);
      }
      return said.text();
    } catch (OcrException.UnreadableImage e) {
      throw failed("image-unreadable", place, e);
    } catch (OcrException.NotServed e) {
      throw failed("ocr-mode-not-served", place, e);
    } catch (OcrException.EngineFailed e) {
      throw new IngestException.Unavailable("ocr-failed", place + " " + e.getMessage(), e);
    }
  }

  private static Supplier<Kept> asking(PageRun run, Asked who, PageImage image) {
    PageReader.Begun begun = run.lane().work(() -> who.engine().reader().begin(who.request(image)));
    return () -> {
      long begin = System.nanoTime();
      PageText text = run.asking(() -> begun.read(ReadingListener.NONE));
      return new Kept(text, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    };
  }

  private static IngestException.Permanent failed(String code, String place, OcrException cause) {
    var failed = new IngestException.Permanent(code, place + " " + cause.getMessage());
    failed.initCause(cause);
    return failed;
  }
}
