package io.pincite.ocr.internal.tesseract;

import io.pincite.ocr.internal.lines.LineImage;
import java.util.Arrays;

/// A line image cut down to its letters, with even paper around them: what Tesseract is shown.
///
/// @param gray a byte a pixel, row by row from the top left
/// @param left how many pixels to the left of it the line image begins; below 0 where paper was
///     added on that side
/// @param inked which columns have ink
/// @param lettersHeight in pixels
record TightLine(int width, int height, byte[] gray, int left, boolean[] inked, int lettersHeight) {

  /// Pixels of paper around the letters, Tesseract's own `kImagePadding`.
  private static final int PADDING = 4;

  /// Paper above and below besides, of the height of what stands between. The image is scaled to 36
  /// px: more makes the letters smaller, which is quicker and at last worse. Ten pages at 200 dpi:
  /// 0: 0.35 % wrong, 0.1: 0.26 %, 0.175: 0.29 % and a twelfth quicker (decision 032).
  private static final double HEADROOM = 0.1;

  /// Of the line image's height: a line of dashes is no larger than others.
  private static final double LOWEST = 0.5;

  /// Rows without ink, of the line image's height, that part a line from what is left of the one
  /// above or below.
  private static final double GAP = 0.1;

  /// Between the darkest and the brightest pixel, in steps of 255. An even surface is cut into
  /// "ink" and paper as well and would be read as letters.
  private static final int LEAST_CONTRAST = 16;

  static TightLine of(LineImage line) {
    byte[] gray = gray(line);
    int[] shades = new int[256];
    for (byte pixel : gray) {
      shades[pixel & 0xff]++;
    }
    Box box = Box.of(gray, line.width(), line.height(), shades);
    int headroom = PADDING + (int) Math.round(HEADROOM * (box.height() + 2 * PADDING));
    int width = box.width() + 2 * PADDING;
    int height = box.height() + 2 * headroom;
    byte[] tight = new byte[width * height];
    Arrays.fill(tight, (byte) shade(shades, 0.9));
    // As much of the padding as there is comes from the page.
    int x0 = Math.max(0, box.x0 - PADDING);
    int x1 = Math.min(line.width(), box.x1 + PADDING);
    int y1 = Math.min(line.height(), box.y1 + PADDING);
    for (int y = Math.max(0, box.y0 - PADDING); y < y1; y++) {
      System.arraycopy(
          gray,
          y * line.width() + x0,
          tight,
          (y - box.y0 + headroom) * width + x0 - box.x0 + PADDING,
          x1 - x0);
    }
    boolean[] inked = new boolean[width];
    System.arraycopy(box.inked, box.x0, inked, PADDING, box.width());
    return new TightLine(width, height, tight, box.x0 - PADDING, inked, box.height());
  }

  boolean isEven() {
    int darkest = 255;
    int brightest = 0;
    for (byte pixel : gray) {
      darkest = Math.min(darkest, pixel & 0xff);
      brightest = Math.max(brightest, pixel & 0xff);
    }
    return brightest - darkest < LEAST_CONTRAST;
  }

  /// Luma of the pixels (ITU-R BT.601), in 1/256.
  private static byte[] gray(LineImage line) {
    byte[] rgb = line.rgb();
    byte[] gray = new byte[line.width() * line.height()];
    for (int i = 0, at = 0; i < gray.length; i++, at += 3) {
      int red = rgb[at] & 0xff;
      int green = rgb[at + 1] & 0xff;
      int blue = rgb[at + 2] & 0xff;
      gray[i] = (byte) ((77 * red + 151 * green + 28 * blue + 128) >> 8);
    }
    return gray;
  }

  /// The shade that this share of the pixels are no brighter than.
  private static int shade(int[] shades, double share) {
    int all = 0;
    for (int count : shades) {
      all += count;
    }
    int shade = 0;
    for (int seen = shades[0]; seen < share * all && shade < 255; ) {
      seen += shades[++shade];
    }
    return shade;
  }

  /// Around the letters.
  ///
  /// @param inked which columns of the line image have ink of theirs
  private record Box(int x0, int y0, int x1, int y1, boolean[] inked) {

    /// The whole line where it is not dark on light: who reads dark paper is another question.
    static Box of(byte[] gray, int width, int height, int[] shades) {
      int ink = (shade(shades, 0.5) + shade(shades, 0.02)) / 2;
      int[] rows = new int[height];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          rows[y] += (gray[y * width + x] & 0xff) < ink ? 1 : 0;
        }
      }
      int fullest = height / 2;
      for (int y = height / 4; y < height - height / 4; y++) {
        fullest = rows[y] > rows[fullest] ? y : fullest;
      }
      if (rows[fullest] == 0) {
        return new Box(0, 0, width, height, new boolean[width]);
      }
      int top = end(rows, fullest, -1);
      int bottom = end(rows, fullest, 1) + 1;
      int missing = Math.max(0, (int) (LOWEST * height) - (bottom - top));
      top = Math.max(0, top - missing / 2);
      bottom = Math.min(height, bottom + missing - missing / 2);
      boolean[] inked = new boolean[width];
      for (int y = top; y < bottom; y++) {
        for (int x = 0; x < width; x++) {
          inked[x] |= (gray[y * width + x] & 0xff) < ink;
        }
      }
      int left = 0;
      while (!inked[left]) {
        left++;
      }
      int right = width;
      while (!inked[right - 1]) {
        right--;
      }
      return new Box(left, top, right, bottom, inked);
    }

    /// The last row with ink before a gap.
    private static int end(int[] rows, int from, int step) {
      int gap = Math.max(2, (int) (GAP * rows.length));
      int end = from;
      for (int y = from; y >= 0 && y < rows.length && Math.abs(y - end) <= gap; y += step) {
        end = rows[y] > 0 ? y : end;
      }
      return end;
    }

    int width() {
      return x1 - x0;
    }

    int height() {
      return y1 - y0;
    }
  }
}
