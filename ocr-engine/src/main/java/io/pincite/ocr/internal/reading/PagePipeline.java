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
import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.ocr.internal.ppocr.Detector;
import io.pincite.ocr.internal.ppocr.OrientationClassifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/// Reads pages: the pieces of all pages in flight go to the same workers. Safe for use by many
/// threads.
public final class PagePipeline {

  /// A line whose words are less sure than this in the mean is doubted; PaddleOCR's `drop_score`,
  /// where such a line is thrown away.
  private static final double DOUBTED = 0.5;

  /// Words of a doubted region carry no more ([Doubt]).
  private static final double MOST_IN_DOUBT = 0.5;

  private final Detector detector;
  private final OrientationClassifier orientation;
  private final LineReader reader;
  private final Workers workers;
  private final int detectionSide;
  private final Layout layout = new Layout();

  public PagePipeline(
      Detector detector,
      OrientationClassifier orientation,
      LineReader reader,
      Workers workers,
      int detectionSide) {
    this.detector = detector;
    this.orientation = orientation;
    this.reader = reader;
    this.workers = workers;
    this.detectionSide = detectionSide;
  }

  public PageText read(PageImage image, Provenance provenance) {
    PagePixels raw = workers.run(() -> PagePixels.of(image.pixels()));
    List<LineBox> found = workers.run(() -> detector.find(raw, detectionSide));
    int turn = found.isEmpty() ? 0 : PageOrientation.of(raw, found, orientation, workers);
    PagePixels page = raw.turned(turn);
    List<LineBox> lines =
        found.stream()
            .map(line -> line.onTurnedPage(turn, raw.width(), raw.height()).levelled())
            .sorted(Comparator.comparingDouble(LineBox::centerY).thenComparing(LineBox::centerX))
            .toList();
    double usual = usualHeight(lines);
    List<Callable<ReadLine>> pieces = new ArrayList<>();
    for (LineBox line : lines) {
      pieces.add(() -> readLine(page, line, usual));
    }
    List<StyledWord> words = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>();
    double points = 72 / image.dpi();
    for (ReadLine line : workers.runAll(pieces)) {
      place(line, page, points, words, doubts);
    }
    var content =
        new PageContent(page.width() * points, page.height() * points, words, List.of(), List.of());
    return new PageText(layout.analyse(content), provenance, turn, doubts);
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
  private record ReadLine(LineBox box, int direction, List<ReadWord> words) {}

  private ReadLine readLine(PagePixels page, LineBox line, double usualHeight) {
    // A single digit is higher than wide too; a line that stands is longer than lines are high.
    if (!line.isStanding() || line.height() < 2.5 * usualHeight) {
      return new ReadLine(line, 0, reader.read(LineCutter.cut(page, line)));
    }
    LineBox downwards = line.read(1);
    LineImage image = LineCutter.cut(page, downwards);
    int direction = PageOrientation.directionOf(image, orientation);
    LineBox turned = direction == 90 ? downwards : line.read(-1);
    LineImage upright = direction == 90 ? image : LineCutter.cut(page, turned);
    return new ReadLine(turned, direction, reader.read(upright));
  }

  private static void place(
      ReadLine line, PagePixels page, double points, List<StyledWord> words, List<Doubt> doubts) {
    if (line.words().isEmpty()) {
      return;
    }
    double mean = line.words().stream().mapToDouble(ReadWord::confidence).average().orElseThrow();
    boolean doubted = mean < DOUBTED;
    List<BoundingBox> boxes = new ArrayList<>();
    boolean first = true;
    for (ReadWord word : line.words()) {
      BoundingBox box = box(line.box(), word.left(), word.right(), page);
      boxes.add(box);
      double confidence = doubted ? Math.min(MOST_IN_DOUBT, word.confidence()) : word.confidence();
      double size = 0.75 * line.box().height() * points;
      double baseline = 0.8;
      LineBox place = line.box();
      double along = (word.left() + word.right()) / 2;
      double across = baseline * place.height();
      double at =
          line.direction() % 180 == 0
              ? place.pageY(along, across) / page.height()
              : place.pageX(along, across) / page.width();
      words.add(
          new StyledWord(
              new Word(word.text(), box, confidence, first || word.spaceBefore()),
              size,
              false,
              false,
              line.direction(),
              Math.clamp(at, 0, 1)));
      first = false;
    }
    if (doubted) {
      doubts.add(new Doubt(Doubt.Kind.UNCERTAIN, BoundingBox.around(boxes)));
    }
  }

  private static BoundingBox box(LineBox line, double left, double right, PagePixels page) {
    double[] xs = new double[4];
    double[] ys = new double[4];
    double[] along = {left, right, right, left};
    double[] across = {0, 0, line.height(), line.height()};
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
