package io.pincite.ingest.internal.images;

import io.pincite.ingest.PageReading;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.pages.PageSize;
import io.pincite.ocr.BoundingBox;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/// A figure cut out of its page, as fine as print is seen: what is shown of it is what is read.
public final class FigureCrop {
  /// Of a page that has no pixels of its own. Print of a chart's axis is small.
  private static final double DPI = 300;

  private static final double POINTS_PER_INCH = 72;

  private static final int LEAST_WIDTH = 16;

  private FigureCrop() {}

  /// How wide a page is drawn for its figures to be cut out of it.
  ///
  /// @param turn clockwise degrees the page is turned by: 0, 90, 180 or 270
  /// @param maxWidth in pixels
  public static int pageWidth(PageFile file, int page, int turn, int maxWidth) {
    PageSize size = file.size(page).turned(turn);
    double width =
        size.unit() == PageReading.Unit.PT ? size.width() / POINTS_PER_INCH * DPI : size.width();
    return (int) Math.clamp(Math.round(width), LEAST_WIDTH, maxWidth);
  }

  /// @param turn clockwise degrees the page is turned by, as `box` is
  /// @param maxWidth in pixels, of the page
  public static BufferedImage of(PageFile file, int page, int turn, BoundingBox box, int maxWidth) {
    return cut(UprightPage.draw(file, page, turn, pageWidth(file, page, turn, maxWidth)), box);
  }

  /// @param page upright
  public static BufferedImage cut(BufferedImage page, BoundingBox box) {
    int width = page.getWidth();
    int height = page.getHeight();
    int x0 = Math.clamp((int) Math.floor(box.x0() * width), 0, width - 1);
    int y0 = Math.clamp((int) Math.floor(box.y0() * height), 0, height - 1);
    int x1 = Math.clamp((int) Math.ceil(box.x1() * width), x0 + 1, width);
    int y1 = Math.clamp((int) Math.ceil(box.y1() * height), y0 + 1, height);
    var piece = new BufferedImage(x1 - x0, y1 - y0, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = piece.createGraphics();
    try {
      graphics.drawImage(page, -x0, -y0, null);
    } finally {
      graphics.dispose();
    }
    return piece;
  }
}
