package io.pincite.ingest.internal.reading;

import io.pincite.ingest.FileReader;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Problem;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.images.FigureCrop;
import io.pincite.ingest.internal.images.UprightPage;
import io.pincite.ingest.internal.ocr.EngineStart;
import io.pincite.ingest.internal.ocr.OcrEngines;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.ocr.PpOcrStart;
import io.pincite.ingest.internal.ocr.VllmStart;
import io.pincite.ingest.internal.office.OfficeConverter;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ingest.internal.structure.Structures;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.ReadingListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads files page by page with nothing but the settings.
public final class PlainReading implements FileReader {
  private final IngestSettings settings;
  private final PageSource source;
  private final OcrThreads threads;
  private final ImageReader images;
  private final OcrEngines engines;

  /// With the engines that come with Pincite.
  public PlainReading(IngestSettings settings, OcrSettings ocr) {
    this(
        settings,
        ocr,
        engines ->
            List.of(new PpOcrStart(), new VllmStart(ocr, name -> engines.get().running(name))));
  }

  PlainReading(IngestSettings settings, OcrSettings ocr, List<EngineStart> starts) {
    this(settings, ocr, _ -> starts);
  }

  /// @param starts of engines that may ask for others, once all are there
  private PlainReading(
      IngestSettings settings,
      OcrSettings ocr,
      Function<Supplier<OcrEngines>, List<EngineStart>> starts) {
    VllmStart.requireUsable(ocr.vllm());
    this.settings = settings;
    PdfLimits limits = PdfLimitsFromSettings.limits(settings);
    this.source = new PageSource(limits, settings);
    this.threads = new OcrThreads(ocr);
    this.images = new ImageReader(ocr);
    this.engines = new OcrEngines(ocr, starts.apply(this::engines));
  }

  private OcrEngines engines() {
    return engines;
  }

  @Override
  public Result read(Path file, How how, BiConsumer<Integer, Integer> progress) throws IOException {
    if (how.engine().isPresent() || how.mode().isPresent()) {
      engines.require(how.engine(), OcrTask.DOCUMENT, how.mode(), Optional.empty());
    }
    String name = String.valueOf(file.getFileName());
    long bytes = Files.size(file);
    if (bytes > settings.maxFileSize().asLongValue()) {
      throw new IngestException.FileTooLarge(
          "[%s] the file has %,d bytes; the limit is %,d. Split it, or raise pincite.ingest.max-file-size."
              .formatted(name, bytes, settings.maxFileSize().asLongValue()));
    }
    FileKind kind = FileKind.of(file, name);
    try {
      if (kind.isPicture() || kind == FileKind.PDF) {
        return read(file, name, kind, kind, how, progress);
      }
      Path folder = Files.createTempDirectory("pincite-ocr-");
      try {
        Path pdf = folder.resolve("converted.pdf");
        new OfficeConverter(settings).convert(file, kind.extension(), pdf);
        return read(pdf, name, FileKind.PDF, kind, how, progress);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IngestException.Unavailable(
            "interrupted", "[%s] converting was interrupted.".formatted(name), e);
      } finally {
        delete(folder);
      }
    } catch (IngestException.Permanent e) {
      throw new IngestException.Permanent(
          e.code(), PageFailures.placed(name, e.problem().detail()));
    }
  }

  private Result read(
      Path path,
      String name,
      FileKind kind,
      FileKind original,
      How how,
      BiConsumer<Integer, Integer> progress) {
    int pages;
    try (PageFile file = source.open(path, kind)) {
      pages = file.pages();
    }
    String engine = how.engine().orElseGet(engines::standard);
    OcrThreads.Lane lane = threads.lane(engines.isRemote(engine));
    var runs = new ConcurrentLinkedQueue<PageRun>();
    var read = new ArrayList<PageReading>();
    var problems = new TreeMap<Integer, Problem>();
    var pending = new ArrayList<Future<PageReading>>();
    try (var files = new OpenFiles(() -> source.open(path, kind))) {
      for (int next = 1, page = 1; page <= pages; page++) {
        for (; next <= pages && next < page + 2 * lane.atOnce(); next++) {
          int number = next;
          var run = new PageRun(lane, files::take, files::giveBack);
          runs.add(run);
          pending.add(
              lane.call(
                  () -> {
                    try (run) {
                      return page(run, number, engine, how);
                    } finally {
                      runs.remove(run);
                    }
                  }));
        }
        await(pending.removeFirst(), name, page, engine, read, problems);
        progress.accept(page, pages);
      }
    } finally {
      pending.forEach(one -> one.cancel(false));
      if (engines.isRemote(engine)) {
        runs.forEach(PageRun::breakOff);
      }
    }
    return new Result(original.mediaType(), read, Structures.of(1, read), problems);
  }

  private PageReading page(PageRun run, int page, String engine, How how) {
    PageFile file = run.file();
    return switch (run.lane().work(() -> source.look(file, page, 1, how.choice()))) {
      case PageSource.Look.Read(PageReading reading) -> reading;
      case PageSource.Look.Wanted(var route) ->
          images
              .read(
                  source,
                  run,
                  page,
                  1,
                  route,
                  Asked.of(
                      engines,
                      engine,
                      OcrTask.DOCUMENT,
                      how.mode(),
                      Optional.empty(),
                      Optional.empty(),
                      true),
                  ImageReader.Known.NOTHING,
                  ReadingListener.NONE)
              .reading();
    };
  }

  /// The file, opened as often as pages of it are read at once. Safe for use by many threads.
  private static final class OpenFiles implements AutoCloseable {
    private final Supplier<PageFile> opened;
    private final Deque<PageFile> idle = new ArrayDeque<>();
    private boolean closed;

    OpenFiles(Supplier<PageFile> opened) {
      this.opened = opened;
    }

    PageFile take() {
      synchronized (this) {
        if (!idle.isEmpty()) {
          return idle.pop();
        }
      }
      return opened.get();
    }

    synchronized void giveBack(PageFile file) {
      if (closed) {
        file.close();
      } else {
        idle.push(file);
      }
    }

    /// What is still in use is closed when it is given back.
    @Override
    public synchronized void close() {
      closed = true;
      idle.forEach(PageFile::close);
      idle.clear();
    }
  }

  private void await(
      Future<PageReading> pending,
      String name,
      int page,
      String engine,
      List<PageReading> read,
      TreeMap<Integer, Problem> problems) {
    try {
      // Several wait in line before it: the time of a page is theirs too.
      long patience = engines.pageTime(engine).toMillis() * 3;
      read.add(pending.get(patience, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      problems.put(page, problem(name, page, e.getCause() == null ? e : e.getCause()));
    } catch (TimeoutException e) {
      pending.cancel(true);
      problems.put(
          page,
          new Problem(
              "ocr-too-slow",
              "[%s p.%d] reading the page takes too long. Scan it again at 300 dpi, or raise %s."
                  .formatted(name, page, engines.timeSettings(engine))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException.Unavailable(
          "interrupted", "[%s] reading was interrupted.".formatted(name), e);
    }
  }

  private static Problem problem(String name, int page, Throwable cause) {
    if (cause instanceof IngestException.Unavailable e) {
      throw e;
    }
    if (cause instanceof IngestException e) {
      return new Problem(e.code(), PageFailures.placed(name, e.problem().detail()));
    }
    if (cause instanceof ImageReader.EngineFailed e) {
      return new Problem(e.problem().code(), "[" + name + " " + e.problem().detail().substring(1));
    }
    return new Problem(
        "page-not-read",
        "[%s p.%d] reading the page failed unexpectedly: %s.".formatted(name, page, cause));
  }

  @Override
  public void draw(
      Path file, List<PageReading> pages, int width, BiConsumer<PageReading, BufferedImage> taker)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    try (PageFile open = source.open(file, FileKind.of(file, name))) {
      for (PageReading page : pages) {
        taker.accept(page, UprightPage.draw(open, page.page(), page.turn(), width));
      }
    } catch (IngestException.Permanent e) {
      throw new IngestException.Permanent(
          e.code(), PageFailures.placed(name, e.problem().detail()));
    }
  }

  @Override
  public void drawFigures(Path file, List<PageReading> pages, FigureTaker taker)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    try (PageFile open = source.open(file, FileKind.of(file, name))) {
      for (PageReading page : pages) {
        List<TokenLayer.PlacedBlock> figures = page.layer().figures();
        if (figures.isEmpty()) {
          continue;
        }
        int width = FigureCrop.pageWidth(open, page.page(), page.turn(), settings.maxImageWidth());
        BufferedImage whole = UprightPage.draw(open, page.page(), page.turn(), width);
        for (int i = 0; i < figures.size(); i++) {
          taker.take(page, i + 1, FigureCrop.cut(whole, figures.get(i).box()));
        }
      }
    } catch (IngestException.Permanent e) {
      throw new IngestException.Permanent(
          e.code(), PageFailures.placed(name, e.problem().detail()));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    threads.stop();
    engines.stop();
  }
}
