package io.pincite.ocr.internal.image;

import io.pincite.ocr.BoundingBox;
import java.util.ArrayList;
import java.util.List;

/// Finds photographs and other shaded pictures on a page: where hardly anything is as bright as
/// paper.
final class PictureAreas {

  /// Inches: a side of the squares that are judged, about a line of text high.
  private static final double SQUARE = 0.16;

  /// Of the paper's brightness. Scanned paper keeps within 6 %.
  private static final double BRIGHT = 0.88;

  /// Most bright pixels in a square of a picture; text has 70 % and more.
  private static final double MOST_BRIGHT = 0.35;

  private static final double LEAST_SIDE = 0.6;

  /// Of the squares in its box; pictures are rectangles.
  private static final double LEAST_FILLED = 0.7;

  /// Levels of gray by which a picture is darker than what is beside it; a shadow loses less over
  /// two squares.
  private static final int LEAST_STEP = 35;

  private PictureAreas() {}

  static List<BoundingBox> in(GrayRaster page, double dpi) {
    int side = Math.max(4, (int) (SQUARE * dpi));
    int columns = page.width() / side;
    int rows = page.height() / side;
    List<BoundingBox> areas = new ArrayList<>();
    if (columns < 2 || rows < 2) {
      return areas;
    }
    int paper = paper(page);
    int leastBright = (int) Math.ceil(BRIGHT * paper);
    boolean[] shaded = new boolean[columns * rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int bright = 0;
        for (int y = row * side; y < (row + 1) * side; y++) {
          for (int x = column * side; x < (column + 1) * side; x++) {
            bright += page.at(x, y) >= leastBright ? 1 : 0;
          }
        }
        shaded[row * columns + column] = bright <= MOST_BRIGHT * side * side;
      }
    }
    boolean[] seen = new boolean[shaded.length];
    int[] stack = new int[shaded.length];
    for (int start = 0; start < shaded.length; start++) {
      if (!shaded[start] || seen[start]) {
        continue;
      }
      int x0 = columns;
      int y0 = rows;
      int x1 = 0;
      int y1 = 0;
      int count = 0;
      int top = 0;
      stack[top++] = start;
      seen[start] = true;
      while (top > 0) {
        int at = stack[--top];
        int x = at % columns;
        int y = at / columns;
        count++;
        x0 = Math.min(x0, x);
        y0 = Math.min(y0, y);
        x1 = Math.max(x1, x + 1);
        y1 = Math.max(y1, y + 1);
        int[] next = {
          x > 0 ? at - 1 : -1, x + 1 < columns ? at + 1 : -1, at - columns, at + columns
        };
        for (int there : next) {
          if (there >= 0 && there < shaded.length && shaded[there] && !seen[there]) {
            seen[there] = true;
            stack[top++] = there;
          }
        }
      }
      boolean large = Math.min(x1 - x0, y1 - y0) * side >= LEAST_SIDE * dpi;
      if (large
          && count >= LEAST_FILLED * (x1 - x0) * (y1 - y0)
          && isCutOut(page, x0 * side, y0 * side, x1 * side, y1 * side, side)) {
        areas.add(
            BoundingBox.clamped(
                (double) x0 * side / page.width(),
                (double) y0 * side / page.height(),
                (double) x1 * side / page.width(),
                (double) y1 * side / page.height()));
      }
    }
    return areas;
  }

  /// A picture ends at once, a shadow by and by: on three sides at least it is darker than what is
  /// beside it.
  private static boolean isCutOut(GrayRaster page, int x0, int y0, int x1, int y1, int side) {
    int sharp = 0;
    sharp += step(page, x0, y0, x1, y0, 0, side) ? 1 : 0;
    sharp += step(page, x0, y1, x1, y1, 0, -side) ? 1 : 0;
    sharp += step(page, x0, y0, x0, y1, side, 0) ? 1 : 0;
    sharp += step(page, x1, y0, x1, y1, -side, 0) ? 1 : 0;
    return sharp >= 3;
  }

  /// Half a square inside the edge against one and a half outside it, in the brightest of three
  /// pixels: letters beside a picture are not what it ends with.
  private static boolean step(
      GrayRaster page, int xa, int ya, int xb, int yb, int inwardX, int inwardY) {
    long sum = 0;
    int count = 0;
    int length = Math.max(xb - xa, yb - ya);
    for (int i = 0; i < length; i += 3) {
      int x = xb > xa ? xa + i : xa;
      int y = yb > ya ? ya + i : ya;
      int inside = brightest(page, x + inwardX / 2, y + inwardY / 2);
      int outside = brightest(page, x - inwardX * 3 / 2, y - inwardY * 3 / 2);
      if (inside >= 0 && outside >= 0) {
        sum += outside - inside;
        count++;
      }
    }
    return count > 0 && sum > (long) LEAST_STEP * count;
  }

  private static int brightest(GrayRaster page, int x, int y) {
    if (x < 1 || y < 1 || x + 1 >= page.width() || y + 1 >= page.height()) {
      return -1;
    }
    return Math.max(page.at(x, y), Math.max(page.at(x - 1, y - 1), page.at(x + 1, y + 1)));
  }

  /// What nine tenths of the page are no brighter than.
  private static int paper(GrayRaster page) {
    int[] counts = new int[256];
    for (byte b : page.gray()) {
      counts[b & 0xFF]++;
    }
    int left = page.gray().length / 10;
    int value = 255;
    while (left >= counts[value]) {
      left -= counts[value--];
    }
    return value;
  }
}
