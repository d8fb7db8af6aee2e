package io.pincite.ocr.internal.image;

import io.pincite.ocr.internal.lines.PagePixels;
import java.util.Arrays;

/// By how much a picture was enlarged after it was taken: it then has more pixels than its scanner
/// saw, and its letters are larger than the detail in them.
///
/// Enlarging sets new pixels between the old ones, so how much neighbours differ goes up and down
/// with the distance of the old ones: after Gallagher 2005 (Detection of Linear and Cubic
/// Interpolation in JPEG Compressed Images), the mean second difference of every column, and of
/// every row, has one frequency far above all others. The same frequency comes from smaller
/// enlargements and from reductions, so the picture must also come back when it is made as small
/// again as it would have been.
public final class Enlargement {
  /// Pages have 3 to 15 times the middle of their frequencies, enlarged ones 24 to 310.
  private static final double LEAST_PEAK = 18;

  /// Cycles a pixel: enlarged 7 times and twice.
  private static final double LEAST_FREQUENCY = 1 / 7.0;

  private static final double MOST_FREQUENCY = 0.5;

  /// Across and up, the old pixels are square.
  private static final double SAME_FREQUENCY = 0.003;

  /// The squares of 8 pixels that JPEG is made of give all multiples of this, the first one most.
  private static final double JPEG = 1 / 8.0;

  /// How much more than that an enlargement must be.
  private static final double ABOVE_JPEG = 2;

  /// Of what is in the picture, lost when it is made smaller and enlarged again. Enlarged from 50
  /// to 85 dpi to 200: 0.00 to 0.07; from 115 dpi and more, which has the same frequencies, 0.12 to
  /// 0.4.
  private static final double MOST_LOST = 0.09;

  /// Pixels: a column counts where there is as much in it as a letter has.
  private static final int LEAST_DIFFERENCE = 30;

  /// Pixels on either side that a column is compared with.
  private static final int NEAR = 12;

  /// Times the mean around it; one rule or frame must not decide.
  private static final double MOST_OF_ONE = 3;

  /// Columns or rows looked at, in the middle, for the work grows with their square: more than A2
  /// at 300 dpi has, 7,016.
  private static final int MOST = 8_192;

  private Enlargement() {}

  /// The factor, 1 where nothing says that the picture was enlarged, or by less than twice.
  public static double of(PagePixels page) {
    GrayRaster gray = GrayRaster.of(page);
    if (gray.width() < 64 || gray.height() < 64) {
      return 1;
    }
    Peak across = peak(secondDifferences(gray, true));
    if (across.height() < LEAST_PEAK) {
      return 1;
    }
    Peak down = peak(secondDifferences(gray, false));
    if (down.height() < LEAST_PEAK
        || Math.abs(across.frequency() - down.frequency()) > SAME_FREQUENCY) {
      return 1;
    }
    double factor = 2 / (across.frequency() + down.frequency());
    return lost(gray, factor) <= MOST_LOST ? factor : 1;
  }

  /// @param height times the middle of all frequencies
  private record Peak(double frequency, double height) {}

  /// Of each column, or row, how much it differs from the mean around it, as a share of that.
  private static double[] secondDifferences(GrayRaster page, boolean columns) {
    int width = page.width();
    int height = page.height();
    byte[] gray = page.gray();
    int step = columns ? 1 : width;
    long[] sums = new long[columns ? width : height];
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int at = y * width + x;
        sums[columns ? x : y] +=
            Math.abs((gray[at - step] & 0xFF) - 2 * (gray[at] & 0xFF) + (gray[at + step] & 0xFF));
      }
    }
    double[] shares = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      int from = Math.max(0, i - NEAR);
      int to = Math.min(sums.length - 1, i + NEAR);
      double sum = 0;
      for (int k = from; k <= to; k++) {
        sum += sums[k];
      }
      double mean = sum / (to - from + 1);
      shares[i] = mean < LEAST_DIFFERENCE ? 0 : Math.min(MOST_OF_ONE, sums[i] / mean - 1);
    }
    int skip = Math.max(0, (shares.length - MOST) / 2);
    return Arrays.copyOfRange(shares, skip, shares.length - skip);
  }

  private static Peak peak(double[] values) {
    int count = 2 * values.length;
    int first = (int) Math.ceil(count * LEAST_FREQUENCY);
    int last = (int) (count * MOST_FREQUENCY);
    double[] strengths = new double[last - first + 1];
    double jpeg = 0;
    for (int k = -1; k <= 1; k++) {
      jpeg = Math.max(jpeg, strength(values, JPEG + (double) k / count));
    }
    int best = -1;
    for (int k = 0; k < strengths.length; k++) {
      double frequency = (double) (first + k) / count;
      strengths[k] = strength(values, frequency);
      boolean mayBeJpeg =
          Math.abs(frequency / JPEG - Math.round(frequency / JPEG)) * JPEG < SAME_FREQUENCY;
      if ((best < 0 || strengths[k] > strengths[best])
          && !(mayBeJpeg && strengths[k] < ABOVE_JPEG * jpeg)) {
        best = k;
      }
    }
    if (best < 0) {
      return new Peak(0, 0);
    }
    double height = strengths[best];
    Arrays.sort(strengths);
    double middle = strengths[strengths.length / 2];
    return new Peak((double) (first + best) / count, middle == 0 ? 0 : height / middle);
  }

  /// Of one frequency (Goertzel 1958).
  private static double strength(double[] values, double frequency) {
    double factor = 2 * Math.cos(2 * Math.PI * frequency);
    double before = 0;
    double last = 0;
    for (double value : values) {
      double next = value + factor * last - before;
      before = last;
      last = next;
    }
    return Math.sqrt(Math.max(0, last * last + before * before - factor * last * before));
  }

  /// The part of the contrast that does not come back when the page is reduced by a factor and
  /// enlarged again, smoothly or not, whichever loses less.
  private static double lost(GrayRaster page, double factor) {
    int width = (int) Math.max(1, Math.round(page.width() / factor));
    int height = (int) Math.max(1, Math.round(page.height() / factor));
    double stepX = (double) page.width() / width;
    double stepY = (double) page.height() / height;
    float[] small = reduced(page, width, height, stepX, stepY);
    double smooth = 0;
    double blocks = 0;
    double all = 0;
    for (int y = 0; y < page.height(); y++) {
      double sourceY = Math.clamp((y + 0.5) / stepY - 0.5, 0, height - 1.0);
      int top = (int) sourceY;
      int below = Math.min(height - 1, top + 1);
      double shareY = sourceY - top;
      int blockY = Math.min(height - 1, (int) ((y + 0.5) / stepY));
      for (int x = 0; x < page.width(); x++) {
        double sourceX = Math.clamp((x + 0.5) / stepX - 0.5, 0, width - 1.0);
        int left = (int) sourceX;
        int right = Math.min(width - 1, left + 1);
        double shareX = sourceX - left;
        double upper =
            small[top * width + left] * (1 - shareX) + small[top * width + right] * shareX;
        double lower =
            small[below * width + left] * (1 - shareX) + small[below * width + right] * shareX;
        int value = page.gray()[y * page.width() + x] & 0xFF;
        smooth += square(value - upper * (1 - shareY) - lower * shareY);
        blocks +=
            square(value - small[blockY * width + Math.min(width - 1, (int) ((x + 0.5) / stepX))]);
        all += square(value);
      }
    }
    double mean = mean(page);
    double contrast = all - mean * mean * page.width() * page.height();
    return contrast <= 0 ? 1 : Math.min(smooth, blocks) / contrast;
  }

  private static float[] reduced(
      GrayRaster page, int width, int height, double stepX, double stepY) {
    float[] narrow = new float[width * page.height()];
    for (int x = 0; x < width; x++) {
      double from = x * stepX;
      double to = Math.min(page.width(), (x + 1) * stepX);
      for (int y = 0; y < page.height(); y++) {
        double sum = 0;
        for (int k = (int) from; k < to; k++) {
          double share = Math.min(k + 1, to) - Math.max(k, from);
          sum += share * (page.gray()[y * page.width() + k] & 0xFF);
        }
        narrow[y * width + x] = (float) (sum / (to - from));
      }
    }
    float[] small = new float[width * height];
    for (int y = 0; y < height; y++) {
      double from = y * stepY;
      double to = Math.min(page.height(), (y + 1) * stepY);
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int k = (int) from; k < to; k++) {
          sum += (Math.min(k + 1, to) - Math.max(k, from)) * narrow[k * width + x];
        }
        small[y * width + x] = (float) (sum / (to - from));
      }
    }
    return small;
  }

  private static double mean(GrayRaster page) {
    long sum = 0;
    for (byte value : page.gray()) {
      sum += value & 0xFF;
    }
    return (double) sum / page.gray().length;
  }

  private static double square(double value) {
    return value * value;
  }
}
