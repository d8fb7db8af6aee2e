package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows in reading order: cut at the gutters between columns, each column read to its end before
/// the next, tables without rules taken out as things.
///
/// A cut never crosses a row that runs over the gutter: a title over two columns ends them.
final class Regions {

  private static final int DEEPEST = 12;

  private final List<List<Row>> leaves = new ArrayList<>();
  private final Rules rules;

  private Regions(Rules rules) {
    this.rules = rules;
  }

  /// Runs of rows that belong to one column, in reading order.
  static List<List<Row>> of(List<Row> rows, Rules rules) {
    var regions = new Regions(rules);
    regions.read(rows, 0);
    return regions.leaves;
  }

  private void read(List<Row> closed, int depth) {
    if (closed.isEmpty()) {
      return;
    }
    if (closed.size() < 2 || depth >= DEEPEST) {
      leaves.add(closed);
      return;
    }
    List<Row> rows = Rows.opened(closed);
    List<Gutter> candidates = Gutter.in(rows, Rows.NARROWEST * usualSize(rows));
    for (Gutter candidate : candidates) {
      if (readColumns(rows, candidate, depth)) {
        return;
      }
    }
    for (Gutter candidate : candidates) {
      if (readTable(rows, candidate, depth)) {
        return;
      }
    }
    leaves.add(closed);
  }

  private boolean readColumns(List<Row> rows, Gutter gutter, int depth) {
    int[] range = range(gutter, rows, true);
    List<Row> middle = rows.subList(range[0], range[1] + 1);
    if (middle.size() < 2 || !Sides.areColumns(gutter, middle)) {
      return false;
    }
    read(rows.subList(0, range[0]), depth + 1);
    read(side(middle, gutter, true), depth + 1);
    read(side(middle, gutter, false), depth + 1);
    read(rows.subList(range[1] + 1, rows.size()), depth + 1);
    return true;
  }

  private boolean readTable(List<Row> rows, Gutter gutter, int depth) {
    int[] range = range(gutter, rows, false);
    Optional<AlignedTable> table = AlignedTable.in(rows, range[0], range[1], rules);
    if (table.isEmpty()) {
      return false;
    }
    AlignedTable found = table.get();
    read(rows.subList(0, found.firstRow), depth + 1);
    leaves.add(List.of(new Row(List.of(found.piece()))));
    read(rows.subList(found.lastRow + 1, rows.size()), depth + 1);
    return true;
  }

  static double usualSize(List<Row> rows) {
    double[] sizes = new double[rows.size()];
    int count = 0;
    for (Row row : rows) {
      if (row.isText()) {
        sizes[count++] = row.size;
      }
    }
    if (count == 0) {
      return 10;
    }
    java.util.Arrays.sort(sizes, 0, count);
    return sizes[count / 2];
  }

  private static List<Row> side(List<Row> rows, Gutter gutter, boolean left) {
    List<Row> side = new ArrayList<>(rows.size());
    for (Row row : rows) {
      int split = Sides.split(row, gutter);
      List<Piece> pieces =
          left ? row.pieces.subList(0, split) : row.pieces.subList(split, row.pieces.size());
      if (!pieces.isEmpty()) {
        side.add(pieces.size() == row.pieces.size() ? row : new Row(pieces));
      }
    }
    return side;
  }

  /// The part of a gutter's run where both sides have words, and what goes on from there on one
  /// side without a break. Short lines above and below that merely do not reach the gutter stay
  /// out.
  ///
  /// @param goingOn whether to take in what goes on
  private static int[] range(Gutter gutter, List<Row> rows, boolean goingOn) {
    int firstLeft = -1;
    int firstRight = -1;
    int lastLeft = -1;
    int lastRight = -1;
    for (int i = gutter.first(); i <= gutter.last(); i++) {
      Row row = rows.get(i);
      int split = Sides.split(row, gutter);
      if (split > 0) {
        firstLeft = firstLeft < 0 ? i : firstLeft;
        lastLeft = i;
      }
      if (split < row.pieces.size()) {
        firstRight = firstRight < 0 ? i : firstRight;
        lastRight = i;
      }
    }
    int top = Math.max(firstLeft, firstRight);
    int bottom = Math.min(lastLeft, lastRight);
    double x0 = Double.MAX_VALUE;
    double x1 = -Double.MAX_VALUE;
    double y1 = -Double.MAX_VALUE;
    for (int i = Math.min(top, bottom); i <= Math.max(top, bottom); i++) {
      x0 = Math.min(x0, rows.get(i).x0);
      x1 = Math.max(x1, rows.get(i).x1);
      y1 = Math.max(y1, rows.get(i).y1);
    }
    if (top > bottom) {
      // One side ends where the other begins: nothing is side by side.
      return new int[] {top, top};
    }
    if (!goingOn) {
      return new int[] {top, bottom};
    }
    while (top > gutter.first() && goesOn(rows.get(top - 1), rows.get(top), x0, x1)) {
      top--;
    }
    while (bottom < gutter.last() && belongs(rows, bottom, gutter, y1)) {
      bottom++;
      y1 = Math.max(y1, rows.get(bottom).y1);
    }
    return new int[] {top, rest(gutter, rows, top, bottom)};
  }

  /// The last row of what the longer column goes on with where the other has ended, across the gaps
  /// between its paragraphs: lines of its own width, most of them full.
  private static int rest(Gutter gutter, List<Row> rows, int top, int bottom) {
    if (bottom >= gutter.last()) {
      return bottom;
    }
    boolean left = Sides.split(rows.get(bottom + 1), gutter) > 0;
    double x0 = Double.MAX_VALUE;
    double x1 = -Double.MAX_VALUE;
    for (Row row : rows.subList(top, bottom + 1)) {
      int split = Sides.split(row, gutter);
      for (Piece piece :
          left ? row.pieces.subList(0, split) : row.pieces.subList(split, row.pieces.size())) {
        x0 = Math.min(x0, piece.x0);
        x1 = Math.max(x1, piece.x1);
      }
    }
    int full = 0;
    int last = bottom;
    for (int i = bottom + 1; i <= gutter.last(); i++) {
      Row row = rows.get(i);
      boolean oneSided = Sides.split(row, gutter) == (left ? row.pieces.size() : 0);
      boolean inside = row.x0 >= x0 - 0.5 * row.size && row.x1 <= x1 + 0.5 * row.size;
      if (!oneSided || !inside || row.y0 - rows.get(i - 1).y1 > 3 * row.size) {
        break;
      }
      full += row.x1 >= x1 - 0.05 * (x1 - x0) ? 1 : 0;
      last = i;
    }
    return full >= 2 && 2 * full >= last - bottom ? last : bottom;
  }

  /// Whether the next row still belongs to the column that is longer than the other: a paragraph's
  /// distance may lie between.
  private static boolean belongs(List<Row> rows, int bottom, Gutter gutter, double y1) {
    Row next = rows.get(bottom + 1);
    if (next.y0 < y1 - 1) {
      return true;
    }
    boolean left = next.x1 < gutter.middle();
    double x0 = Double.MAX_VALUE;
    double x1 = -Double.MAX_VALUE;
    int seen = 0;
    for (int i = bottom; i >= gutter.first() && seen < 40; i--) {
      for (Piece piece : rows.get(i).pieces) {
        if (piece.x1 < gutter.middle() == left) {
          x0 = Math.min(x0, piece.x0);
          x1 = Math.max(x1, piece.x1);
          seen++;
        }
      }
    }
    boolean inside = next.x0 >= x0 - next.size && next.x1 <= x1 + next.size;
    return inside && next.y0 - y1 < 2.2 * next.size;
  }

  private static boolean goesOn(Row upper, Row lower, double x0, double x1) {
    double pitch = lower.baseline - upper.baseline;
    double size = Math.max(upper.size, lower.size);
    boolean inside =
        Math.min(upper.x0, lower.x0) >= x0 - size && Math.max(upper.x1, lower.x1) <= x1 + size;
    return inside && pitch < 1.75 * size;
  }
}
