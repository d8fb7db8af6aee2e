package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.image.Letters;
import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.PagePixels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The parts of a page in which lines are looked for one by one, where its letters would be too
/// small to be seen if it were looked at as a whole: large drawings, long receipts, small print.
/// Parts end in white gaps where there are any; where there are none they overlap, and what is
/// found twice is put together.
final class Tiles {
  /// Pixels of small letters, as the detector would see them, under which it loses lines: those of
  /// 6-point type on a page of A4 have 3.7, and it finds all of them.
  private static final double TOO_SMALL = 3.3;

  /// Pixels of small letters as the detector sees them in a part. Of 31 lines right across a part
  /// the detector found all at 6.5 to 9, and 27 at 5.5.
  private static final double WELL_SEEN = 7;

  /// Pixels of small letters in the picture itself under which nobody can read them: no part shows
  /// more than there is.
  private static final double LEGIBLE = 5;

  /// With fewer letters a page is no page of text.
  private static final int FEWEST_LETTERS = 40;

  /// From there on of a part's length a gap is looked for to end it.
  private static final double EARLIEST_END = 0.7;

  /// In heights of small letters. A line with what hangs below it and stands above it has two and a
  /// half.
  private static final double LEAST_GAP = 0.5;

  private static final double OVERLAP = 8;

  /// Two boxes are parts of one line when they share this much of the height of the lower one.
  private static final double SAME_LINE = 0.6;

  private Tiles() {}

  static boolean isLegible(Letters letters) {
    return letters.height() >= LEGIBLE;
  }

  /// A part of a page, in its pixels.
  record Tile(int x, int y, int width, int height) {
    PagePixels of(PagePixels page) {
      return page.part(x, y, width, height);
    }

    LineBox onPage(LineBox line) {
      return line.moved(x, y);
    }
  }

  /// The parts, and how large they are to be seen.
  ///
  /// @param scale of the page's pixels to the detector's
  record Cut(List<Tile> tiles, double scale) {}

  /// How the page is to be cut; into one part where it is seen well as a whole.
  ///
  /// @param side pixels that the detector sees of the longer side of a page, or of a part
  static Cut of(PagePixels page, Letters letters, int side) {
    int longest = Math.max(page.width(), page.height());
    double seen = letters.height() * Math.min(1, (double) side / longest);
    if (letters.count() < FEWEST_LETTERS || seen >= TOO_SMALL || !isLegible(letters)) {
      return new Cut(List.of(new Tile(0, 0, page.width(), page.height())), 1);
    }
    double scale = Math.min(1, WELL_SEEN / letters.height());
    int most = (int) Math.ceil(side / scale);
    var tiles = new ArrayList<Tile>();
    int[] rows = letters.inRows(0, 0, page.width(), page.height());
    for (int[] band : pieces(rows, most, letters.height())) {
      int[] columns = letters.inColumns(0, band[0], page.width(), band[1] - band[0]);
      for (int[] piece : pieces(columns, most, letters.height())) {
        tiles.add(new Tile(piece[0], band[0], piece[1] - piece[0], band[1] - band[0]));
      }
    }
    return new Cut(List.copyOf(tiles), scale);
  }

  /// From and to of each piece along one side.
  ///
  /// @param ink in each row, or column
  private static List<int[]> pieces(int[] ink, int most, double letter) {
    var pieces = new ArrayList<int[]>();
    int from = 0;
    while (ink.length - from > most) {
      int gap = widestGap(ink, from + (int) (EARLIEST_END * most), from + most, letter);
      if (gap > 0) {
        pieces.add(new int[] {from, gap});
        from = gap;
      } else {
        pieces.add(new int[] {from, from + most});
        from = from + most - (int) Math.min(most / 4.0, Math.ceil(OVERLAP * letter));
      }
    }
    pieces.add(new int[] {from, ink.length});
    return pieces;
  }

  /// The middle of the widest gap, 0 where there is none.
  private static int widestGap(int[] ink, int from, int to, double letter) {
    int best = 0;
    int widest = (int) Math.max(1, Math.floor(LEAST_GAP * letter));
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || ink[i] > 0) {
        if (i - start > widest) {
          widest = i - start;
          best = (start + i) / 2;
        }
        start = i + 1;
      }
    }
    return best;
  }

  /// Lines found in parts, each once: what is of one line in two of them becomes one box.
  static List<LineBox> together(List<List<LineBox>> found) {
    var lines = new ArrayList<LineBox>();
    var parts = new ArrayList<Integer>();
    for (int part = 0; part < found.size(); part++) {
      for (LineBox line : found.get(part)) {
        lines.add(line);
        parts.add(part);
      }
    }
    Integer[] order = new Integer[lines.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> Span.of(lines.get(i)).y0()));
    int[] group = new int[lines.size()];
    Arrays.setAll(group, i -> i);
    for (int i = 0; i < order.length; i++) {
      Span one = Span.of(lines.get(order[i]));
      for (int j = i + 1; j < order.length; j++) {
        Span other = Span.of(lines.get(order[j]));
        if (other.y0() > one.y1()) {
          break;
        }
        if (!parts.get(order[i]).equals(parts.get(order[j])) && one.isOfSameLine(other)) {
          join(group, order[i], order[j]);
        }
      }
    }
    var together = new ArrayList<LineBox>();
    for (int i = 0; i < group.length; i++) {
      if (root(group, i) != i) {
        continue;
      }
      LineBox joined = lines.get(i);
      for (int j = i + 1; j < group.length; j++) {
        if (root(group, j) == i) {
          joined = union(joined, lines.get(j));
        }
      }
      together.add(joined);
    }
    return together;
  }

  private static void join(int[] group, int one, int other) {
    int a = root(group, one);
    int b = root(group, other);
    group[Math.max(a, b)] = Math.min(a, b);
  }

  private static int root(int[] group, int i) {
    int root = i;
    while (group[root] != root) {
      root = group[root];
    }
    return root;
  }

  /// Both, at the angle of the longer one.
  private static LineBox union(LineBox one, LineBox other) {
    LineBox longer = one.width() * one.height() >= other.width() * other.height() ? one : other;
    LineBox shorter = longer == one ? other : one;
    double cos = Math.cos(longer.angle());
    double sin = Math.sin(longer.angle());
    double left = -longer.width() / 2;
    double right = longer.width() / 2;
    double top = -longer.height() / 2;
    double bottom = longer.height() / 2;
    for (double along : new double[] {0, shorter.width()}) {
      for (double across : new double[] {0, shorter.height()}) {
        double dx = shorter.pageX(along, across) - longer.centerX();
        double dy = shorter.pageY(along, across) - longer.centerY();
        left = Math.min(left, dx * cos + dy * sin);
        right = Math.max(right, dx * cos + dy * sin);
        top = Math.min(top, dy * cos - dx * sin);
        bottom = Math.max(bottom, dy * cos - dx * sin);
      }
    }
    double along = (left + right) / 2;
    double across = (top + bottom) / 2;
    return new LineBox(
        longer.centerX() + along * cos - across * sin,
        longer.centerY() + along * sin + across * cos,
        right - left,
        bottom - top,
        longer.angle(),
        Math.max(one.score(), other.score()));
  }

  /// The upright box around a line.
  private record Span(double x0, double y0, double x1, double y1) {
    static Span of(LineBox line) {
      double cos = Math.abs(Math.cos(line.angle()));
      double sin = Math.abs(Math.sin(line.angle()));
      double halfWidth = (line.width() * cos + line.height() * sin) / 2;
      double halfHeight = (line.width() * sin + line.height() * cos) / 2;
      return new Span(
          line.centerX() - halfWidth,
          line.centerY() - halfHeight,
          line.centerX() + halfWidth,
          line.centerY() + halfHeight);
    }

    boolean isOfSameLine(Span other) {
      double across = Math.min(y1, other.y1) - Math.max(y0, other.y0);
      double along = Math.min(x1, other.x1) - Math.max(x0, other.x0);
      if (across <= 0 || along <= 0) {
        return false;
      }
      boolean stands = isStanding() && other.isStanding();
      return stands
          ? along >= SAME_LINE * Math.min(x1 - x0, other.x1 - other.x0)
          : across >= SAME_LINE * Math.min(y1 - y0, other.y1 - other.y0);
    }

    private boolean isStanding() {
      return y1 - y0 > 1.5 * (x1 - x0);
    }
  }
}
