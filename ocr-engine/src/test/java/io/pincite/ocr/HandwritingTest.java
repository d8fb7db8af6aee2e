package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What was written on a printed page by hand: the readers take it for words, and nobody may rely
/// on them.
class HandwritingTest {
  private static final PpOcr ENGINE = PpOcr.start(PpOcrSettings.DEFAULTS);
  private static final int WIDTH = 1654;
  private static final int HEIGHT = 1200;
  private static final int FIRST_NOTE = 520;

  private static final List<String> NOTES =
      List.of(
          "the tenant pays the rent on this day",
          "pets are not permitted in the garden",
          "as agreed on the phone tonight",
          "parties amend the clause");

  /// A scan of 150 dpi as it is drawn from a PDF, at 200: letters of a footnote touch there.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFootnoteIsNotTakenForHandwriting(long seed) {
    BufferedImage scan =
        Scan.of(Sample.LEASE.pdf(), 1, Wear.none(150).skewed(1).blurred(0.4).noisy(2.5, 0), seed)
            .pixels();
    var drawn =
        new BufferedImage(
            scan.getWidth() * 4 / 3, scan.getHeight() * 4 / 3, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawn.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(scan, 0, 0, drawn.getWidth(), drawn.getHeight(), null);
    graphics.dispose();

    assertThat(ENGINE.read(new PageImage(drawn, 200)).doubts())
        .extracting(Doubt::kind)
        .doesNotContain(Doubt.Kind.HANDWRITING);
  }

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, false"})
  void itIsInDoubtAndThePrintBesideItIsNot(long seed, boolean joined) {
    PageText read = ENGINE.read(new PageImage(page(seed, joined), 200));

    List<Word> words = read.blocks().stream().flatMap(HandwritingTest::words).toList();
    List<Word> written =
        words.stream().filter(word -> word.box().centerY() * HEIGHT > FIRST_NOTE).toList();
    List<Word> printed =
        words.stream().filter(word -> word.box().centerY() * HEIGHT < FIRST_NOTE).toList();
    assertThat(written).hasSizeGreaterThan(12);
    assertThat(share(written)).as("of written words in doubt").isGreaterThan(0.8);
    assertThat(printed).hasSizeGreaterThan(100);
    assertThat(share(printed)).as("of printed words in doubt").isZero();
    assertThat(read.doubts()).allMatch(doubt -> doubt.box().y1() * HEIGHT > FIRST_NOTE);
    assertThat(read.doubts()).extracting(Doubt::kind).contains(Doubt.Kind.HANDWRITING);
  }

  private static double share(List<Word> words) {
    return (double) words.stream().filter(word -> word.confidence() <= 0.5).count() / words.size();
  }

  private static Stream<Word> words(Block block) {
    Stream<Line> lines =
        block instanceof Block.Table table
            ? table.cells().stream().flatMap(cell -> cell.lines().stream())
            : block.lines().stream();
    return lines.flatMap(line -> line.words().stream());
  }

  private static BufferedImage page(long seed, boolean joined) {
    var page = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = page.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(Color.BLACK);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 30));
    for (int line = 0; line < 8; line++) {
      graphics.drawString(
          "The tenant pays the rent of 12,500.00 in advance on the first day of every month,",
          120,
          150 + 45 * line);
    }
    var hand = new Handwriting(seed, 22, joined);
    for (int note = 0; note < NOTES.size(); note++) {
      hand.write(graphics, NOTES.get(note), 150, 640 + 90.0 * note);
    }
    graphics.dispose();
    return page;
  }
}
