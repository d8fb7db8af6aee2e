package io.pincite.ingest.internal.pdf;

import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/// A page as shown: which part of it, which way up, at which scale.
///
/// @param crop what is shown, in the page's own coordinates
/// @param rotation clockwise: 0, 90, 180 or 270
/// @param userUnit points per unit of the page's own coordinates
record DisplayedPage(Crop crop, int rotation, double userUnit) {

  record Crop(double x0, double y0, double x1, double y1) {
    double width() {
      return x1 - x0;
    }

    double height() {
      return y1 - y0;
    }
  }

  static DisplayedPage of(PDPage page) {
    return new DisplayedPage(
        crop(page), Math.floorMod(page.getRotation(), 360), page.getUserUnit());
  }

  private static Crop crop(PDPage page) {
    PDRectangle shown = page.getCropBox();
    if (isEmpty(shown)) {
      shown = page.getMediaBox();
    }
    if (isEmpty(shown)) {
      shown = PDRectangle.LETTER;
    }
    return new Crop(
        shown.getLowerLeftX(),
        shown.getLowerLeftY(),
        shown.getUpperRightX(),
        shown.getUpperRightY());
  }

  private static boolean isEmpty(PDRectangle box) {
    return !(box.getWidth() > 0 && box.getHeight() > 0)
        || !Float.isFinite(box.getWidth())
        || !Float.isFinite(box.getHeight());
  }

  boolean isTurned() {
    return rotation == 90 || rotation == 270;
  }

  PageGeometry geometry() {
    double width = crop.width() * userUnit;
    double height = crop.height() * userUnit;
    return isTurned()
        ? new PageGeometry(height, width, rotation)
        : new PageGeometry(width, height, rotation);
  }

  /// The transform from the page's own coordinates to points as displayed, origin top-left, y
  /// downwards, as (a, b, c, d, e, f) with x' = a·x + c·y + e and y' = b·x + d·y + f.
  double[] toDisplay() {
    double u = userUnit;
    return switch (rotation) {
      case 90 -> new double[] {0, u, u, 0, -u * crop.y0(), -u * crop.x0()};
      case 180 -> new double[] {-u, 0, 0, u, u * crop.x1(), -u * crop.y0()};
      case 270 -> new double[] {0, -u, -u, 0, u * crop.y1(), u * crop.x1()};
      default -> new double[] {u, 0, 0, -u, -u * crop.x0(), u * crop.y1()};
    };
  }
}
