package io.pincite.ingest.internal.reading;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler.JobCancelledException;
import io.pincite.ingest.JobHandler.Progress;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Problem;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.reading.PageSource.Look;
import io.pincite.ingest.internal.routing.Route;
import io.pincite.ingest.internal.store.DocumentStore.Version;
import io.pincite.ingest.internal.store.PageStore.Open;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.ReadingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One attempt at the pages of a document that are not read yet. First all pages are looked at, by
/// the job's thread and whoever is free, and those with text of their own are read; then the images
/// of the others, together with those of a few other documents, when it is this one's turn.
final class Attempt {
  /// Opening a file once more costs about as much as reading a few pages.
  private static final int PAGES_WORTH_A_HELPER = 8;

  private static final String STAGE = "reading";

  /// A page whose image is wanted.
  private record Wanted(Open page, Route route) {}

  private final ReadHandler.Parts parts;
  private final Job job;
  private final Version version;
  private final ReadPayload request;
  private final Supplier<PageFile> opened;
  private final Progress progress;
  private final OcrChoice choice;
  private final Queue<Wanted> wanted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final PageFailures failures;
  private final boolean isLast;
  private int total;

  /// @param opened the file, opened once more
  Attempt(
      ReadHandler.Parts parts,
      Job job,
      Version version,
      ReadPayload request,
      Supplier<PageFile> opened,
      Progress progress) {
    this.parts = parts;
    this.job = job;
    this.version = version;
    this.request = request;
    this.opened = opened;
    this.progress = progress;
    this.isLast = job.attempts() >= parts.jobAttempts();
    this.choice = request.choice().orElse(version.ocr());
    this.failures = new PageFailures(version.name(), isLast, stopped, this::fail);
  }

  void read(PageFile file, List<Open> open) throws Exception {
    total = request.again() ? open.size() : file.pages();
    done.set(total - open.size());
    tellProgress();
    lookAtAll(file, open);
    if (!wanted.isEmpty()) {
      readImages(file);
    }
  }

  // --- looking ----------------------------------------------------------------------------------

  private void lookAtAll(PageFile file, List<Open> open) throws Exception {
    Queue<Open> left = new ConcurrentLinkedQueue<>(open);
    var helping = new ArrayList<Future<?>>();
    int worthwhile = Math.min(parts.helpers(), open.size() / PAGES_WORTH_A_HELPER);
    for (int i = 0; i < worthwhile; i++) {
      helping.add(parts.helpersPool().submit(() -> help(left)));
    }
    try {
      lookAt(file, left);
    } catch (Throwable e) {
      stopped.set(true);
      throw e;
    } finally {
      awaitAll(helping);
    }
  }

  private void help(Queue<Open> left) {
    if (left.isEmpty()) {
      return;
    }
    try (PageFile file = opened.get()) {
      lookAt(file, left);
    } catch (Throwable e) {
      stopped.set(true);
      throw e;
    }
  }

  private void lookAt(PageFile file, Queue<Open> left) {
    while (!stopped.get()) {
      Open page = left.poll();
      if (page == null) {
        return;
      }
      lookAt(file, page);
      tellProgress();
    }
  }

  private void lookAt(PageFile file, Open page) {
    failures.guard(
        page.number(),
        () -> {
          Look look = parts.source().look(file, page.number(), page.revision() + 1, choice);
          switch (look) {
            case Look.Read(PageReading reading) -> {
              store(page, reading, PageSource.TEXT_LAYER);
              done.incrementAndGet();
            }
            case Look.Wanted(Route route) -> wanted.add(new Wanted(page, route));
          }
        },
        () -> true);
  }

  // --- images -----------------------------------------------------------------------------------

  private void readImages(PageFile file) throws Exception {
    List<Wanted> inOrder =
        wanted.stream().sorted(Comparator.comparingInt(one -> one.page().number())).toList();
    Asked asked;
    try {
      asked = asked();
    } catch (IngestException.Unavailable e) {
      if (!isLast
          && parts.engines().standInFor(engine(), OcrTask.DOCUMENT, Optional.empty()).isPresent()) {
        throw e;
      }
      withoutEngine(file, inOrder, e);
      return;
    }
    boolean remote = parts.engines().isRemote(engine());
    progress.onlyWaits(remote ? Progress.For.SERVERS : Progress.For.ENGINE);
    new ImagePages(parts.threads(), remote, pageTime(), opened, stopped, this::tellProgress)
        .readAll(inOrder.stream().map(one -> new WantedPage(one, asked)).toList());
    failures.rethrowOfTheEngine();
  }

  private void tellProgress() {
    progress.at(STAGE, done.get(), total);
  }

  /// The engine that this job names, or its document, or the settings.
  private String engine() {
    return request.engine().or(version::engine).orElseGet(parts.engines()::standard);
  }

  private Duration pageTime() {
    return parts.engines().pageTime(engine());
  }

  private Optional<String> mode() {
    return request
        .mode()
        .or(() -> request.engine().isPresent() ? Optional.empty() : version.mode());
  }

  private Asked asked() {
    return Asked.of(
        parts.engines(),
        engine(),
        OcrTask.DOCUMENT,
        mode(),
        Optional.empty(),
        Optional.empty(),
        isLast);
  }

  /// What the pages bring along is better than nothing; what was read before is better than that.
  private void withoutEngine(PageFile file, List<Wanted> inOrder, IngestException.Unavailable why) {
    if (request.again()) {
      throw new IngestException.Permanent(why.code(), why.problem().detail());
    }
    for (Wanted one : inOrder) {
      failures.guard(
          one.page().number(),
          () -> {
            store(one.page(), readWithoutEngine(file, one, why), PageSource.TEXT_LAYER);
            done.incrementAndGet();
          },
          () -> true);
      tellProgress();
    }
  }

  private PageReading readWithoutEngine(
      PageFile file, Wanted one, IngestException.Unavailable why) {
    int page = one.page().number();
    int revision = one.page().revision() + 1;
    boolean readable =
        switch (one.route()) {
          case Route.Whole whole -> whole.readable();
          case Route.Unread _ -> false;
          case Route.TextLayer _, Route.Areas _, Route.IfConfirmed _ -> true;
        };
    SourceReason reason =
        one.route().reason().and(Code.NO_ENGINE, "It needs OCR. " + why.getMessage());
    return readable
        ? parts.source().byText(file, page, revision, reason)
        : parts.source().unread(file, page, revision, reason);
  }

  /// A page of this document whose image is wanted.
  private final class WantedPage implements ImagePages.ImagePage {
    private final Wanted wanted;
    private final Asked asked;

    WantedPage(Wanted wanted, Asked asked) {
      this.wanted = wanted;
      this.asked = asked;
    }

    private int number() {
      return wanted.page().number();
    }

    @Override
    public ImageReader.Outcome read(PageRun run) {
      return parts
          .images()
          .read(
              parts.source(),
              run,
              number(),
              wanted.page().revision() + 1,
              wanted.route(),
              asked,
              new KnownOfFile(parts.readings(), version.sha256()),
              ReadingListener.NONE);
    }

    @Override
    public void store(ImageReader.Outcome outcome) {
      Attempt.this.store(wanted.page(), outcome.reading(), outcome.provenance());
      done.incrementAndGet();
    }

    @Override
    public void tooSlow() {
      failures.tooSlow(number(), pageTime(), parts.engines().timeSettings(engine()));
    }

    @Override
    public void guarded(Runnable work, BooleanSupplier stillCounts) {
      failures.guard(number(), work, stillCounts);
    }
  }

  // --- outcomes ---------------------------------------------------------------------------------

  private void fail(int page, Problem problem) {
    parts.pages().fail(version.document(), version.n(), page, problem);
    done.incrementAndGet();
  }

  private void store(Open page, PageReading reading, Provenance provenance) {
    switch (parts.store(version, reading, provenance, job.id())) {
      case NEW -> {}
      case KNOWN -> parts.pages().forgetProblem(version.document(), version.n(), page.number());
      case NOT_STORED -> {
        if (parts.documents().current(version.document()).isEmpty()) {
          // Deleted while it was being read.
          throw new JobCancelledException();
        }
      }
    }
  }

  private void awaitAll(List<Future<?>> helping) throws Exception {
    Optional<Throwable> failure = Optional.empty();
    for (Future<?> each : helping) {
      try {
        each.get();
      } catch (ExecutionException e) {
        failure = Optional.ofNullable(e.getCause());
      } catch (InterruptedException e) {
        stopped.set(true);
        throw e;
      }
    }
    ImagePages.rethrow(failure);
  }
}
