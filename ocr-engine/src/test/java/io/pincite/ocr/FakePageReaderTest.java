package io.pincite.ocr;

import java.awt.Color;
import java.awt.image.BufferedImage;

class FakePageReaderTest extends PageReaderContract {

  private final PageReader reader = new FakePageReader();

  @Override
  protected PageReader reader() {
    return reader;
  }

  @Override
  protected PageImage pageWithWords() {
    var pixels = new BufferedImage(850, 1100, BufferedImage.TYPE_INT_RGB);
    var graphics = pixels.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 850, 1100);
    graphics.setColor(Color.BLACK);
    for (int line = 0; line < 20; line++) {
      for (int word = 0; word < 9; word++) {
        graphics.fillRect(100 + word * 70 + line % 3, 100 + line * 24, 55 + word, 14);
      }
    }
    graphics.dispose();
    return new PageImage(pixels, 100);
  }

  @Override
  protected PageImage tooLarge() {
    return new PageImage(
        new BufferedImage(FakePageReader.MAX_PIXELS_A_SIDE + 1, 1, BufferedImage.TYPE_BYTE_BINARY),
        300);
  }
}
