package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.samples.Condition;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.text.Normalizer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Page numbers in small print at the foot of an A4 page at 200 dpi: the detector sees such a digit
/// as two pixels. On the Chinese page smaller ones
/// leave no trace in its map at all and are lost.
class PageNumberReadingTest {
  private static final PpOcr ENGINE = PpOcr.start(PpOcrSettings.DEFAULTS);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  /// Sizes in pixels: 20 are 7 points.
  @ParameterizedTest
  @CsvSource({
    "LEASE, Serif, 20, 6",
    "LEASE, Serif, 20, - 2 -",
    "LEASE, SansSerif, 20, – 7 –",
    "LEASE, Serif, 22, — 3 —",
    "PURCHASE_ZH, Serif, 24, — 11 —"
  })
  void aSmallPageNumberIsReadWithItsDashes(Sample sample, String font, int size, String number) {
    Scan scan = Scan.of(sample.pdf(), 1, Condition.CLEAN_200.wear(), 1);

    PageText read =
        ENGINE.read(new PageImage(numbered(scan.pixels(), font, size, number), scan.dpi()));

    assertThat(
            read.blocks().stream()
                .filter(Block.PageNumber.class::isInstance)
                .flatMap(block -> block.lines().stream())
                .flatMap(line -> line.words().stream())
                .map(Word::text)
                .collect(Collectors.joining()))
        .satisfies(text -> assertThat(folded(text)).isEqualTo(folded(number)));
  }

  /// The page with this for its foot.
  private static BufferedImage numbered(BufferedImage page, String font, int size, String number) {
    Graphics2D graphics = page.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, (int) (0.92 * page.getHeight()), page.getWidth(), page.getHeight());
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(font, Font.PLAIN, size));
    int width = graphics.getFontMetrics().stringWidth(number);
    graphics.drawString(number, (page.getWidth() - width) / 2, (int) (0.95 * page.getHeight()));
    graphics.dispose();
    return page;
  }

  /// How long a dash is, no reader of small print can tell.
  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("[–—]", "-")
        .replace(" ", "");
  }
}
