package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Pages that the detector cannot see as a whole, pages in a mirror, and pages nobody can read.
/// What is on them is drawn here, so it is known.
class HardPagesTest {
  private static final PpOcr ENGINE = PpOcr.start(PpOcrSettings.DEFAULTS);

  private static final List<String> WORDS =
      List.of(
          "tenant",
          "landlord",
          "notice",
          "premises",
          "payment",
          "within",
          "thirty",
          "days",
          "rent",
          "clause",
          "schedule",
          "agreement",
          "deposit",
          "between",
          "parties",
          "written",
          "period");

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  // --- pages beyond the detector --------------------------------------------------------------

  /// Oracle: the same lines on a page of their own.
  @Test
  void noWordOfALongReceiptIsLostOrDoubled() {
    List<String> lines = lines(260, 4, 3);
    BufferedImage receipt = drawn(lines, 580, 11_600, 26, 44);

    assertReadsAs(lines, ENGINE.read(new PageImage(receipt, 203)));
  }

  @Test
  void noWordOfAWideSheetOfSmallPrintIsLostOrDoubledAtTheSeams() {
    // A3 across at 300 dpi with 6-point type: lines run through every upright seam.
    List<String> lines = lines(60, 28, 5);
    BufferedImage sheet = drawn(lines, 4960, 3508, 25, 52);

    assertReadsAs(lines, ENGINE.read(new PageImage(sheet, 300)));
  }

  @Test
  void boxesOfATiledPageAreWhereItsWordsAre() {
    List<String> lines = lines(60, 6, 9);
    BufferedImage receipt = drawn(lines, 700, 9_000, 26, 140);

    List<Word> words = words(ENGINE.read(new PageImage(receipt, 203)));

    for (Word word : words) {
      double y = word.box().centerY() * 9_000;
      double nearest = Math.round((y - 52) / 140) * 140 + 52;
      assertThat(Math.abs(y - nearest)).as("%s at %.0f", word, y).isLessThan(14);
    }
  }

  // --- pages in a mirror ------------------------------------------------------------------------

  @Test
  void aMirroredPageIsReadAndSaysSo() {
    List<String> lines = lines(20, 7, 11);
    BufferedImage page = drawn(lines, 1654, 2339, 30, 60);

    PageText upright = ENGINE.read(new PageImage(page, 200));
    PageText read = ENGINE.read(new PageImage(mirrored(page), 200));

    assertThat(upright.doubts()).isEmpty();
    assertThat(read.doubts()).contains(new Doubt(Doubt.Kind.MIRRORED, new BoundingBox(0, 0, 1, 1)));
    assertThat(words(read)).extracting(Word::text).isEqualTo(texts(upright));
    assertThat(words(read)).allMatch(word -> word.confidence() <= 0.5);
    PageTextContract.assertHolds(read);
    Word first = words(read).getFirst();
    Word there = words(upright).getFirst();
    assertThat(
            first
                .box()
                .iou(
                    new BoundingBox(
                        1 - there.box().x1(),
                        there.box().y0(),
                        1 - there.box().x0(),
                        there.box().y1())))
        .isGreaterThan(0.8);
  }

  @Test
  void aMirroredPageThatLiesOnItsSideIsTurnedTheOtherWay() {
    List<String> lines = lines(20, 7, 12);
    BufferedImage lying = mirrored(turned(drawn(lines, 1654, 2339, 30, 60)));

    PageText read = ENGINE.read(new PageImage(lying, 200));

    assertThat(read.doubts()).extracting(Doubt::kind).contains(Doubt.Kind.MIRRORED);
    assertReadsAs(lines, read);
    Word first = words(read).getFirst();
    assertThat(first.box().centerX())
        .as("mirrored: the first word is on the right")
        .isGreaterThan(0.5);
    assertThat(first.box().centerY()).isLessThan(0.2);
  }

  /// The reading of the whole page says what is the matter with it.
  @Test
  void linesOfAPageInAMirrorAreNotFoundButAllRead() {
    BufferedImage page = drawn(lines(20, 7, 11), 1654, 2339, 30, 60);

    FoundLines upright = ENGINE.find(() -> new PageImage(page, 200)).orElseThrow();
    assertThat(upright.unread()).as("the few that tell").hasSize(17);
    assertThat(upright.text().doubts()).isEmpty();
    assertThat(ENGINE.find(() -> new PageImage(mirrored(page), 200))).isEmpty();
    assertThat(ENGINE.find(() -> new PageImage(mirrored(turned(page)), 200))).isEmpty();
  }

  // --- pages nobody can read --------------------------------------------------------------------

  @Test
  void aPageOfTextTooSmallToReadIsInDoubtAsAWhole() {
    BufferedImage page = drawn(lines(700, 60, 13), 2_400, 6_000, 5, 8);

    PageText read = ENGINE.read(new PageImage(page, 100));

    assertThat(read.doubts())
        .anySatisfy(
            doubt -> {
              assertThat(doubt.kind()).isEqualTo(Doubt.Kind.BELOW_RESOLUTION);
              assertThat(doubt.box()).isEqualTo(new BoundingBox(0, 0, 1, 1));
            });
    assertThat(ENGINE.find(() -> new PageImage(page, 100))).isEmpty();
  }

  // --- helpers ----------------------------------------------------------------------------------

  private static void assertReadsAs(List<String> lines, PageText text) {
    List<String> expected =
        lines.stream().flatMap(line -> List.of(line.split(" ")).stream()).toList();
    List<String> read = texts(text);
    assertThat(read.size())
        .as("words, none lost or doubled")
        .isBetween((int) (expected.size() * 0.995), (int) Math.ceil(expected.size() * 1.005));
    long same =
        IntStream.range(0, Math.min(read.size(), expected.size()))
            .filter(i -> count(read, expected.get(i)) == count(expected, expected.get(i)))
            .count();
    assertThat((double) same / expected.size())
        .as("words that are read as often as written")
        .isGreaterThan(0.95);
  }

  private static long count(List<String> words, String word) {
    return words.stream().filter(word::equals).count();
  }

  private static List<String> texts(PageText text) {
    return words(text).stream().map(Word::text).toList();
  }

  private static List<Word> words(PageText text) {
    var lines = new ArrayList<Line>();
    for (Block block : text.blocks()) {
      lines.addAll(block.lines());
      if (block instanceof Block.Table table) {
        table.cells().forEach(cell -> lines.addAll(cell.lines()));
      }
    }
    return lines.stream()
        .sorted(Comparator.comparingDouble(line -> line.box().centerY()))
        .flatMap(line -> line.words().stream())
        .toList();
  }

  /// Lines of so many words and a number, each line another.
  private static List<String> lines(int count, int words, long seed) {
    var random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            _ ->
                IntStream.range(0, words)
                    .mapToObj(_ -> WORDS.get(random.nextInt(WORDS.size())))
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  private static BufferedImage drawn(
      List<String> lines, int width, int height, int size, int spacing) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, size));
    for (int i = 0; i < lines.size(); i++) {
      graphics.drawString(lines.get(i), 40, 60 + i * spacing);
    }
    graphics.dispose();
    return image;
  }

  private static BufferedImage mirrored(BufferedImage image) {
    var mirrored = new BufferedImage(image.getWidth(), image.getHeight(), image.getType());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        mirrored.setRGB(image.getWidth() - 1 - x, y, image.getRGB(x, y));
      }
    }
    return mirrored;
  }

  /// By a quarter, clockwise.
  private static BufferedImage turned(BufferedImage image) {
    var turned = new BufferedImage(image.getHeight(), image.getWidth(), image.getType());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        turned.setRGB(image.getHeight() - 1 - y, x, image.getRGB(x, y));
      }
    }
    return turned;
  }
}
