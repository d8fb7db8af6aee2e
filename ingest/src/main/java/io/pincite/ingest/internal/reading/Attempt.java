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
import io.pincite.ingest.internal.ocr.EngineStart.Started;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.reading.PageSource.Look;
import io.pincite.ingest.internal.routing.Route;
import io.pincite.ingest.internal.store.DocumentStore.Version;
import io.pincite.ingest.internal.store.PageStore.Open;
import io.pincite.ingest.internal.store.ReadingKey;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// One attempt at the pages of a document that are not read yet. First all pages are looked at, by
/// the job's thread and whoever is free, and those with text of their own are read; then the images
/// of the others, together with those of a few other documents, when it is this one's turn.
final class Attempt {
  private static final Logger LOG = Logger.getLogger(Attempt.class);

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
  private final Queue<ImageReader.EngineFailed> engineFailures = new ConcurrentLinkedQueue<>();
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
  }

  void read(PageFile file, List<Open> open) throws Exception {
    total = request.again() ? open.size() : file.pages();
    done.set(total - open.size());
    progress.at(STAGE, done.get(), total);
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
      progress.at(STAGE, done.get(), total);
    }
  }

  private void lookAt(PageFile file, Open page) {
    guarded(
        page,
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
    Started engine;
    try {
      engine = parts.engine().running();
    } catch (IngestException.Unavailable e) {
      withoutEngine(file, inOrder, e);
      return;
    }
    progress.onlyWaits();
    new ImagePages(engine).readAll(inOrder);
    ImageReader.EngineFailed failed = engineFailures.peek();
    if (failed != null) {
      // The other pages are read; these are tried again with the job.
      throw new IngestException.Unavailable(
          failed.problem().code(), ReadHandler.placed(version, failed.problem().detail()), failed);
    }
  }

  /// What the pages bring along is better than nothing; what was read before is better than that.
  private void withoutEngine(PageFile file, List<Wanted> inOrder, IngestException.Unavailable why) {
    if (request.again()) {
      throw new IngestException.Permanent(why.code(), why.problem().detail());
    }
    for (Wanted one : inOrder) {
      guarded(
          one.page(),
          () -> {
            store(one.page(), readWithoutEngine(file, one, why), PageSource.TEXT_LAYER);
            done.incrementAndGet();
          },
          () -> true);
      progress.at(STAGE, done.get(), total);
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

  /// The images of this document on their way through the threads that all documents share.
  private final class ImagePages {
    private final Started engine;
    private final ImageReader.Known known;
    private final Queue<PageFile> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Object landed = new Object();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    ImagePages(Started engine) {
      this.engine = engine;
      this.known = new KnownOfFile(engine.identity());
    }

    /// Hands over as many pages at a time as are worked on at once, so that the pages of several
    /// documents take turns.
    void readAll(List<Wanted> inOrder) throws Exception {
      var tasks = new ArrayList<PageTask>();
      try {
        for (Wanted one : inOrder) {
          awaitFewerThan(parts.threads().atOnce(), tasks);
          if (stopped.get()) {
            break;
          }
          var task = new PageTask(one);
          inFlight.incrementAndGet();
          tasks.add(task);
          task.begin();
        }
        awaitFewerThan(1, tasks);
      } catch (Throwable e) {
        stopped.set(true);
        throw e;
      } finally {
        // Whoever stops waits for what is under way; nothing else uses the open files then.
        awaitLanding();
        idle.forEach(PageFile::close);
      }
      rethrow(Optional.ofNullable(failures.peek()));
    }

    private void awaitFewerThan(int most, List<PageTask> tasks) throws InterruptedException {
      while (inFlight.get() >= most) {
        synchronized (landed) {
          if (inFlight.get() >= most) {
            landed.wait(100);
          }
        }
        tasks.removeIf(PageTask::isOver);
        tasks.forEach(PageTask::watch);
        progress.at(STAGE, done.get(), total);
      }
      progress.at(STAGE, done.get(), total);
    }

    private void awaitLanding() {
      boolean interrupted = false;
      while (inFlight.get() > 0) {
        synchronized (landed) {
          try {
            if (inFlight.get() > 0) {
              landed.wait(100);
            }
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private void land() {
      synchronized (landed) {
        inFlight.decrementAndGet();
        landed.notifyAll();
      }
    }

    /// One page, drawn, read and stored.
    private final class PageTask implements Runnable {
      private final Wanted wanted;
      private final PageClock clock = new PageClock(System::nanoTime);
      private volatile boolean over;
      private boolean late;

      PageTask(Wanted wanted) {
        this.wanted = wanted;
      }

      void begin() {
        try {
          parts.threads().submit(this);
        } catch (RuntimeException e) {
          land();
          throw e;
        }
      }

      boolean isOver() {
        return over;
      }

      /// A page that takes too long has failed; its thread comes back when the engine does.
      synchronized void watch() {
        if (over || late) {
          return;
        }
        if (clock.worked().compareTo(parts.pageTime()) > 0) {
          late = true;
          fail(
              wanted.page(),
              new Problem(
                  "ocr-too-slow",
                  "[%s p.%d] reading the image takes more than %,d s. Scan it again at 300 dpi, or raise pincite.ocr.page-time."
                      .formatted(
                          version.name(), wanted.page().number(), parts.pageTime().toSeconds())));
          done.incrementAndGet();
        }
      }

      private synchronized boolean isInTime() {
        return !late;
      }

      @Override
      public void run() {
        clock.go();
        try {
          if (!stopped.get()) {
            guarded(wanted.page(), this::readAndStore, this::isInTime);
          }
        } catch (Throwable e) {
          stopped.set(true);
          failures.add(e);
        } finally {
          over = true;
          land();
        }
      }

      private void readAndStore() {
        PageFile file = Optional.ofNullable(idle.poll()).orElseGet(opened);
        ImageReader.Outcome outcome;
        try {
          outcome =
              parts
                  .images()
                  .read(
                      parts.source(),
                      file,
                      wanted.page().number(),
                      wanted.page().revision() + 1,
                      wanted.route(),
                      engine,
                      known,
                      clock);
        } finally {
          idle.add(file);
        }
        synchronized (this) {
          if (!late) {
            store(wanted.page(), outcome.reading(), outcome.provenance());
            done.incrementAndGet();
          }
        }
      }
    }
  }

  /// The readings that are kept of this file.
  private final class KnownOfFile implements ImageReader.Known {
    private final Provenance engine;

    KnownOfFile(Provenance engine) {
      this.engine = engine;
    }

    @Override
    public Optional<PageText> find(int page, Optional<BoundingBox> area, String raster) {
      return parts.readings().find(key(page, area, raster));
    }

    @Override
    public void keep(int page, Optional<BoundingBox> area, String raster, PageText text) {
      if (!parts.readings().keep(key(page, area, raster), text)) {
        // Deleted while it was being read.
        throw new JobCancelledException();
      }
    }

    private ReadingKey key(int page, Optional<BoundingBox> area, String raster) {
      return ReadingKey.of(version.sha256(), page, area, raster, engine);
    }
  }

  // --- outcomes ---------------------------------------------------------------------------------

  /// What is wrong with a page is that page's alone.
  ///
  /// @param counts whether what goes wrong is still of interest
  private void guarded(Open page, Runnable work, BooleanSupplier counts) {
    Problem problem;
    try {
      work.run();
      return;
    } catch (IngestException.Permanent e) {
      problem = new Problem(e.code(), ReadHandler.placed(version, e.problem().detail()));
    } catch (ImageReader.EngineFailed e) {
      if (!isLast) {
        engineFailures.add(e);
        return;
      }
      problem = new Problem(e.problem().code(), ReadHandler.placed(version, e.problem().detail()));
    } catch (JobCancelledException | IngestException.Unavailable e) {
      throw e;
    } catch (CancellationException e) {
      // The page was given up, as when Pincite stops: it says nothing about the page.
      throw brokenOff(e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      if (stopped.get()) {
        throw brokenOff(e);
      }
      LOG.warnf(e, "document %s p.%d cannot be read", version.document(), page.number());
      problem =
          new Problem(
              "page-not-read",
              "[%s p.%d] reading the page failed unexpectedly: %s. Print it to a new PDF, and report it with the log."
                  .formatted(version.name(), page.number(), e));
    }
    if (counts.getAsBoolean()) {
      fail(page, problem);
      done.incrementAndGet();
    }
  }

  private static JobCancelledException brokenOff(Throwable cause) {
    var brokenOff = new JobCancelledException();
    brokenOff.initCause(cause);
    return brokenOff;
  }

  private void fail(Open page, Problem problem) {
    parts.pages().fail(version.document(), version.n(), page.number(), problem);
  }

  private void store(Open page, PageReading reading, Provenance provenance) {
    boolean isNew =
        page.revision() == 0 || !parts.pages().isSame(version.document(), version.n(), reading);
    if (!isNew) {
      parts.pages().forgetProblem(version.document(), version.n(), page.number());
      return;
    }
    if (!parts.add(version, reading, provenance, job.id())
        && parts.documents().current(version.document()).isEmpty()) {
      // Deleted while it was being read.
      throw new JobCancelledException();
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
    rethrow(failure);
  }

  private static void rethrow(Optional<Throwable> failure) {
    switch (failure.orElse(null)) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
