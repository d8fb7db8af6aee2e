package io.pincite.ocr.internal.image;

import io.pincite.ocr.internal.lines.PagePixels;

/// Draws a picture anew, by a mapping or at another size.
final class Resampling {
  static final int WHITE = 0xFFFFFF;

  private Resampling() {}

  /// Pixels between pixels are interpolated.
  ///
  /// @param toSource from the new picture to the old one
  /// @param beyond the colour of what lies beyond the old picture, as 0xRRGGBB
  static PagePixels drawn(PagePixels source, int width, int height, Mapping toSource, int beyond) {
    double[] m = toSource.m();
    byte[] from = source.rgb();
    byte[] to = new byte[3 * width * height];
    int lastX = source.width() - 1;
    int lastY = source.height() - 1;
    int stride = 3 * source.width();
    int at = 0;
    for (int y = 0; y < height; y++) {
      double py = y + 0.5;
      for (int x = 0; x < width; x++, at += 3) {
        double px = x + 0.5;
        double w = m[6] * px + m[7] * py + m[8];
        double sx = (m[0] * px + m[1] * py + m[2]) / w - 0.5;
        double sy = (m[3] * px + m[4] * py + m[5]) / w - 0.5;
        if (!(sx > -1 && sy > -1 && sx < source.width() && sy < source.height())) {
          to[at] = (byte) (beyond >> 16);
          to[at + 1] = (byte) (beyond >> 8);
          to[at + 2] = (byte) beyond;
          continue;
        }
        sx = Math.clamp(sx, 0, lastX);
        sy = Math.clamp(sy, 0, lastY);
        int left = (int) sx;
        int top = (int) sy;
        int shareX = (int) ((sx - left) * 256);
        int shareY = (int) ((sy - top) * 256);
        int a = top * stride + 3 * left;
        int b = left < lastX ? a + 3 : a;
        int below = top < lastY ? stride : 0;
        for (int c = 0; c < 3; c++) {
          int upper = (from[a + c] & 0xFF) * (256 - shareX) + (from[b + c] & 0xFF) * shareX;
          int lower =
              (from[a + below + c] & 0xFF) * (256 - shareX) + (from[b + below + c] & 0xFF) * shareX;
          to[at + c] = (byte) ((upper * (256 - shareY) + lower * shareY + (1 << 15)) >> 16);
        }
      }
    }
    return new PagePixels(width, height, to);
  }

  /// The colour most of a page has: paper.
  static int paperColor(PagePixels page) {
    int[][] counts = new int[3][256];
    byte[] rgb = page.rgb();
    // Every seventh pixel tells as much.
    for (int i = 0; i + 2 < rgb.length; i += 21) {
      for (int c = 0; c < 3; c++) {
        counts[c][rgb[i + c] & 0xFF]++;
      }
    }
    int color = 0;
    for (int[] count : counts) {
      int half = java.util.Arrays.stream(count).sum() / 2;
      int value = 0;
      while (half >= count[value]) {
        half -= count[value++];
      }
      color = color << 8 | value;
    }
    return color;
  }

  /// Every `factor` x `factor` pixels become one, their mean; a rest at the edges is left out.
  static GrayRaster reduced(GrayRaster source, int factor) {
    int width = source.width() / factor;
    int height = source.height() / factor;
    if (factor == 1 || width < 1 || height < 1) {
      return source;
    }
    byte[] from = source.gray();
    byte[] to = new byte[width * height];
    int[] sums = new int[width];
    int area = factor * factor;
    for (int y = 0; y < height; y++) {
      java.util.Arrays.fill(sums, 0);
      for (int dy = 0; dy < factor; dy++) {
        int at = (y * factor + dy) * source.width();
        for (int x = 0; x < width; x++) {
          for (int dx = 0; dx < factor; dx++) {
            sums[x] += from[at++] & 0xFF;
          }
        }
      }
      for (int x = 0; x < width; x++) {
        to[y * width + x] = (byte) (sums[x] / area);
      }
    }
    return new GrayRaster(width, height, to);
  }
}
