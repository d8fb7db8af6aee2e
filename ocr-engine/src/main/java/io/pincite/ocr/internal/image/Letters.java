package io.pincite.ocr.internal.image;

import io.pincite.ocr.internal.lines.PagePixels;
import java.util.Arrays;
import java.util.stream.IntStream;

/// What on a page looks like letters: how many there are, how high they are, and where there is
/// room between them.
public final class Letters {
  /// Pixels; smaller ones are dust.
  private static final int LEAST_HEIGHT = 3;

  /// Pixels; larger ones are pictures, frames and the letters of posters.
  private static final int MOST_HEIGHT = 120;

  /// Of its height; wider ones are rulings or words that have run together.
  private static final double MOST_WIDTH = 4;

  /// Side of the square that a pixel is compared with.
  private static final int WINDOW = 24;

  /// Fewer are a few marks.
  private static final int FEWEST_OF_TEXT = 200;

  /// Of a row, that dust may make dark.
  private static final double MOST_IN_GAP = 0.002;

  /// Of the rows of text, single or double spaced.
  private static final double LEAST_BLANK = 0.15;

  private static final double MOST_BLANK = 0.9;

  /// Fewer say nothing about how high the letters of their line are.
  private static final int FEWEST_OF_LINE = 20;

  private final Ink ink;

  /// Of each letter its upper edge and its height, one after the other.
  private final int[] places;

  private final int[] heights;

  private Letters(Ink ink, int[] places) {
    this.ink = ink;
    this.places = places;
    this.heights = new int[places.length / 2];
    Arrays.setAll(heights, i -> places[2 * i + 1]);
    Arrays.sort(heights);
  }

  public static Letters of(PagePixels page) {
    Ink ink = Ink.of(GrayRaster.of(page), WINDOW);
    return new Letters(ink, new Areas(ink).letters());
  }

  public int count() {
    return heights.length;
  }

  /// The middle of their heights in pixels, 0 where there are none: about that of small letters.
  public double height() {
    return heights.length == 0 ? 0 : heights[heights.length / 2];
  }

  /// The middle of the heights in each line of letters, from top to bottom: between two lines there
  /// is paper all across the page. Lines of a few letters are left out.
  public double[] heightsOfLines() {
    int[] rows = inRows(0, 0, ink.width(), ink.height());
    int[] lineOfRow = new int[rows.length];
    int line = 0;
    for (int row = 1; row < rows.length; row++) {
      line += isPaper(rows[row]) && !isPaper(rows[row - 1]) ? 1 : 0;
      lineOfRow[row] = line;
    }
    int[][] byLine = new int[line + 1][0];
    int[] counts = new int[line + 1];
    for (int i = 0; i < places.length; i += 2) {
      int of = lineOfRow[places[i] + places[i + 1] / 2];
      if (counts[of] == byLine[of].length) {
        byLine[of] = Arrays.copyOf(byLine[of], Math.max(64, 2 * counts[of]));
      }
      byLine[of][counts[of]++] = places[i + 1];
    }
    return IntStream.rangeClosed(0, line)
        .filter(of -> counts[of] >= FEWEST_OF_LINE)
        .mapToDouble(
            of -> {
              Arrays.sort(byLine[of], 0, counts[of]);
              return byLine[of][counts[of] / 2];
            })
        .toArray();
  }

  private boolean isPaper(int dark) {
    return dark <= MOST_IN_GAP * ink.width();
  }

  /// Whether they stand in rows with paper between them, as nothing but text does.
  public boolean isText() {
    int[] rows = inRows(0, 0, ink.width(), ink.height());
    int first = 0;
    int last = rows.length - 1;
    while (first < last && rows[first] == 0) {
      first++;
    }
    while (last > first && rows[last] == 0) {
      last--;
    }
    int blank = 0;
    for (int row = first; row <= last; row++) {
      blank += isPaper(rows[row]) ? 1 : 0;
    }
    double share = (double) blank / (last - first + 1);
    return count() >= FEWEST_OF_TEXT && share >= LEAST_BLANK && share <= MOST_BLANK;
  }

  /// Dark pixels of each row of a part of the page.
  public int[] inRows(int x, int y, int width, int rows) {
    int[] sums = new int[rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        sums[row] += ink.at(x + column, y + row) ? 1 : 0;
      }
    }
    return sums;
  }

  /// Dark pixels of each column of a part of the page.
  public int[] inColumns(int x, int y, int columns, int height) {
    int[] sums = new int[columns];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < columns; column++) {
        sums[column] += ink.at(x + column, y + row) ? 1 : 0;
      }
    }
    return sums;
  }

  /// Connected areas of ink, found from row to row.
  private static final class Areas {
    private final Ink ink;
    private int[] parent = new int[1024];
    private int[] left = new int[1024];
    private int[] right = new int[1024];
    private int[] top = new int[1024];
    private int[] bottom = new int[1024];
    private int size;

    Areas(Ink ink) {
      this.ink = ink;
    }

    int[] letters() {
      // The area of each pixel of the row above and of this one; -1 is paper.
      int[] above = new int[ink.width()];
      int[] here = new int[ink.width()];
      Arrays.fill(above, -1);
      for (int y = 0; y < ink.height(); y++) {
        for (int x = 0; x < ink.width(); x++) {
          here[x] = ink.at(x, y) ? area(above, here, x, y) : -1;
        }
        int[] swap = above;
        above = here;
        here = swap;
      }
      int[] places = new int[2 * size];
      int found = 0;
      for (int area = 0; area < size; area++) {
        int height = bottom[area] - top[area] + 1;
        int width = right[area] - left[area] + 1;
        boolean isLetter =
            parent[area] == area
                && height >= LEAST_HEIGHT
                && height <= MOST_HEIGHT
                && width <= MOST_WIDTH * height;
        if (isLetter) {
          places[found++] = top[area];
          places[found++] = height;
        }
      }
      return Arrays.copyOf(places, found);
    }

    private int area(int[] above, int[] here, int x, int y) {
      int area = -1;
      for (int from = Math.max(0, x - 1); from <= Math.min(ink.width() - 1, x + 1); from++) {
        area = joined(area, above[from]);
      }
      if (x > 0) {
        area = joined(area, here[x - 1]);
      }
      if (area < 0) {
        return begun(x, y);
      }
      left[area] = Math.min(left[area], x);
      right[area] = Math.max(right[area], x);
      bottom[area] = Math.max(bottom[area], y);
      return area;
    }

    private int begun(int x, int y) {
      if (size == parent.length) {
        parent = Arrays.copyOf(parent, 2 * size);
        left = Arrays.copyOf(left, 2 * size);
        right = Arrays.copyOf(right, 2 * size);
        top = Arrays.copyOf(top, 2 * size);
        bottom = Arrays.copyOf(bottom, 2 * size);
      }
      parent[size] = size;
      left[size] = x;
      right[size] = x;
      top[size] = y;
      bottom[size] = y;
      return size++;
    }

    private int joined(int one, int other) {
      if (other < 0) {
        return one;
      }
      int root = root(other);
      if (one < 0 || one == root) {
        return root;
      }
      int kept = Math.min(one, root);
      int gone = Math.max(one, root);
      parent[gone] = kept;
      left[kept] = Math.min(left[kept], left[gone]);
      right[kept] = Math.max(right[kept], right[gone]);
      top[kept] = Math.min(top[kept], top[gone]);
      bottom[kept] = Math.max(bottom[kept], bottom[gone]);
      return kept;
    }

    private int root(int area) {
      int root = area;
      while (parent[root] != root) {
        parent[root] = parent[parent[root]];
        root = parent[root];
      }
      return root;
    }
  }
}
