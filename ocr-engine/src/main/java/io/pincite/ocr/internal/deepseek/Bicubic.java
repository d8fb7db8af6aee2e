package io.pincite.ocr.internal.deepseek;

import io.pincite.ocr.internal.lines.PagePixels;

/// Pillow's bicubic resize, bit for bit: what the model's training pictures went through. Keys'
/// kernel (a = -0.5) as wide as the reduction asks for, in fixed point, across first, then down,
/// rounded to 8 bits in between.
///
/// The rule is that of Pillow 12.3's `Resample.c`, restated; the golden tensors of the tests hold
/// it.
final class Bicubic {
  /// Of the weights: 32 bits less 8 of a pixel and 2 for overshoot, so that sums are whole `int`s.
  private static final int FRACTION_BITS = 22;

  private static final int HALF = 1 << (FRACTION_BITS - 1);
  private static final long HALVES = HALF | (long) HALF << Integer.SIZE;

  /// Pixels on each side that the kernel reaches at the same size.
  private static final double REACH = 2;

  private Bicubic() {}

  /// The picture at another size; the same picture where it has that size.
  static PagePixels resized(PagePixels picture, int width, int height) {
    byte[] pixels = picture.rgb();
    if (width != picture.width()) {
      pixels =
          across(pixels, picture.width(), picture.height(), Weights.of(picture.width(), width));
    }
    if (height != picture.height()) {
      pixels = down(pixels, 3 * width, Weights.of(picture.height(), height));
    }
    return pixels == picture.rgb() ? picture : new PagePixels(width, height, pixels);
  }

  /// What each pixel of a row or column is made of.
  ///
  /// @param first of the old pixels
  /// @param taps how many old pixels, one for each new one
  /// @param values `most` weights for each new pixel, of which the first `taps` count
  private record Weights(int[] first, int[] taps, int most, int[] values) {

    static Weights of(int from, int to) {
      double scale = (double) from / to;
      double wide = Math.max(scale, 1);
      double reach = REACH * wide;
      int most = 2 * (int) Math.ceil(reach) + 1;
      int[] first = new int[to];
      int[] taps = new int[to];
      int[] values = new int[to * most];
      double[] exact = new double[most];
      for (int o = 0; o < to; o++) {
        double center = (o + 0.5) * scale;
        int low = Math.max((int) (center - reach + 0.5), 0);
        int high = Math.min((int) (center + reach + 0.5), from);
        double inverse = 1 / wide;
        double sum = 0;
        for (int x = low; x < high; x++) {
          exact[x - low] = kernel((x - center + 0.5) * inverse);
          sum += exact[x - low];
        }
        for (int k = 0; k < high - low; k++) {
          double weight = (sum == 0 ? exact[k] : exact[k] / sum) * (1 << FRACTION_BITS);
          values[o * most + k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        first[o] = low;
        taps[o] = high - low;
      }
      return new Weights(first, taps, most, values);
    }

    /// Keys 1981 (Cubic convolution interpolation for digital image processing), a = -0.5.
    private static double kernel(double x) {
      double d = Math.abs(x);
      if (d < 1) {
        return (1.5 * d - 2.5) * d * d + 1;
      }
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * -0.5 : 0;
    }
  }

  /// Two rows at a time, one in each half of a `long`: half the multiplications.
  private static byte[] across(byte[] from, int oldWidth, int height, Weights weights) {
    int width = weights.first().length;
    byte[] to = new byte[3 * width * height];
    long[] rows = new long[3 * oldWidth];
    for (int y = 0; y < height; y += 2) {
      int upper = y;
      int lower = Math.min(y + 1, height - 1);
      for (int i = 0; i < rows.length; i++) {
        rows[i] =
            from[upper * rows.length + i] & 0xFF
                | (from[lower * rows.length + i] & 0xFFL) << Integer.SIZE;
      }
      across(rows, weights, to, 3 * width * upper, 3 * width * lower);
    }
    return to;
  }

  private static void across(long[] rows, Weights weights, byte[] to, int upper, int lower) {
    int[] first = weights.first();
    int[] taps = weights.taps();
    int[] values = weights.values();
    for (int x = 0, i = 0; x < first.length; x++, i += 3) {
      long red = HALVES;
      long green = HALVES;
      long blue = HALVES;
      int w = x * weights.most();
      int p = 3 * first[x];
      for (int end = w + taps[x]; w < end; w++, p += 3) {
        long weight = values[w];
        red += rows[p] * weight;
        green += rows[p + 1] * weight;
        blue += rows[p + 2] * weight;
      }
      to[upper + i] = rounded((int) red);
      to[upper + i + 1] = rounded((int) green);
      to[upper + i + 2] = rounded((int) blue);
      to[lower + i] = rounded(high(red));
      to[lower + i + 1] = rounded(high(green));
      to[lower + i + 2] = rounded(high(blue));
    }
  }

  /// What was summed up in the upper half: without what the lower one, if negative, took from it.
  private static int high(long sums) {
    return (int) ((sums - (int) sums) >> Integer.SIZE);
  }

  /// @param stride bytes of a row, which stays as wide as it is
  private static byte[] down(byte[] from, int stride, Weights weights) {
    int height = weights.first().length;
    byte[] to = new byte[stride * height];
    int[] sums = new int[stride];
    for (int y = 0; y < height; y++) {
      java.util.Arrays.fill(sums, HALF);
      for (int k = 0; k < weights.taps()[y]; k++) {
        add(
            from,
            (weights.first()[y] + k) * stride,
            weights.values()[y * weights.most() + k],
            sums);
      }
      int at = y * stride;
      for (int i = 0; i < stride; i++) {
        to[at + i] = rounded(sums[i]);
      }
    }
    return to;
  }

  private static void add(byte[] from, int at, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (from[at + i] & 0xFF) * weight;
    }
  }

  /// With one comparison for nearly all: this loop decides how long a page takes.
  private static byte rounded(int sum) {
    int value = sum >> FRACTION_BITS;
    if ((value & ~0xFF) == 0) {
      return (byte) value;
    }
    return (byte) (value < 0 ? 0 : 255);
  }
}
