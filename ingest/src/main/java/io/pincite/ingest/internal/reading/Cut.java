package io.pincite.ingest.internal.reading;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageImage;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/// A piece of a page image as an image of its own.
final class Cut {
  private Cut() {}

  static PageImage of(PageImage page, BoundingBox area) {
    BufferedImage pixels = page.pixels();
    int width = pixels.getWidth();
    int height = pixels.getHeight();
    int x0 = Math.clamp((int) Math.floor(area.x0() * width), 0, width - 1);
    int y0 = Math.clamp((int) Math.floor(area.y0() * height), 0, height - 1);
    int x1 = Math.clamp((int) Math.ceil(area.x1() * width), x0 + 1, width);
    int y1 = Math.clamp((int) Math.ceil(area.y1() * height), y0 + 1, height);
    var piece = new BufferedImage(x1 - x0, y1 - y0, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = piece.createGraphics();
    try {
      graphics.drawImage(pixels, -x0, -y0, null);
    } finally {
      graphics.dispose();
    }
    return new PageImage(piece, page.dpi());
  }
}
