package io.pincite.ocr.internal.image;

/// Which pixels of a page are ink rather than paper.
///
/// @param ink 1 or 0 a pixel, row by row from the top left; not copied
record Ink(int width, int height, byte[] ink) {

  /// Sauvola and Pietikäinen 2000 (Adaptive document image binarization), with their dynamic range
  /// for 8 bits. Their k of 0.5 loses thin and faint strokes of scans; 0.2 to 0.34 is usual since.
  private static final double K = 0.25;

  private static final double RANGE = 128;

  /// Paper that is plain but for noise has no ink: where brightness varies less than that (standard
  /// deviation), nothing is written. Scanners' noise is 2 to 6 levels.
  private static final double LEAST_DEVIATION = 8;

  boolean at(int x, int y) {
    return ink[y * width + x] != 0;
  }

  int count() {
    int count = 0;
    for (byte b : ink) {
      count += b;
    }
    return count;
  }

  /// @param window side of the square that a pixel is compared with: about twice a letter's height
  static Ink of(GrayRaster page, int window) {
    int width = page.width();
    int height = page.height();
    int half = Math.max(1, window / 2);
    byte[] gray = page.gray();
    byte[] ink = new byte[gray.length];
    // Sums over the rows of the window, column by column; they slide down with it.
    int[] sums = new int[width];
    int[] squares = new int[width];
    for (int y = 0; y < Math.min(half, height); y++) {
      add(gray, y * width, sums, squares, 1);
    }
    for (int y = 0; y < height; y++) {
      if (y + half < height) {
        add(gray, (y + half) * width, sums, squares, 1);
      }
      if (y - half - 1 >= 0) {
        add(gray, (y - half - 1) * width, sums, squares, -1);
      }
      int rows = Math.min(height - 1, y + half) - Math.max(0, y - half) + 1;
      long sum = 0;
      long square = 0;
      for (int x = 0; x < Math.min(half, width); x++) {
        sum += sums[x];
        square += squares[x];
      }
      for (int x = 0; x < width; x++) {
        if (x + half < width) {
          sum += sums[x + half];
          square += squares[x + half];
        }
        if (x - half - 1 >= 0) {
          sum -= sums[x - half - 1];
          square -= squares[x - half - 1];
        }
        int count = rows * (Math.min(width - 1, x + half) - Math.max(0, x - half) + 1);
        int value = gray[y * width + x] & 0xFF;
        // No threshold is above the mean: most of a page is spared the root.
        if ((long) value * count >= sum) {
          continue;
        }
        double mean = (double) sum / count;
        double variance = (double) square / count - mean * mean;
        if (variance < LEAST_DEVIATION * LEAST_DEVIATION) {
          continue;
        }
        double threshold = mean * (1 + K * (Math.sqrt(variance) / RANGE - 1));
        if (value < threshold) {
          ink[y * width + x] = 1;
        }
      }
    }
    return new Ink(width, height, ink);
  }

  private static void add(byte[] gray, int at, int[] sums, int[] squares, int sign) {
    for (int x = 0; x < sums.length; x++) {
      int value = gray[at + x] & 0xFF;
      sums[x] += sign * value;
      squares[x] += sign * value * value;
    }
  }
}
