package io.pincite.ingest.internal.reading;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.Problem;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ingest.internal.ocr.EngineStart.Started;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.pages.PageSize;
import io.pincite.ingest.internal.pages.PdfPages;
import io.pincite.ingest.internal.pdf.PdfPage;
import io.pincite.ingest.internal.routing.Route;
import io.pincite.ingest.internal.store.Kept;
import io.pincite.ingest.internal.store.ReadBy;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.FigureText;
import io.pincite.ocr.Layout;
import io.pincite.ocr.Line;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.PageContent;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader.Begun;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.ReadingListener;
import io.pincite.ocr.Word;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Reads pages, or areas of them, from their images, each once. Safe for use by many threads, each
/// with its own run.
@Singleton
public class ImageReader {
  /// Of the invisible text of an earlier OCR more than this share of letters differs from what is
  /// read now: it is not kept. Good OCR of today differs in one to five letters of a hundred.
  private static final double MOST_DIFFERENT = 0.15;

  /// In heights of the line: with 2 no letter of the lines above and below is cut.
  private static final double NEIGHBOURS = 2;

  /// Print of about 6 points: at 200 dpi its small letters are 8 pixels high, at 300 dpi 12.
  private static final double SMALL_PRINT_POINTS = 7.5;

  /// A doubt of the page as a whole: print so small that the detector sees no lines of it.
  private static final double WHOLE_PAGE = 0.99;

  private static final double POINTS_PER_INCH = 72;

  private final OcrSettings settings;
  private final Layout layout = new Layout();

  public ImageReader(OcrSettings settings) {
    this.settings = settings;
  }

  /// What was read before of the file that is being read.
  interface Known {
    /// Nothing is known, and nothing kept.
    Known NOTHING =
        new Known() {
          @Override
          public Optional<Kept> find(
              int page, Optional<BoundingBox> area, String raster, ReadBy by) {
            return Optional.empty();
          }

          @Override
          public Optional<Kept> same(String pixels, ReadBy by) {
            return Optional.empty();
          }

          @Override
          public void keep(
              int page,
              Optional<BoundingBox> area,
              String raster,
              ReadBy by,
              String pixels,
              Kept reading) {}
        };

    Optional<Kept> find(int page, Optional<BoundingBox> area, String raster, ReadBy by);

    /// What was read of the same image, in whatever file.
    Optional<Kept> same(String pixels, ReadBy by);

    void keep(
        int page,
        Optional<BoundingBox> area,
        String raster,
        ReadBy by,
        String pixels,
        Kept reading);
  }

  /// A page read, and who read it.
  record Outcome(PageReading reading, Provenance provenance) {}

  /// @param source for the text that the page brings along
  /// @param revision that the reading is to have
  /// @param listener hears of what is found, also where it was known before
  /// @param run whose clock goes while the page is worked on, not while it waits for room
  /// @throws IngestException.Permanent when the image cannot be drawn or read
  /// @throws EngineFailed when it may be read another time
  Outcome read(
      PageSource source,
      PageRun run,
      int page,
      int revision,
      Route route,
      Asked asked,
      Known known,
      ReadingListener listener) {
    try (var images = new Images(run, page, asked, known, listener)) {
      return switch (route) {
        case Route.TextLayer(SourceReason reason) ->
            new Outcome(source.byText(run.file(), page, revision, reason), PageSource.TEXT_LAYER);
        case Route.Unread(SourceReason reason) ->
            new Outcome(source.unread(run.file(), page, revision, reason), PageSource.TEXT_LAYER);
        case Route.Whole whole -> images.whole(source, revision, whole);
        case Route.Areas areas -> images.areas(source, revision, areas);
        case Route.IfConfirmed sampled -> images.ifConfirmed(source, revision, sampled);
      };
    } catch (OcrException.UnreadableImage e) {
      throw failed("image-unreadable", page, e);
    } catch (OcrException.NotServed e) {
      throw failed("ocr-mode-not-served", page, e);
    } catch (OcrException.EngineFailed e) {
      throw new EngineFailed(page, e);
    }
  }

  private static IngestException.Permanent failed(String code, int page, OcrException cause) {
    var failed =
        new IngestException.Permanent(code, "[p.%d] %s".formatted(page, cause.getMessage()));
    failed.initCause(cause);
    return failed;
  }

  /// The engine could not read a page, and twice: it says nothing about the page itself.
  static final class EngineFailed extends RuntimeException {
    private final Problem problem;

    EngineFailed(int page, OcrException.EngineFailed cause) {
      super(cause);
      this.problem = new Problem("ocr-failed", "[p.%d] %s".formatted(page, cause.getMessage()));
    }

    Problem problem() {
      return problem;
    }
  }

  /// The images of one page, drawn when they are needed.
  private final class Images implements AutoCloseable {
    private final PageRun run;
    private final int page;
    private final Known known;
    private final ReadingListener listener;
    private Asked asked;
    private long millis;
    private Optional<ModelOutput> output = Optional.empty();
    private @Nullable PageImage drawn;
    private OcrThreads.@Nullable Room room;
    private LeftOut leftOut = LeftOut.of(List.of());

    Images(PageRun run, int page, Asked asked, Known known, ReadingListener listener) {
      this.run = run;
      this.page = page;
      this.asked = asked;
      this.known = known;
      this.listener = listener;
    }

    // --- the three routes -----------------------------------------------------------------------

    Outcome whole(PageSource source, int revision, Route.Whole route) {
      if (route.spelled() && run.file() instanceof PdfPages(var pdf)) {
        asked = asked.against(run.lane().work(() -> pdf.page(page).content().words()));
      }
      PageText text = read(Optional.empty(), settings.dpi());
      boolean isEmpty = text.blocks().isEmpty() && text.output().isEmpty();
      if (isEmpty && !leftOut.isEmpty()) {
        return withoutPicture(source, revision, route.readable());
      }
      if (isSmallPrint(text)) {
        close();
        PageText finer = read(Optional.empty(), settings.fineDpi());
        text = confidence(finer).orElse(0.0) >= confidence(text).orElse(0.0) ? finer : text;
      }
      SourceReason found =
          isEmpty
              ? route.reason().and(Code.NO_TEXT_FOUND, "No text was found on its image.")
              : route.reason();
      PageSize size = run.file().size(page).turned(text.turn());
      var reading =
          new PageReading(
              page,
              revision,
              size.width(),
              size.height(),
              size.unit(),
              size.rotation(),
              PageReading.Source.OCR,
              because(found),
              text.provenance().engine(),
              text.provenance().mode(),
              confidence(text),
              TokenLayers.of(text),
              text.turn(),
              text.doubts(),
              usage());
      return new Outcome(leftOut.noted(reading), text.provenance());
    }

    /// Says so where another engine reads than the one that was asked.
    private SourceReason because(SourceReason reason) {
      return asked.instead().map(why -> reason.and(Code.FALLBACK, why)).orElse(reason);
    }

    private Optional<PageReading.Usage> usage() {
      return Optional.of(new PageReading.Usage(millis, output));
    }

    /// Where the picture that the page is made of cannot be shown, there is only what its file says
    /// of it.
    private Outcome withoutPicture(PageSource source, int revision, boolean hasText) {
      if (!hasText) {
        throw leftOut.unreadable(page);
      }
      PageReading own =
          source.byText(
              run.file(),
              page,
              revision,
              new SourceReason(Code.TEXT_LAYER, "The page's own text is taken as it is."));
      return new Outcome(leftOut.noted(own), PageSource.TEXT_LAYER);
    }

    /// A model that writes text sees every page at the resolution of its mode.
    private boolean isSmallPrint(PageText text) {
      if (settings.fineDpi() <= settings.dpi()
          || !(run.file() instanceof PdfPages)
          || text.output().isPresent()) {
        return false;
      }
      double height = run.file().size(page).turned(text.turn()).height();
      // What was enlarged or blurred before it came here gains nothing by being drawn finer.
      boolean small =
          text.doubts().stream()
              .filter(doubt -> doubt.kind() == Doubt.Kind.BELOW_RESOLUTION)
              .anyMatch(
                  doubt ->
                      doubt.box().height() * height < SMALL_PRINT_POINTS
                          || doubt.box().area() > WHOLE_PAGE);
      if (small) {
        return true;
      }
      double[] heights =
          words(text).stream().mapToDouble(word -> word.box().height() * height).sorted().toArray();
      return heights.length > 0 && heights[heights.length / 2] < SMALL_PRINT_POINTS;
    }

    private PdfPage own() {
      var pdf = (PdfPages) run.file();
      return run.lane().work(() -> pdf.file().page(page));
    }

    Outcome areas(PageSource source, int revision, Route.Areas route) {
      PdfPage own = own();
      var words = new ArrayList<>(own.content().words());
      var doubts = new ArrayList<Doubt>();
      List<Double> confidences = new ArrayList<>();
      for (BoundingBox area : route.areas()) {
        PageText text = read(Optional.of(area), settings.dpi());
        var placement = new AreaPlacement(area, text.turn(), own.geometry());
        for (Line line : lines(text)) {
          for (StyledWord word : placement.words(line)) {
            if (isFree(word.word().box(), own.content().words())) {
              words.add(word);
              confidences.add(word.word().confidence());
            }
          }
        }
        text.doubts().forEach(doubt -> doubts.add(placement.doubt(doubt)));
      }
      if (confidences.isEmpty()) {
        PageReading nothingMore =
            source.byText(
                run.file(),
                page,
                revision,
                route.reason().and(Code.PICTURES_UNREADABLE, "Nothing could be read there."));
        return new Outcome(leftOut.noted(nothingMore), PageSource.TEXT_LAYER);
      }
      PageContent both =
          new PageContent(
              own.content().widthPoints(),
              own.content().heightPoints(),
              words,
              own.content().rulings(),
              own.content().images(),
              own.content().imprints(),
              own.content().marks());
      Provenance by = asked.by().engine();
      List<Block> blocks = layout.analyse(both);
      var reading =
          new PageReading(
              page,
              revision,
              own.geometry().width(),
              own.geometry().height(),
              PageReading.Unit.PT,
              own.geometry().rotation(),
              PageReading.Source.MIXED,
              because(route.reason()),
              by.engine(),
              by.mode(),
              mean(confidences.stream().mapToDouble(Double::doubleValue)),
              TokenLayers.of(new PageText(blocks, by)),
              0,
              doubts,
              usage());
      return new Outcome(leftOut.noted(reading), by);
    }

    Outcome ifConfirmed(PageSource source, int revision, Route.IfConfirmed route) {
      PdfPage own = own();
      int letters = 0;
      int different = 0;
      for (BoundingBox line : route.lines()) {
        BoundingBox strip = withNeighbours(line);
        String said =
            SameText.letters(
                own.content().words().stream()
                    .map(StyledWord::word)
                    .filter(word -> line.contains(word.box().centerX(), word.box().centerY()))
                    .map(Word::text)
                    .toList());
        String seen = SameText.letters(seenIn(line, strip, own).stream().map(Word::text).toList());
        letters += Math.max(said.length(), seen.length());
        different += SameText.difference(said, seen);
      }
      double share = letters == 0 ? 0 : (double) different / letters;
      if (share > MOST_DIFFERENT) {
        var objection =
            new SourceReason(
                Code.EARLIER_OCR_DIFFERENT,
                "The invisible text of an earlier OCR is not what the picture shows: %d %% of the letters of %d lines differ."
                    .formatted(Math.round(100 * share), route.lines().size()));
        return whole(source, revision, new Route.Whole(objection, true));
      }
      return new Outcome(
          source.byText(
              run.file(),
              page,
              revision,
              route
                  .reason()
                  .and(
                      Code.EARLIER_OCR_CONFIRMED,
                      "%d of its lines, read again, say the same (%d %% of letters differ)."
                          .formatted(route.lines().size(), Math.round(100 * share)))),
          PageSource.TEXT_LAYER);
    }

    /// The words that are read in a line, of all that are read around it.
    private List<Word> seenIn(BoundingBox line, BoundingBox around, PdfPage own) {
      PageText text = read(Optional.of(around), settings.dpi());
      var placement = new AreaPlacement(around, text.turn(), own.geometry());
      return words(text).stream()
          .filter(
              word -> {
                BoundingBox box = placement.box(word.box());
                return line.contains(box.centerX(), box.centerY());
              })
          .toList();
    }

    // --- reading --------------------------------------------------------------------------------

    /// What an area of the page says: by the engine that was asked, or by whoever stands in for it
    /// from here on.
    private PageText read(Optional<BoundingBox> area, int dpi) {
      String problem;
      RuntimeException failure;
      try {
        PageText text = readByOne(area, dpi);
        Optional<String> unfinished = unfinished(text);
        if (unfinished.isEmpty()) {
          return text;
        }
        problem = unfinished.get();
        failure =
            new IngestException.Permanent(
                "ocr-incomplete",
                "[p.%d] %s %s Read it in another mode, or by another engine."
                    .formatted(page, asked.name(), problem));
      } catch (OcrException.UnreadableImage e) {
        problem = "could not read it: " + e.getMessage();
        failure = e;
      } catch (OcrException.EngineFailed e) {
        if (!asked.isLastTry()) {
          throw e;
        }
        problem = "failed: " + e.getMessage();
        failure = e;
      }
      Started standIn = standIn().orElseThrow(supplied(failure));
      asked =
          asked.instead(
              standIn,
              "%s read it, for %s %s"
                  .formatted(standIn.identity().engine(), asked.name(), problem));
      return readByOne(area, dpi);
    }

    private static Supplier<RuntimeException> supplied(RuntimeException failure) {
      return () -> failure;
    }

    private Optional<Started> standIn() {
      try {
        return asked.standIn().map(Supplier::get);
      } catch (IngestException.Unavailable e) {
        return Optional.empty();
      }
    }

    private static Optional<String> unfinished(PageText text) {
      return text.output()
          .flatMap(
              written ->
                  switch (written.end()) {
                    case COMPLETE -> Optional.empty();
                    case TRUNCATED -> Optional.of("ran out of room before the page ended.");
                    case LOOPED -> Optional.of("repeated itself and was stopped.");
                  });
    }

    /// From what is known, or from the image.
    private PageText readByOne(Optional<BoundingBox> area, int dpi) {
      String raster =
          run.file() instanceof PdfPages
              ? "%d dpi, %d px".formatted(dpi, settings.maxPagePixels())
              : "as it is, %d px".formatted(settings.maxPagePixels());
      if (!asked.words().isEmpty()) {
        raster += ", with its words";
      }
      ReadBy by = asked.by();
      Optional<Kept> before =
          known.find(page, area, raster, by).filter(kept -> !isSilence(by, kept));
      if (before.isPresent()) {
        return heard(area, before.get());
      }
      Seen seen = seen(area, dpi, by);
      if (seen.same().isPresent()) {
        return heard(area, seen.same().get());
      }
      Kept reading = withPatience(area, seen.begun().orElseThrow());
      if (leftOut.isEmpty() && unfinished(reading.text()).isEmpty() && !isSilence(by, reading)) {
        known.keep(page, area, raster, by, seen.pixels(), reading);
      }
      return counted(reading);
    }

    /// Whether nothing was said of what is to be seen: whoever asks again wants another answer.
    private static boolean isSilence(ReadBy by, Kept reading) {
      return switch (by.task()) {
        case PARSE_FIGURE, DESCRIBE ->
            reading.text().output().filter(said -> FigureText.isSilent(said.text())).isPresent();
        case DOCUMENT, OCR, FREE_OCR, LOCATE -> false;
      };
    }

    /// What a page, or an area of it, looks like.
    ///
    /// @param pixels names it
    /// @param same what was read of it before
    /// @param begun where nothing was: the engine has taken it in
    private record Seen(String pixels, Optional<Kept> same, Optional<Begun> begun) {}

    /// Nothing but [#drawn] holds the image afterwards, and perhaps the engine.
    private Seen seen(Optional<BoundingBox> area, int dpi, ReadBy by) {
      takeRoom(dpi);
      run.requireWanted();
      String pixels = run.lane().work(() -> Pixels.sha256(image(area, dpi), asked.words()));
      Optional<Kept> same = known.same(pixels, by).filter(kept -> !isSilence(by, kept));
      Optional<Begun> begun =
          same.isPresent()
              ? Optional.empty()
              : Optional.of(
                  run.lane()
                      .work(() -> asked.engine().reader().begin(asked.request(image(area, dpi)))));
      return new Seen(pixels, same, begun);
    }

    private PageImage image(Optional<BoundingBox> area, int dpi) {
      PageImage whole = image(dpi);
      return area.map(box -> Cut.of(whole, box)).orElse(whole);
    }

    /// What was known before is heard of as if it were read now.
    private PageText heard(Optional<BoundingBox> area, Kept reading) {
      ReadingListener hears = listenerOf(area);
      hears.begun(reading.text().turn());
      reading.text().blocks().forEach(hears::block);
      return counted(reading);
    }

    private PageText counted(Kept reading) {
      millis += reading.millis();
      output = reading.text().output();
      return reading.text();
    }

    /// The places in a part of a page are not places on the page.
    private ReadingListener listenerOf(Optional<BoundingBox> area) {
      return area.isEmpty() ? listener : ReadingListener.NONE;
    }

    /// An engine that failed may do better the second time. What waits for a server needs neither
    /// image nor file.
    private Kept withPatience(Optional<BoundingBox> area, Begun begun) {
      Duration before = run.clock().worked();
      if (asked.isPatient()) {
        close();
        run.letFileGo();
      }
      ReadingListener hears = listenerOf(area);
      PageText text;
      try {
        hears.begun(0);
        text = run.asking(() -> begun.read(hears));
      } catch (OcrException.EngineFailed e) {
        if (asked.isPatient()) {
          throw e;
        }
        hears.begun(0);
        text = run.asking(() -> begun.read(hears));
      }
      return new Kept(text, run.clock().worked().minus(before).toMillis());
    }

    private void takeRoom(int dpi) {
      if (room != null) {
        return;
      }
      PageSize size = run.file().size(page);
      double pixels =
          run.file() instanceof PdfPages
              ? size.width() * size.height() * Math.pow(dpi / POINTS_PER_INCH, 2)
              : size.width() * size.height();
      run.clock().stop();
      room = run.lane().roomFor(Math.min(pixels, settings.maxPagePixels()));
      run.clock().go();
    }

    private PageImage image(int dpi) {
      PageImage image = drawn;
      if (image == null) {
        PageFile.Shown shown = run.file().image(page, dpi, settings.maxPagePixels());
        leftOut = LeftOut.of(shown.leftOut());
        image = shown.image();
        drawn = image;
      }
      return image;
    }

    @Override
    public void close() {
      drawn = null;
      OcrThreads.Room taken = room;
      room = null;
      if (taken != null) {
        taken.close();
      }
    }
  }

  private static boolean isFree(BoundingBox word, List<StyledWord> others) {
    return others.stream()
        .map(other -> other.word().box())
        .noneMatch(
            other ->
                other.intersectionArea(word) > 0.3 * word.area()
                    || word.contains(other.centerX(), other.centerY()));
  }

  /// A line with what is above and below it: a strip as low as a line is no page to any detector of
  /// lines, and half of its letters are lost.
  private static BoundingBox withNeighbours(BoundingBox line) {
    double margin = NEIGHBOURS * line.height();
    return BoundingBox.clamped(
        line.x0() - margin, line.y0() - margin, line.x1() + margin, line.y1() + margin);
  }

  private static List<Line> lines(PageText text) {
    var lines = new ArrayList<Line>();
    for (Block block : text.blocks()) {
      lines.addAll(block.lines());
      if (block instanceof Block.Table table) {
        table.cells().forEach(cell -> lines.addAll(cell.lines()));
      }
    }
    return lines;
  }

  private static List<Word> words(PageText text) {
    return lines(text).stream().flatMap(line -> line.words().stream()).toList();
  }

  private static Optional<Double> confidence(PageText text) {
    return mean(words(text).stream().mapToDouble(Word::confidence));
  }

  private static Optional<Double> mean(DoubleStream confidences) {
    var mean = confidences.average();
    return mean.isPresent()
        ? Optional.of(Math.round(mean.getAsDouble() * 1000) / 1000.0)
        : Optional.empty();
  }
}
