package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.PagePixels;

/// Cuts lines out of a page and turns them level, in the page's own resolution.
final class LineCutter {
  private LineCutter() {}

  /// Pixels between pixels are interpolated; what lies beyond the page repeats its edge.
  static LineImage cut(PagePixels page, LineBox line) {
    int width = Math.max(1, (int) Math.round(line.width()));
    int height = Math.max(1, (int) Math.round(line.height()));
    byte[] rgb = new byte[3 * width * height];
    double cos = Math.cos(line.angle());
    double sin = Math.sin(line.angle());
    byte[] source = page.rgb();
    int lastX = page.width() - 1;
    int lastY = page.height() - 1;
    int to = 0;
    for (int y = 0; y < height; y++) {
      double across = (y + 0.5) * line.height() / height;
      double startX = line.pageX(0, across) - 0.5;
      double startY = line.pageY(0, across) - 0.5;
      for (int x = 0; x < width; x++) {
        double along = (x + 0.5) * line.width() / width;
        double pageX = Math.clamp(startX + along * cos, 0, lastX);
        double pageY = Math.clamp(startY + along * sin, 0, lastY);
        int left = (int) pageX;
        int top = (int) pageY;
        int shareX = (int) (256 * (pageX - left));
        int shareY = (int) (256 * (pageY - top));
        int a = 3 * (top * page.width() + left);
        int b = left < lastX ? a + 3 : a;
        int below = top < lastY ? 3 * page.width() : 0;
        for (int c = 0; c < 3; c++) {
          int upper = (source[a + c] & 0xFF) * (256 - shareX) + (source[b + c] & 0xFF) * shareX;
          int lower =
              (source[a + below + c] & 0xFF) * (256 - shareX)
                  + (source[b + below + c] & 0xFF) * shareX;
          rgb[to++] = (byte) ((upper * (256 - shareY) + lower * shareY + (1 << 15)) >> 16);
        }
      }
    }
    return new LineImage(width, height, rgb);
  }
}
