package io.pincite.samples;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/// How a page looks from afar, whatever the resolution, the colours or the file it came in: its
/// darkness in 64 × 64 cells. Two pictures are compared by the correlation of their cells.
///
/// Pixels as they are would not do: PDF renderers and scalers differ in the last bits.
record PagePicture(double[] cells) {
  private static final int SIDE = 64;

  static PagePicture of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    double[] dark = new double[SIDE * SIDE];
    double[] weight = new double[SIDE * SIDE];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      double y0 = (double) y * SIDE / height;
      double y1 = (double) (y + 1) * SIDE / height;
      for (int cellY = (int) y0; cellY < Math.min(SIDE, Math.ceil(y1)); cellY++) {
        double high = Math.min(y1, cellY + 1) - Math.max(y0, cellY);
        add(row, width, dark, weight, cellY * SIDE, high);
      }
    }
    for (int cell = 0; cell < dark.length; cell++) {
      dark[cell] /= Math.max(weight[cell], 1e-9);
    }
    return new PagePicture(normalised(dark));
  }

  private static void add(
      int[] row, int width, double[] dark, double[] weight, int from, double high) {
    for (int x = 0; x < width; x++) {
      int pixel = row[x];
      // Rec. 601.
      double darkness =
          255 - 0.299 * (pixel >> 16 & 0xFF) - 0.587 * (pixel >> 8 & 0xFF) - 0.114 * (pixel & 0xFF);
      double x0 = (double) x * SIDE / width;
      double x1 = (double) (x + 1) * SIDE / width;
      for (int cell = (int) x0; cell < Math.min(SIDE, Math.ceil(x1)); cell++) {
        double share = high * (Math.min(x1, cell + 1) - Math.max(x0, cell));
        dark[from + cell] += share * darkness;
        weight[from + cell] += share;
      }
    }
  }

  /// Mean 0, length 1; all 0 for a page without anything on it.
  private static double[] normalised(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double[] centred = Arrays.stream(values).map(value -> value - mean).toArray();
    double length = Math.sqrt(Arrays.stream(centred).map(value -> value * value).sum());
    return length < 1e-6
        ? new double[values.length]
        : Arrays.stream(centred).map(value -> value / length).toArray();
  }

  /// 1 for the same page, about 0 for pages that have nothing in common.
  double likeness(PagePicture other) {
    double sum = 0;
    for (int cell = 0; cell < cells.length; cell++) {
      sum += cells[cell] * other.cells[cell];
    }
    return sum;
  }
}
