package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PpOcrTest extends PageReaderContract {
  private static final PpOcr ENGINE = PpOcr.start(PpOcrSettings.DEFAULTS.withMaxPixels(10_000_000));

  private static final List<String> LINES =
      List.of(
          "This Agreement is made on 14 March 2024 between",
          "Northwind Holdings Limited and Harbour Street 12 LLC.",
          "The rent is 12,500.00 per month and is payable in advance.");

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Override
  protected PageReader reader() {
    return ENGINE;
  }

  @Override
  protected PageImage pageWithWords() {
    var pixels = new BufferedImage(1000, 400, BufferedImage.TYPE_INT_RGB);
    var graphics = pixels.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 1000, 400);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 28));
    for (int i = 0; i < LINES.size(); i++) {
      graphics.drawString(LINES.get(i), 60, 100 + 60 * i);
    }
    graphics.dispose();
    return new PageImage(pixels, 200);
  }

  @Override
  protected PageImage tooLarge() {
    return new PageImage(new BufferedImage(10_000, 1_001, BufferedImage.TYPE_BYTE_BINARY), 300);
  }

  /// How near to the letter it reads is measured by the bench; here it is to be seen that models,
  /// dictionary and decoding belong together.
  @Test
  void readsWhatIsWritten() {
    String read = letters(ENGINE.read(pageWithWords()).markdown());

    assertThat(read)
        .contains("northwindholdingslimited", "harbourstreet12llc", "ispayableinadvance");
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
