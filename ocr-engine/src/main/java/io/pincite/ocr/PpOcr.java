package io.pincite.ocr;

import io.pincite.ocr.PpOcrSettings.Device;
import io.pincite.ocr.internal.ppocr.Accelerator;
import io.pincite.ocr.internal.ppocr.Detector;
import io.pincite.ocr.internal.ppocr.ModelFiles;
import io.pincite.ocr.internal.ppocr.OrientationClassifier;
import io.pincite.ocr.internal.ppocr.Recogniser;
import io.pincite.ocr.internal.reading.PagePipeline;
import io.pincite.ocr.internal.reading.PagePipeline.SeenPage;
import io.pincite.ocr.internal.reading.Workers;
import io.pincite.ocr.internal.tesseract.Tesseract;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads page images in this process with the networks of PP-OCR on ONNX Runtime.
///
/// Safe for use by many threads at once; each waits for its own page while the pieces of all pages
/// share the workers. The same image gives the same text on any number of threads. The models are
/// loaded by the first page and let go when none came for a while.
public final class PpOcr implements PageReader, AutoCloseable {
  private static final String ENGINE = "ppocr";

  /// Of everything between pixels and words; another version reads pages anew.
  private static final String VERSION = "5";

  private static final Duration LONGEST_UNTOLD = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger(PpOcr.class.getName());

  private final PpOcrSettings settings;
  private final ModelFiles models;
  private final Accelerator accelerator;
  private final Optional<String> withoutTesseract;
  private final Semaphore pages;

  /// Told of every page that is done.
  private final Object done = new Object();

  private final ScheduledThreadPoolExecutor clock;

  private final Object lock = new Object();
  private @Nullable Loaded loaded;
  private @Nullable ScheduledFuture<?> letGo;
  private int readers;
  private boolean closed;

  private PpOcr(
      PpOcrSettings settings,
      ModelFiles models,
      Accelerator accelerator,
      Optional<String> withoutTesseract) {
    this.settings = settings;
    this.models = models;
    this.accelerator = accelerator;
    this.withoutTesseract = withoutTesseract;
    this.pages = new Semaphore(settings.pagesInFlight(), true);
    this.clock =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("ocr-idle").daemon().factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  /// Checks the settings, the device and whether Tesseract is there; loads no networks yet.
  ///
  /// @throws IllegalArgumentException when the folder of models lacks something
  public static PpOcr start(PpOcrSettings settings) {
    ModelFiles models = settings.models().map(ModelFiles::in).orElseGet(ModelFiles::builtIn);
    Accelerator accelerator = Accelerator.of(settings.device());
    accelerator
        .reason()
        .ifPresent(
            reason ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "OCR runs on the processor, not on {0}: {1}",
                    name(settings.device()),
                    reason));
    Optional<String> withoutTesseract = settings.tesseract() ? whyNoTesseract() : Optional.empty();
    withoutTesseract.ifPresent(
        reason -> LOG.log(System.Logger.Level.WARNING, "PP-OCR reads alone: {0}", reason));
    return new PpOcr(settings, models, accelerator, withoutTesseract);
  }

  /// Without it PP-OCR reads alone, slower: no reason to read nothing. Found out at the start, so
  /// that no reading is said to be Tesseract's that is not.
  private static Optional<String> whyNoTesseract() {
    try {
      Tesseract.start().close();
      return Optional.empty();
    } catch (OcrException.EngineFailed e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Loads the networks now rather than with the first page, which shows whether they can be.
  ///
  /// @throws OcrException.EngineFailed when a file is no network or a dictionary not that of its
  ///     own
  public void load() {
    enter();
    leave();
  }

  /// Why PP-OCR reads without Tesseract although both were asked for.
  public Optional<String> withoutTesseract() {
    return withoutTesseract;
  }

  private boolean hasTesseract() {
    return settings.tesseract() && withoutTesseract.isEmpty();
  }

  /// What the networks were to run on, what they run on, and why if that is not the same.
  public DeviceState device() {
    return new DeviceState(
        name(settings.device()), name(accelerator.effective()), accelerator.reason());
  }

  /// @param asked `cpu`, or `cuda:` and the card's number
  /// @param effective likewise
  /// @param reason why the processor was fallen back to
  public record DeviceState(String asked, String effective, Optional<String> reason) {}

  private static String name(Device device) {
    return switch (device) {
      case Device.Cpu _ -> "cpu";
      case Device.Cuda card -> "cuda:" + card.id();
    };
  }

  @Override
  public PageReaderCapabilities capabilities() {
    return new PageReaderCapabilities(ENGINE, Set.of("en", "zh"));
  }

  /// Who reads and how, as every page's text will say.
  public Provenance provenance() {
    return new Provenance(
        ENGINE,
        VERSION,
        Optional.of(models.name()),
        Optional.empty(),
        Map.of(
            "detection-side",
            Integer.toString(settings.detectionSide()),
            "tesseract",
            hasTesseract() ? Tesseract.VERSION : "none",
            "layout",
            Layout.VERSION,
            // Lines are padded to other widths there, which can change a letter.
            "device",
            accelerator.isCuda() ? "cuda" : "cpu"));
  }

  @Override
  public PageText read(PageImage page) {
    requireSize(page);
    pages.acquireUninterruptibly();
    try {
      return withEngine(engine -> engine.pipeline.read(page, provenance()));
    } finally {
      release();
    }
  }

  private void release() {
    pages.release();
    synchronized (done) {
      done.notifyAll();
    }
  }

  @Override
  public void awaitIdle() {
    try {
      synchronized (done) {
        while (pages.hasQueuedThreads() || pages.availablePermits() < settings.pagesInFlight()) {
          // Who stood in line and went away tells nobody.
          done.wait(LONGEST_UNTOLD.toMillis());
        }
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static CancellationException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    var cancelled = new CancellationException("reading a page was interrupted");
    cancelled.initCause(e);
    return cancelled;
  }

  private void requireSize(PageImage page) {
    long pixels = (long) page.pixels().getWidth() * page.pixels().getHeight();
    if (pixels > settings.maxPixels()) {
      throw new OcrException.UnreadableImage(
          String.format(
              Locale.ROOT,
              "page image has %,d x %,d = %,d px; the limit is %,d. Scan it again at 300 dpi or raise the limit of page pixels.",
              page.pixels().getWidth(),
              page.pixels().getHeight(),
              pixels,
              settings.maxPixels()));
    }
  }

  private <T> T withEngine(Function<Loaded, T> work) {
    Loaded engine = enter();
    try {
      return work.apply(engine);
    } finally {
      leave();
    }
  }

  @Override
  public Optional<FoundLines> find(Supplier<PageImage> page) {
    Optional<SeenPage> seen =
        inTurn(
            engine -> {
              PageImage image = page.get();
              requireSize(image);
              return engine.pipeline.look(image);
            });
    return seen.map(Lines::new);
  }

  private <T> T inTurn(Function<Loaded, T> work) {
    try {
      pages.acquire();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      return withEngine(work);
    } finally {
      release();
    }
  }

  /// Lines of a page, read by whichever networks are loaded then.
  private final class Lines implements FoundLines {
    private final SeenPage seen;

    Lines(SeenPage seen) {
      this.seen = seen;
    }

    @Override
    public int turn() {
      return seen.turn();
    }

    @Override
    public List<FoundLine> lines() {
      return seen.lines();
    }

    @Override
    public List<Integer> unread() {
      return seen.unread();
    }

    @Override
    public void read(Collection<Integer> lines) {
      List<Integer> open = seen.unread().stream().filter(lines::contains).toList();
      if (!open.isEmpty()) {
        inTurn(
            engine -> {
              engine.pipeline.read(seen, open, () -> true);
              return open;
            });
      }
    }

    @Override
    public void readWhileIdle(BooleanSupplier wanted) {
      // Who waits in line goes first.
      if (pages.hasQueuedThreads() || !pages.tryAcquire()) {
        return;
      }
      try {
        withEngine(
            engine -> {
              List<Integer> open = seen.unread();
              engine.pipeline.read(
                  seen, open, () -> wanted.getAsBoolean() && !pages.hasQueuedThreads());
              return open;
            });
      } finally {
        release();
      }
    }

    @Override
    public PageText text() {
      return withEngine(engine -> engine.pipeline.text(seen, provenance()));
    }
  }

  private Loaded enter() {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("this engine is closed");
      }
      if (letGo != null) {
        letGo.cancel(false);
        letGo = null;
      }
      Loaded engine = loaded;
      if (engine == null) {
        engine = Loaded.of(models, accelerator, settings, hasTesseract());
        loaded = engine;
      }
      readers++;
      return engine;
    }
  }

  private void leave() {
    synchronized (lock) {
      readers--;
      if (readers > 0) {
        return;
      }
      if (closed) {
        unload();
      } else {
        letGo = clock.schedule(this::idle, settings.idle().toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void idle() {
    synchronized (lock) {
      if (readers == 0) {
        unload();
      }
    }
  }

  private void unload() {
    Loaded engine = loaded;
    loaded = null;
    if (engine != null) {
      engine.close();
    }
  }

  /// Whether the models are in memory now.
  boolean isLoaded() {
    synchronized (lock) {
      return loaded != null;
    }
  }

  /// Pages being read are finished; no further ones are taken.
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (readers == 0) {
        unload();
      }
    }
    clock.shutdownNow();
  }

  /// What takes memory: networks and threads.
  private record Loaded(
      PagePipeline pipeline,
      Workers workers,
      Detector detector,
      OrientationClassifier orientation,
      Recogniser recogniser,
      Optional<Tesseract> tesseract)
      implements AutoCloseable {

    /// All of it or, when a part cannot be had, nothing: what is open then is closed.
    static Loaded of(
        ModelFiles models, Accelerator accelerator, PpOcrSettings settings, boolean withTesseract) {
      var open = new ArrayDeque<Runnable>();
      try {
        var workers = new Workers(workers(settings, accelerator));
        open.push(workers::close);
        // Looking for lines is an eighth of a page's work: a worker in four keeps up with the rest.
        int looking = Math.max(1, workers.number() / 4);
        Detector detector = Detector.load(models, accelerator, looking);
        open.push(detector::close);
        OrientationClassifier orientation = OrientationClassifier.load(models, accelerator);
        open.push(orientation::close);
        Recogniser recogniser = Recogniser.load(models, accelerator, settings.batch());
        open.push(recogniser::close);
        Optional<Tesseract> tesseract =
            withTesseract ? Optional.of(Tesseract.start()) : Optional.empty();
        tesseract.ifPresent(started -> open.push(started::close));
        var pipeline =
            new PagePipeline(
                detector,
                orientation,
                recogniser::characters,
                tesseract,
                workers,
                settings.detectionSide());
        return new Loaded(pipeline, workers, detector, orientation, recogniser, tesseract);
      } catch (RuntimeException | Error e) {
        open.forEach(Runnable::run);
        throw e;
      }
    }

    /// With a graphics card most of them wait for a batch to come back.
    private static int workers(PpOcrSettings settings, Accelerator accelerator) {
      if (settings.workers() > 0) {
        return settings.workers();
      }
      int processors = Runtime.getRuntime().availableProcessors();
      return accelerator.isCuda() ? processors + 2 * settings.batch() : processors;
    }

    @Override
    public void close() {
      workers.close();
      detector.close();
      orientation.close();
      recogniser.close();
      tesseract.ifPresent(Tesseract::close);
    }
  }
}
