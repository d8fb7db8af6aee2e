package io.pincite.ocr.internal.reading;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.FoundLines.FoundLine;
import io.pincite.ocr.Layout;
import io.pincite.ocr.PageContent;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import io.pincite.ocr.internal.image.Enlargement;
import io.pincite.ocr.internal.image.GivenBoxes;
import io.pincite.ocr.internal.image.Letters;
import io.pincite.ocr.internal.image.PageMarks;
import io.pincite.ocr.internal.image.PreparedPage;
import io.pincite.ocr.internal.image.Specks;
import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import io.pincite.ocr.internal.lines.PackedPixels;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.ocr.internal.ppocr.Detector;
import io.pincite.ocr.internal.ppocr.OrientationClassifier;
import io.pincite.ocr.internal.reading.WordPlaces.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads pages: the pieces of all pages in flight go to the same workers. Safe for use by many
/// threads.
public final class PagePipeline {

  /// A line whose words are less sure than this in the mean is doubted; PaddleOCR's `drop_score`,
  /// where such a line is thrown away.
  private static final double DOUBTED = 0.5;

  /// Likewise of ideographs, of which the recogniser is surer. Nine in ten printed lines have 0.98
  /// and more, the worst of a clean page 0.91; lines on two pages written by hand had 0.8 to 0.9.
  private static final double DOUBTED_IDEOGRAPHS = 0.9;

  /// Words of a doubted region carry no more ([Doubt]).
  private static final double MOST_IN_DOUBT = 0.5;

  /// Scale under which lines may have been lost: a page of A4 has it at 350 dpi.
  private static final double COARSE = 0.23;

  /// Pixels of a line as the detector sees it. Lines of 10-point type on a page of A4 have 15, of
  /// 6-point type 12.
  private static final double LOW_LINE = 10;

  /// Of a page's letters; with less read of it, it is as good as unread.
  private static final double LEAST_READ = 0.25;

  /// Lines that are read together where reading may be stopped: enough for all workers, and done
  /// in a fraction of a second.
  private static final int FEW = 16;

  private static final Comparator<LineImage> LONGEST_FIRST =
      Comparator.comparingDouble(line -> -(double) line.width() / line.height());

  private static final BoundingBox WHOLE = new BoundingBox(0, 0, 1, 1);

  /// Mean confidence of a page that may be mirrored. Drawn pages in a mirror have 0.31 to 0.80,
  /// others 0.91 and more, only blurred ones of 60 dpi less.
  private static final double POOR = 0.85;

  /// Longest lines that tell whether a page may be mirrored, where not all of it is read: some
  /// thirty words.
  private static final int FIRST_READ = 3;

  /// Lines that tell whether a page is mirrored.
  private static final int MIRROR_VOTERS = 9;

  /// What the lines of a mirrored page gain in the mean; those of others lose.
  private static final double MIRROR_GAIN = 0.15;

  /// Share of a line's height in which the letters that its box cuts must end, above and below it.
  private static final double BEYOND = 0.25;

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
    var legibility = new Legibility(workers.run(() -> Enlargement.of(raw)));
    Reading reading = read(raw, image.dpi(), provenance, legibility, false);
    if (!reading.isPoor() || !readsBetterMirrored(reading.cuts())) {
      return reading.text();
    }
    return Mirrored.seen(read(raw.mirrored(), image.dpi(), provenance, legibility, true).text());
  }

  /// A page read, and how well.
  ///
  /// @param cuts its lines
  /// @param sure mean confidence of its words
  private record Reading(PageText text, List<LineImage> cuts, double sure) {
    boolean isPoor() {
      return !cuts.isEmpty() && sure < POOR;
    }
  }

  /// Asked only of a page that could hardly be read.
  private boolean readsBetterMirrored(List<LineImage> cuts) {
    List<LineImage> longest = cuts.stream().sorted(LONGEST_FIRST).limit(MIRROR_VOTERS).toList();
    double asItIs = confidence(longest);
    // Nobody knows which way up a page in a mirror was taken to be.
    double mirrored = confidence(longest.stream().map(LineImage::mirrored).toList());
    return Math.max(
            mirrored, confidence(longest.stream().map(LineImage::upsideDownMirrored).toList()))
        > asItIs + MIRROR_GAIN;
  }

  private double confidence(List<LineImage> lines) {
    List<Callable<Double>> readings = new ArrayList<>();
    for (LineImage line : lines) {
      readings.add(() -> PageOrientation.confidence(thorough.read(line)));
    }
    return workers.runAll(readings).stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /// @param mirrored whether the page is in doubt as a whole
  private Reading read(
      PagePixels raw, double dpi, Provenance provenance, Legibility legibility, boolean mirrored) {
    Upright found = upright(raw, dpi);
    PreparedPage prepared = found.detected().prepared();
    PagePixels page = prepared.pixels();
    List<CutLine> cut = cut(page, found.lines(), found.usual());
    List<ReadLine> readLines = read(page, cut);
    PageMarks marks = workers.run(() -> PageMarks.of(page, prepared.dpi()));
    var sheet =
        new Sheet(page.width(), page.height(), prepared.dpi(), prepared.givenBoxes(0), marks);
    PageText text =
        text(readLines, sheet, legibility, mirrored, found.detected(), provenance, found.turn());
    return new Reading(text, images(cut), sure(readLines));
  }

  private static List<LineImage> images(List<CutLine> cut) {
    return cut.stream().map(CutLine::image).toList();
  }

  private static double sure(List<ReadLine> lines) {
    return lines.stream()
        .flatMap(line -> line.words().stream())
        .mapToDouble(word -> word.word().confidence())
        .average()
        .orElse(1);
  }

  /// A page that stands upright, and its lines from top to bottom.
  ///
  /// @param usual height of a line
  private record Upright(Detected detected, int turn, List<LineBox> lines, double usual) {}

  private Upright upright(PagePixels raw, double dpi) {
    Detected lying = find(raw, dpi);
    int turn =
        lying.boxes().isEmpty()
            ? 0
            : PageOrientation.of(
                lying.prepared().pixels(), lying.boxes(), orientation, thorough, workers);
    // How a page is askew is measured on lines that lie level.
    Detected upright = turn == 0 ? lying : find(raw.turned(turn), dpi);
    List<LineBox> lines =
        upright.boxes().stream()
            .map(LineBox::levelled)
            .sorted(Comparator.comparingDouble(LineBox::centerY).thenComparing(LineBox::centerX))
            .toList();
    return new Upright(upright, turn, lines, usualHeight(lines));
  }

  private List<CutLine> cut(PagePixels page, List<LineBox> lines, double usual) {
    List<Callable<CutLine>> cuts = new ArrayList<>();
    for (LineBox line : lines) {
      cuts.add(() -> cut(page, line, usual));
    }
    return workers.runAll(cuts);
  }

  private List<ReadLine> read(PagePixels page, List<CutLine> cut) {
    List<List<ReadWord>> read =
        choice.read(
            cut.stream().map(CutLine::image).toList(), i -> whole(page, cut.get(i)), workers);
    List<Callable<ReadLine>> pieces = new ArrayList<>();
    for (int i = 0; i < cut.size(); i++) {
      CutLine line = cut.get(i);
      List<ReadWord> ofLine = read.get(i);
      pieces.add(
          () -> {
            LineInk ink = LineInk.of(line.image());
            double edge = Legibility.edge(line.image());
            return new ReadLine(
                line.box(),
                line.direction(),
                places(page, line, ink, ofLine),
                edge,
                Penned.is(ink, edge, ofLine));
          });
    }
    return workers.runAll(pieces);
  }

  /// What is known of a prepared page besides its lines.
  private record Sheet(int width, int height, double dpi, GivenBoxes given, PageMarks marks) {}

  /// @param detected where all lines were read: then it shows whether there is more than they say
  private PageText text(
      List<ReadLine> read,
      Sheet sheet,
      Legibility legibility,
      boolean mirrored,
      @Nullable Detected detected,
      Provenance provenance,
      int turn) {
    List<StyledWord> words = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>();
    double points = 72 / sheet.dpi();
    List<ReadLine> readLines = settled(read);
    Boldness boldness = Boldness.amongst(readLines.stream().map(ReadLine::words).toList());
    for (ReadLine line : readLines) {
      place(line, boldness.of(line.words()), sheet, points, legibility, mirrored, words, doubts);
    }
    var content =
        new PageContent(
            sheet.width() * points,
            sheet.height() * points,
            sheet.marks().withoutTrust(words, doubts),
            sheet.marks().rulings(),
            sheet.marks().pictures(),
            sheet.marks().imprints());
    List<Doubt> ofPage = new ArrayList<>(doubts.stream().map(sheet.given()::doubt).toList());
    if (detected != null && detected.isUnread(words)) {
      ofPage.add(new Doubt(Doubt.Kind.BELOW_RESOLUTION, WHOLE));
    }
    return new PageText(sheet.given().blocks(layout.analyse(content)), provenance, turn, ofPage);
  }

  /// A page whose lines were found; they are read when they are asked for. For one thread.
  public static final class SeenPage {
    private final PackedPixels packed;
    private final Sheet sheet;
    private final Legibility legibility;
    private final int turn;
    private final List<LineBox> boxes;
    private final double usual;
    private final List<FoundLine> lines;
    private final Map<Integer, ReadLine> read = new TreeMap<>();

    private SeenPage(
        PackedPixels packed,
        Sheet sheet,
        Legibility legibility,
        Upright found,
        List<FoundLine> lines) {
      this.packed = packed;
      this.sheet = sheet;
      this.legibility = legibility;
      this.turn = found.turn();
      this.boxes = found.lines();
      this.usual = found.usual();
      this.lines = List.copyOf(lines);
    }

    /// In degrees, clockwise.
    public int turn() {
      return turn;
    }

    /// Their boxes are fractions of the upright picture, as it was given.
    public List<FoundLine> lines() {
      return lines;
    }

    public List<Integer> unread() {
      return IntStream.range(0, boxes.size())
          .filter(line -> !read.containsKey(line))
          .boxed()
          .toList();
    }
  }

  /// Finds the lines of a page and the gaps in them, and reads the few that tell whether it may be
  /// mirrored. Absent where only reading all of it tells what it is: in a mirror, or full of
  /// letters too small to read.
  public Optional<SeenPage> look(PageImage image) {
    PagePixels raw = workers.run(() -> Specks.removed(PagePixels.of(image.pixels()), image.dpi()));
    var legibility = new Legibility(workers.run(() -> Enlargement.of(raw)));
    Upright found = upright(raw, image.dpi());
    if (found.detected().isTooSmall()) {
      return Optional.empty();
    }
    PreparedPage prepared = found.detected().prepared();
    PagePixels page = prepared.pixels();
    List<CutLine> cut = cut(page, found.lines(), found.usual());
    List<Integer> longest = longest(cut);
    List<ReadLine> first = read(page, longest.stream().map(cut::get).toList());
    if (sure(first) < POOR && readsBetterMirrored(images(cut))) {
      return Optional.empty();
    }
    PageMarks marks = workers.run(() -> PageMarks.of(page, prepared.dpi()));
    var sheet =
        new Sheet(page.width(), page.height(), prepared.dpi(), prepared.givenBoxes(0), marks);
    List<Callable<LinePieces>> pieces = new ArrayList<>();
    for (CutLine line : cut) {
      pieces.add(() -> LinePieces.of(LineInk.of(line.image()), line.box(), line.direction()));
    }
    List<FoundLine> lines =
        LinePieces.amongst(workers.runAll(pieces)).stream()
            .map(line -> line.found(page, sheet.given()))
            .toList();
    PackedPixels packed = workers.run(() -> PackedPixels.of(page));
    var seen = new SeenPage(packed, sheet, legibility, found, lines);
    for (int i = 0; i < first.size(); i++) {
      seen.read.put(longest.get(i), first.get(i));
    }
    return Optional.of(seen);
  }

  private static List<Integer> longest(List<CutLine> cut) {
    return IntStream.range(0, cut.size())
        .boxed()
        .sorted(Comparator.comparing(line -> cut.get(line).image(), LONGEST_FIRST))
        .limit(FIRST_READ)
        .toList();
  }

  /// Reads some lines of a page.
  ///
  /// @param wanted asked before every few; false ends it
  public void read(SeenPage seen, List<Integer> lines, BooleanSupplier wanted) {
    PagePixels page = null;
    for (int from = 0; from < lines.size(); from += FEW) {
      if (!wanted.getAsBoolean()) {
        return;
      }
      if (page == null) {
        page = workers.run(seen.packed::pixels);
      }
      List<Integer> few = lines.subList(from, Math.min(lines.size(), from + FEW));
      List<ReadLine> read =
          read(page, cut(page, few.stream().map(seen.boxes::get).toList(), seen.usual));
      for (int i = 0; i < few.size(); i++) {
        seen.read.put(few.get(i), read.get(i));
      }
    }
  }

  /// What is read of a page so far.
  public PageText text(SeenPage seen, Provenance provenance) {
    return text(
        List.copyOf(seen.read.values()),
        seen.sheet,
        seen.legibility,
        false,
        null,
        provenance,
        seen.turn);
  }

  private static List<ReadLine> settled(List<ReadLine> lines) {
    FontSizes sizes = FontSizes.amongst(lines.stream().map(ReadLine::words).toList());
    return lines.stream()
        .map(
            line ->
                new ReadLine(
                    line.box(),
                    line.direction(),
                    sizes.settled(line.words()),
                    line.edge(),
                    line.penned()))
        .toList();
  }

  /// @param letters of a page that was looked at more closely
  private record Detected(PreparedPage prepared, List<LineBox> boxes, Optional<Letters> letters) {

    /// Whether the page is full of letters that look too small to read.
    boolean isTooSmall() {
      return letters.filter(all -> !Tiles.isLegible(all) && all.isText()).isPresent();
    }

    /// Whether the page is full of letters too small for anyone to read.
    boolean isUnread(List<StyledWord> words) {
      return letters
          .filter(_ -> isTooSmall())
          .filter(
              all ->
                  words.stream().mapToInt(word -> word.word().text().length()).sum()
                      < LEAST_READ * all.count())
          .isPresent();
    }
  }

  private Detected find(PagePixels raw, double dpi) {
    Detected whole =
        workers.run(
            () -> {
              PreparedPage prepared = PreparedPage.of(raw, dpi);
              List<LineBox> lines = detector.find(prepared.pixels(), detectionSide);
              Optional<Letters> letters =
                  isHardToSee(prepared.pixels(), lines)
                      ? Optional.of(Letters.of(prepared.pixels()))
                      : Optional.empty();
              return new Detected(prepared, lines, letters);
            });
    if (whole.letters().isEmpty()) {
      return whole;
    }
    PagePixels page = whole.prepared().pixels();
    Tiles.Cut cut = Tiles.of(page, whole.letters().get(), detectionSide);
    if (cut.tiles().size() == 1) {
      return whole;
    }
    List<Callable<List<LineBox>>> parts = new ArrayList<>();
    for (Tiles.Tile tile : cut.tiles()) {
      int seen = (int) Math.ceil(cut.scale() * Math.max(tile.width(), tile.height()));
      parts.add(() -> detector.find(tile.of(page), seen).stream().map(tile::onPage).toList());
    }
    return new Detected(whole.prepared(), Tiles.together(workers.runAll(parts)), whole.letters());
  }

  /// Only then a page is looked at more closely, which takes a tenth of a second.
  private boolean isHardToSee(PagePixels page, List<LineBox> lines) {
    double scale = (double) detectionSide / Math.max(page.width(), page.height());
    return scale < 1 && (scale < COARSE || usualHeight(lines) * scale < LOW_LINE);
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
  /// @param edge how wide the edges of its strokes are, in pixels
  /// @param penned whether it looks written by a pen
  private record ReadLine(
      LineBox box, int direction, List<Place> words, double edge, boolean penned) {

    Optional<Doubt.Kind> doubt(Legibility legibility) {
      if (legibility.isBelow(words, edge)) {
        return Optional.of(Doubt.Kind.BELOW_RESOLUTION);
      }
      if (penned) {
        return Optional.of(Doubt.Kind.HANDWRITING);
      }
      double mean =
          words.stream().mapToDouble(word -> word.word().confidence()).average().orElseThrow();
      long ideographs =
          words.stream()
              .filter(word -> Word.standsAlone(word.word().text().codePointAt(0)))
              .count();
      return mean < (2 * ideographs > words.size() ? DOUBTED_IDEOGRAPHS : DOUBTED)
          ? Optional.of(Doubt.Kind.UNCERTAIN)
          : Optional.empty();
    }
  }

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

  /// The line with its letters whole, where its box cuts them: without its head a 甲 is a 申.
  private static LineImage whole(PagePixels page, CutLine line) {
    int height = line.image().height();
    if (line.direction() != 0 || !LineInk.of(line.image()).touchesEdge()) {
      return line.image();
    }
    LineInk around = around(page, line);
    int margin = (around.height() - height) / 2;
    int above = around.rowsToPaper(margin, -1);
    int below = around.rowsToPaper(margin + height - 1, 1);
    return above == 0 && below == 0
        ? line.image()
        : Neighbours.erased(LineCutter.cut(page, line.box().taller(above, below)));
  }

  /// The line with what stands above and below it.
  private static LineInk around(PagePixels page, CutLine line) {
    int margin = (int) Math.ceil(BEYOND * line.image().height());
    return LineInk.of(LineCutter.cut(page, line.box().taller(margin, margin)));
  }

  private static List<Place> places(
      PagePixels page, CutLine line, LineInk ink, List<ReadWord> words) {
    if (!ink.touchesEdge()) {
      return WordPlaces.of(ink, ink, words);
    }
    return WordPlaces.of(ink, around(page, line), words);
  }

  private static void place(
      ReadLine line,
      boolean[] bold,
      Sheet page,
      double points,
      Legibility legibility,
      boolean mirrored,
      List<StyledWord> words,
      List<Doubt> doubts) {
    if (line.words().isEmpty()) {
      return;
    }
    Optional<Doubt.Kind> doubt = line.doubt(legibility);
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
                  doubt.isPresent() || mirrored ? Math.min(MOST_IN_DOUBT, sure) : sure,
                  i == 0 || word.word().spaceBefore()),
              word.size() * points,
              bold[i],
              false,
              line.direction(),
              Math.clamp(at, 0, 1)));
    }
    doubt.ifPresent(kind -> doubts.add(new Doubt(kind, BoundingBox.around(boxes))));
  }

  private static BoundingBox box(LineBox line, Place word, Sheet page) {
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
