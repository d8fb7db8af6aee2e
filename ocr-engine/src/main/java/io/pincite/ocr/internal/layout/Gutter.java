package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A vertical strip without words over a run of rows that have words on both sides of it.
///
/// @param first index of the first row it runs through
/// @param last index of the last row
/// @param left rows with words to its left
/// @param right rows with words to its right
/// @param both rows with words on both sides
record Gutter(double x0, double x1, int first, int last, int left, int right, int both) {

  /// More open strips than any page has; beyond that a page is no prose and no table.
  private static final int MOST = 96;

  private static final int MOST_CANDIDATES = 12;

  double middle() {
    return (x0 + x1) / 2;
  }

  private int support() {
    return Math.min(left, right);
  }

  /// A strip on its way down the page.
  private static final class River {
    final double x0;
    final double x1;
    final int first;
    final int left;
    final int right;
    final int both;
    boolean flowsOn;

    River(double x0, double x1, int first, int left, int right, int both) {
      this.x0 = x0;
      this.x1 = x1;
      this.first = first;
      this.left = left;
      this.right = right;
      this.both = both;
    }
  }

  /// The best supported gutters of these rows, best first.
  ///
  /// @param narrowest in points
  static List<Gutter> in(List<Row> rows, double narrowest) {
    List<Gutter> found = new ArrayList<>();
    List<River> rivers = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      double[] gaps = gaps(rows.get(i));
      List<River> next = new ArrayList<>();
      for (River river : rivers) {
        flow(river, gaps, narrowest, next);
      }
      for (River river : rivers) {
        if (!river.flowsOn) {
          keep(river, i - 1, found);
        }
      }
      spring(gaps, i, narrowest, next);
      if (next.size() > MOST) {
        next.sort(Comparator.comparingInt(river -> river.first));
        next = new ArrayList<>(next.subList(0, MOST));
      }
      rivers = next;
    }
    for (River river : rivers) {
      keep(river, rows.size() - 1, found);
    }
    found.sort(
        Comparator.comparingInt(Gutter::support)
            .thenComparingInt(Gutter::both)
            .thenComparingDouble(gutter -> gutter.x1 - gutter.x0)
            .reversed()
            .thenComparingDouble(Gutter::x0));
    return found.size() > MOST_CANDIDATES ? found.subList(0, MOST_CANDIDATES) : found;
  }

  /// The white of a row from edge to edge: pairs of x.
  private static double[] gaps(Row row) {
    double[] gaps = new double[2 * row.pieces.size() + 2];
    int count = 0;
    double reach = Double.NEGATIVE_INFINITY;
    for (Piece piece : row.pieces) {
      if (piece.x0 > reach) {
        gaps[count++] = reach;
        gaps[count++] = piece.x0;
      }
      reach = Math.max(reach, piece.x1);
    }
    gaps[count++] = reach;
    gaps[count++] = Double.POSITIVE_INFINITY;
    return count == gaps.length ? gaps : java.util.Arrays.copyOf(gaps, count);
  }

  private static void flow(River river, double[] gaps, double narrowest, List<River> next) {
    int gap = firstEndingAfter(gaps, river.x0);
    for (; gap < gaps.length && gaps[gap] < river.x1; gap += 2) {
      double x0 = Math.max(river.x0, gaps[gap]);
      double x1 = Math.min(river.x1, gaps[gap + 1]);
      if (x1 - x0 < narrowest) {
        continue;
      }
      int left = gap > 0 ? 1 : 0;
      int right = gap + 2 < gaps.length ? 1 : 0;
      next.add(
          new River(
              x0,
              x1,
              river.first,
              river.left + left,
              river.right + right,
              river.both + left * right));
      river.flowsOn = true;
    }
  }

  private static int firstEndingAfter(double[] gaps, double x) {
    int low = 0;
    int high = gaps.length / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (gaps[2 * middle + 1] <= x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 2 * low;
  }

  private static void spring(double[] gaps, int row, double narrowest, List<River> next) {
    int older = next.size();
    int limit = Math.min(gaps.length, 2 * MOST);
    for (int gap = 0; gap < limit; gap += 2) {
      double x0 = gaps[gap];
      double x1 = gaps[gap + 1];
      if (x1 - x0 < narrowest || isThere(next, older, x0, x1)) {
        continue;
      }
      int left = gap > 0 ? 1 : 0;
      int right = gap + 2 < gaps.length ? 1 : 0;
      next.add(new River(x0, x1, row, left, right, left * right));
    }
  }

  private static boolean isThere(List<River> rivers, int count, double x0, double x1) {
    for (int i = 0; i < count; i++) {
      River river = rivers.get(i);
      boolean left = river.x0 == x0 || Math.abs(river.x0 - x0) < 1;
      boolean right = river.x1 == x1 || Math.abs(river.x1 - x1) < 1;
      if (left && right) {
        return true;
      }
    }
    return false;
  }

  private static void keep(River river, int last, List<Gutter> found) {
    if (Math.min(river.left, river.right) < 2 || Double.isInfinite(river.x1 - river.x0)) {
      return;
    }
    found.add(
        new Gutter(river.x0, river.x1, river.first, last, river.left, river.right, river.both));
  }
}
