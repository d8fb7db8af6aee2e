package io.pincite.ocr.internal.reading;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.Layout;
import io.pincite.ocr.PageContent;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import io.pincite.ocr.internal.image.GivenBoxes;
import io.pincite.ocr.internal.image.PageMarks;
import io.pincite.ocr.internal.image.PreparedPage;
import io.pincite.ocr.internal.image.Specks;
import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.ocr.internal.ppocr.Detector;
import io.pincite.ocr.internal.ppocr.OrientationClassifier;
import io.pincite.ocr.internal.reading.WordPlaces.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Reads pages: the pieces of all pages in flight go to the same workers. Safe for use by many
/// threads.
public final class PagePipeline {

  /// A line whose words are less sure than this in the mean is doubted; PaddleOCR's `drop_score`,
  /// where such a line is thrown away.
  private static final double DOUBTED = 0.5;

  /// Words of a doubted region carry no more ([Doubt]).
  private static final double MOST_IN_DOUBT = 0.5;

  /// Pixels of a font's size under which letters cannot be told apart: of 10-point type at 50 dpi
  /// (7 px) a third of the English words is wrong, at 75 dpi (10 px) three in a hundred.
  private static final double SMALLEST = 8;

  private final Detector detector;
  private final OrientationClassifier orientation;
  private final LineReader thorough;
  private final LineChoice choice;
  private final Workers workers;
  private final int detectionSide;
  private final Layout layout = new Layout();

  /// @param thorough reads lines of every script
  /// @param quick reads lines in Latin letters in less time, where there is such a reader
  public PagePipeline(
      Detector detector,
      OrientationClassifier orientation,
      CharacterReader thorough,
      Optional<? extends LineReader> quick,
      Workers workers,
      int detectionSide) {
    this.detector = detector;
    this.orientation = orientation;
    this.thorough = new PpOcrLines(thorough);
    this.choice = new LineChoice(this.thorough, quick);
    this.workers = workers;
    this.detectionSide = detectionSide;
  }

  public PageText read(PageImage image, Provenance provenance) {
    PagePixels raw = workers.run(() -> Specks.removed(PagePixels.of(image.pixels()), image.dpi()));
    FoundLines lying = find(raw, image.dpi());
    int turn =
        lying.boxes().isEmpty()
            ? 0
            : PageOrientation.of(
                lying.prepared().pixels(), lying.boxes(), orientation, thorough, workers);
    // How a page is askew is measured on lines that lie level.
    FoundLines upright = turn == 0 ? lying : find(raw.turned(turn), image.dpi());
    PreparedPage prepared = upright.prepared();
    PagePixels page = prepared.pixels();
    List<LineBox> lines =
        upright.boxes().stream()
            .map(LineBox::levelled)
            .sorted(Comparator.comparingDouble(LineBox::centerY).thenComparing(LineBox::centerX))
            .toList();
    double usual = usualHeight(lines);
    List<Callable<CutLine>> cuts = new ArrayList<>();
    for (LineBox line : lines) {
      cuts.add(() -> cut(page, line, usual));
    }
    List<CutLine> cut = workers.runAll(cuts);
    List<List<ReadWord>> read = choice.read(cut.stream().map(CutLine::image).toList(), workers);
    List<Callable<ReadLine>> pieces = new ArrayList<>();
    for (int i = 0; i < cut.size(); i++) {
      CutLine line = cut.get(i);
      List<ReadWord> ofLine = read.get(i);
      pieces.add(
          () ->
              new ReadLine(
                  line.box(), line.direction(), WordPlaces.of(LineInk.of(line.image()), ofLine)));
    }
    List<StyledWord> words = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>();
    double points = 72 / prepared.dpi();
    List<ReadLine> readLines = settled(workers.runAll(pieces));
    Boldness boldness = Boldness.amongst(readLines.stream().map(ReadLine::words).toList());
    for (ReadLine line : readLines) {
      place(line, boldness.of(line.words()), page, points, words, doubts);
    }
    PageMarks marks = workers.run(() -> PageMarks.of(page, prepared.dpi()));
    var content =
        new PageContent(
            page.width() * points,
            page.height() * points,
            marks.withoutTrust(words, doubts),
            marks.rulings(),
            marks.pictures(),
            marks.imprints());
    GivenBoxes given = prepared.givenBoxes(0);
    return new PageText(
        given.blocks(layout.analyse(content)),
        provenance,
        turn,
        doubts.stream().map(given::doubt).toList());
  }

  private static List<ReadLine> settled(List<ReadLine> lines) {
    FontSizes sizes = FontSizes.amongst(lines.stream().map(ReadLine::words).toList());
    return lines.stream()
        .map(line -> new ReadLine(line.box(), line.direction(), sizes.settled(line.words())))
        .toList();
  }

  private record FoundLines(PreparedPage prepared, List<LineBox> boxes) {}

  private FoundLines find(PagePixels raw, double dpi) {
    return workers.run(
        () -> {
          PreparedPage prepared = PreparedPage.of(raw, dpi);
          return new FoundLines(prepared, detector.find(prepared.pixels(), detectionSide));
        });
  }

  private static double usualHeight(List<LineBox> lines) {
    double[] heights =
        lines.stream()
            .mapToDouble(line -> Math.min(line.width(), line.height()))
            .sorted()
            .toArray();
    return heights.length == 0 ? 0 : heights[heights.length / 2];
  }

  /// @param direction as of [StyledWord]
  private record ReadLine(LineBox box, int direction, List<Place> words) {}

  /// @param direction as of [StyledWord]
  private record CutLine(LineBox box, int direction, LineImage image) {}

  private CutLine cut(PagePixels page, LineBox line, double usualHeight) {
    // A single digit is higher than wide too; a line that stands is longer than lines are high.
    if (!line.isStanding() || line.height() < 2.5 * usualHeight) {
      return new CutLine(line, 0, Neighbours.erased(LineCutter.cut(page, line)));
    }
    LineBox downwards = line.read(1);
    LineImage image = LineCutter.cut(page, downwards);
    int direction = PageOrientation.directionOf(image, orientation);
    LineBox turned = direction == 90 ? downwards : line.read(-1);
    LineImage upright = direction == 90 ? image : LineCutter.cut(page, turned);
    return new CutLine(turned, direction, Neighbours.erased(upright));
  }

  private static void place(
      ReadLine line,
      boolean[] bold,
      PagePixels page,
      double points,
      List<StyledWord> words,
      List<Doubt> doubts) {
    if (line.words().isEmpty()) {
      return;
    }
    double mean =
        line.words().stream().mapToDouble(word -> word.word().confidence()).average().orElseThrow();
    boolean small = line.words().stream().allMatch(word -> word.size() < SMALLEST);
    boolean doubted = small || mean < DOUBTED;
    List<BoundingBox> boxes = new ArrayList<>();
    for (int i = 0; i < bold.length; i++) {
      Place word = line.words().get(i);
      BoundingBox box = box(line.box(), word, page);
      boxes.add(box);
      double sure = word.word().confidence();
      LineBox place = line.box();
      double along = (word.left() + word.right()) / 2;
      double at =
          line.direction() % 180 == 0
              ? place.pageY(along, word.baseline()) / page.height()
              : place.pageX(along, word.baseline()) / page.width();
      words.add(
          new StyledWord(
              new Word(
                  word.word().text(),
                  box,
                  doubted ? Math.min(MOST_IN_DOUBT, sure) : sure,
                  i == 0 || word.word().spaceBefore()),
              word.size() * points,
              bold[i],
              false,
              line.direction(),
              Math.clamp(at, 0, 1)));
    }
    if (doubted) {
      doubts.add(
          new Doubt(
              small ? Doubt.Kind.BELOW_RESOLUTION : Doubt.Kind.UNCERTAIN,
              BoundingBox.around(boxes)));
    }
  }

  private static BoundingBox box(LineBox line, Place word, PagePixels page) {
    double[] xs = new double[4];
    double[] ys = new double[4];
    double[] along = {word.left(), word.right(), word.right(), word.left()};
    double[] across = {word.top(), word.top(), word.bottom(), word.bottom()};
    for (int i = 0; i < 4; i++) {
      xs[i] = line.pageX(along[i], across[i]) / page.width();
      ys[i] = line.pageY(along[i], across[i]) / page.height();
    }
    return BoundingBox.clamped(min(xs), min(ys), max(xs), max(ys));
  }

  private static double min(double[] values) {
    return java.util.Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return java.util.Arrays.stream(values).max().orElseThrow();
  }
}
