package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.lines.LineImage;
import java.util.BitSet;

/// Which pixels of a line image are ink: darker than paper, or lighter where the line is printed
/// white on dark. Drawn lines through it do not count.
final class LineInk {

  /// Longer horizontal runs, in heights of the line image, are drawn lines: a letter's bar, even a
  /// dash, is shorter.
  private static final double LONGEST_RUN = 2;

  /// A column inked in so much of its height is a drawn line: no letter touches both edges of a
  /// line image, which are wider than the letters by DB's growth.
  private static final double FULL_COLUMN = 0.96;

  private final int width;
  private final int height;
  private final BitSet ink;

  /// Columns with ink, but for its outermost eighths.
  private final BitSet columns = new BitSet();

  private LineInk(int width, int height, BitSet ink) {
    this.width = width;
    this.height = height;
    this.ink = ink;
  }

  static LineInk of(LineImage line) {
    int width = line.width();
    int height = line.height();
    byte[] luma = new byte[width * height];
    int[] histogram = new int[256];
    byte[] rgb = line.rgb();
    for (int i = 0, p = 0; i < luma.length; i++, p += 3) {
      int value =
          (77 * (rgb[p] & 0xFF) + 151 * (rgb[p + 1] & 0xFF) + 28 * (rgb[p + 2] & 0xFF)) >> 8;
      luma[i] = (byte) value;
      histogram[value]++;
    }
    int threshold = otsu(histogram, luma.length);
    int dark = 0;
    for (int value = 0; value <= threshold; value++) {
      dark += histogram[value];
    }
    boolean darkOnLight = 2 * dark <= luma.length;
    BitSet ink = new BitSet(luma.length);
    for (int i = 0; i < luma.length; i++) {
      if ((luma[i] & 0xFF) <= threshold == darkOnLight) {
        ink.set(i);
      }
    }
    var found = new LineInk(width, height, ink);
    found.eraseDrawnLines();
    found.findColumns();
    return found;
  }

  /// The threshold between two classes of pixels that are as unlike as can be (Otsu 1979).
  private static int otsu(int[] histogram, int count) {
    long sum = 0;
    for (int value = 0; value < 256; value++) {
      sum += (long) value * histogram[value];
    }
    long below = 0;
    long sumBelow = 0;
    double best = -1;
    int threshold = 127;
    for (int value = 0; value < 255; value++) {
      below += histogram[value];
      sumBelow += (long) value * histogram[value];
      long above = count - below;
      if (below == 0 || above == 0) {
        continue;
      }
      double difference = (double) sumBelow / below - (double) (sum - sumBelow) / above;
      double between = (double) below * above * difference * difference;
      if (between > best) {
        best = between;
        threshold = value;
      }
    }
    return threshold;
  }

  private void eraseDrawnLines() {
    int longest = (int) (LONGEST_RUN * height);
    for (int y = 0; y < height; y++) {
      int from = ink.nextSetBit(y * width);
      while (from >= 0 && from < (y + 1) * width) {
        int to = Math.min(ink.nextClearBit(from), (y + 1) * width);
        if (to - from > longest) {
          ink.clear(from, to);
        }
        from = ink.nextSetBit(to);
      }
    }
    int[] counts = new int[width];
    for (int i = ink.nextSetBit(0); i >= 0; i = ink.nextSetBit(i + 1)) {
      counts[i % width]++;
    }
    for (int x = 0; x < width; x++) {
      if (counts[x] >= FULL_COLUMN * height) {
        for (int y = 0; y < height; y++) {
          ink.clear(y * width + x);
        }
      }
    }
  }

  private void findColumns() {
    int margin = height / 8;
    int end = (height - margin) * width;
    for (int i = ink.nextSetBit(margin * width); i >= 0 && i < end; i = ink.nextSetBit(i + 1)) {
      columns.set(i % width);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  boolean at(int x, int y) {
    return ink.get(y * width + x);
  }

  /// Whether a column has ink, but for its outermost eighths, where letters of neighbouring lines
  /// may reach in.
  boolean inColumn(int x) {
    return columns.get(x);
  }

  /// How many pixels of a row are ink.
  int count(int y) {
    return ink.get(y * width, (y + 1) * width).cardinality();
  }

  boolean inRow(int y, int from, int to) {
    int next = ink.nextSetBit(y * width + from);
    return next >= 0 && next < y * width + to;
  }

  /// First and last inked row of what stands in the middle of these columns; letters of other
  /// lines are parted from it by at least a tenth of the height. Empty: first > last.
  int[] rows(int from, int to) {
    int gap = Math.max(1, height / 10);
    int middle = nearestToMiddle(from, to);
    if (middle < 0) {
      return new int[] {1, 0};
    }
    int top = middle;
    for (int y = middle - 1, blank = 0; y >= 0 && blank <= gap; y--) {
      if (inRow(y, from, to)) {
        top = y;
        blank = 0;
      } else {
        blank++;
      }
    }
    int bottom = middle;
    for (int y = middle + 1, blank = 0; y < height && blank <= gap; y++) {
      if (inRow(y, from, to)) {
        bottom = y;
        blank = 0;
      } else {
        blank++;
      }
    }
    return new int[] {top, bottom};
  }

  /// First and last inked row of what stands in the middle of these columns of a line whose box may
  /// cut it, in rows of that line's image: ink that goes on over its edge is followed to the next
  /// white row. Where there is none before this image ends, it is of other lines too and not
  /// followed.
  ///
  /// @param line the part of this image, in its middle, that the line's box holds
  int[] rowsBeyond(LineInk line, int from, int to) {
    int[] rows = line.rows(from, to);
    int above = (height - line.height) / 2;
    if (rows[0] == 0) {
      int y = above;
      while (y > 0 && inRow(y - 1, from, to)) {
        y--;
      }
      rows[0] = y == 0 ? 0 : y - above;
    }
    if (rows[1] == line.height - 1) {
      int y = above + rows[1];
      while (y + 1 < height && inRow(y + 1, from, to)) {
        y++;
      }
      rows[1] = y == height - 1 ? rows[1] : y - above;
    }
    return rows;
  }

  /// How many rows there are from a row with ink to the next one that is white from end to end,
  /// which parts lines. 0 for a white row, and where the image ends before: then the ink is of
  /// other lines too.
  ///
  /// @param outwards -1 for upwards, 1 for downwards
  int rowsToPaper(int row, int outwards) {
    int y = row;
    while (inRow(y, 0, width)) {
      y += outwards;
      if (y < 0 || y >= height) {
        return 0;
      }
    }
    return Math.abs(y - row);
  }

  /// Whether there is ink in its first or last row.
  boolean touchesEdge() {
    return inRow(0, 0, width) || inRow(height - 1, 0, width);
  }

  private int nearestToMiddle(int from, int to) {
    for (int distance = 0; distance <= height / 2; distance++) {
      int above = height / 2 - distance;
      int below = height / 2 + distance;
      if (above >= 0 && inRow(above, from, to)) {
        return above;
      }
      if (below < height && inRow(below, from, to)) {
        return below;
      }
    }
    return -1;
  }

  /// How thick the strokes are in these columns, in pixels: the median of its runs of ink, taken
  /// along the line. 0 without ink.
  double stroke(int from, int to, int top, int bottom) {
    int[] lengths = new int[Math.max(1, to - from) + 1];
    int runs = 0;
    for (int y = top; y <= bottom; y++) {
      int run = 0;
      for (int x = from; x <= to; x++) {
        if (x < to && at(x, y)) {
          run++;
        } else if (run > 0) {
          lengths[run]++;
          runs++;
          run = 0;
        }
      }
    }
    int seen = 0;
    for (int length = 1; length < lengths.length; length++) {
      if (seen + lengths[length] > runs / 2 && lengths[length] > 0) {
        // Within the median's bin, as if its runs were spread evenly.
        return length - 0.5 + (runs / 2.0 - seen) / lengths[length];
      }
      seen += lengths[length];
    }
    return 0;
  }
}
