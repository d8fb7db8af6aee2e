package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The rows and columns of a model's table on the page, as far as its words tell.
final class Grid {

  private final double[] columns;
  private final double[] rows;
  private final Way way;

  private Grid(double[] columns, double[] rows, Way way) {
    this.way = way;
    this.columns = columns;
    this.rows = rows;
  }

  /// @param words boxes of the words of each cell that are surely its own
  /// @param way in which words of the table go
  static Grid of(
      List<Written.Cell> cells, List<List<BoundingBox>> words, BoundingBox onPage, Way way) {
    BoundingBox table = way.upright(onPage);
    int columnCount = cells.stream().mapToInt(c -> c.column() + c.colSpan()).max().orElse(1);
    int rowCount = cells.stream().mapToInt(c -> c.row() + c.rowSpan()).max().orElse(1);
    List<List<BoundingBox>> ofColumn = lists(columnCount);
    List<List<BoundingBox>> ofRow = lists(rowCount);
    for (int i = 0; i < cells.size(); i++) {
      Written.Cell cell = cells.get(i);
      List<BoundingBox> upright = words.get(i).stream().map(way::upright).toList();
      if (cell.colSpan() == 1) {
        ofColumn.get(cell.column()).addAll(upright);
      }
      if (cell.rowSpan() == 1) {
        ofRow.get(cell.row()).addAll(upright);
      }
    }
    return new Grid(
        edges(ofColumn, BoundingBox::x0, BoundingBox::x1, table.x0(), table.x1()),
        edges(ofRow, BoundingBox::y0, BoundingBox::y1, table.y0(), table.y1()),
        way);
  }

  private static List<List<BoundingBox>> lists(int count) {
    List<List<BoundingBox>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  /// Edges between neighbours: amidst the space between their words, or, where those overlap,
  /// between their middles. What has no words shares evenly what is left.
  private static double[] edges(
      List<List<BoundingBox>> parts,
      ToDoubleFunction<BoundingBox> start,
      ToDoubleFunction<BoundingBox> end,
      double from,
      double to) {
    int n = parts.size();
    double[] edges = new double[n + 1];
    Arrays.fill(edges, Double.NaN);
    edges[0] = from;
    edges[n] = to;
    int before = -1;
    for (int i = 0; i < n; i++) {
      if (parts.get(i).isEmpty()) {
        continue;
      }
      double starts = parts.get(i).stream().mapToDouble(start).min().orElseThrow();
      double left = before < 0 ? from : parts.get(before).stream().mapToDouble(end).max().orElse(0);
      if (before >= 0 && left > starts) {
        double middle =
            (middle(parts.get(before), start, end) + middle(parts.get(i), start, end)) / 2;
        left = middle;
        starts = middle;
      }
      // Of what lies between, those without words get an equal share each.
      int without = i - before - 1;
      if (before < 0) {
        for (int k = 1; k <= without; k++) {
          edges[k] = left + (Math.max(left, starts) - left) * k / without;
        }
      } else if (without == 0) {
        edges[i] = (left + starts) / 2;
      } else {
        for (int k = 0; k <= without; k++) {
          edges[before + 1 + k] = left + (starts - left) * k / without;
        }
      }
      before = i;
    }
    double left = before < 0 ? from : parts.get(before).stream().mapToDouble(end).max().orElse(0);
    int without = n - before - 1;
    for (int k = 0; k < without; k++) {
      edges[before + 1 + k] = left + (Math.max(left, to) - left) * k / without;
    }
    edges[0] = from;
    for (int i = 1; i <= n; i++) {
      edges[i] = Math.max(edges[i], edges[i - 1]);
    }
    return edges;
  }

  private static double middle(
      List<BoundingBox> boxes,
      ToDoubleFunction<BoundingBox> start,
      ToDoubleFunction<BoundingBox> end) {
    double[] middles =
        boxes.stream()
            .mapToDouble(box -> (start.applyAsDouble(box) + end.applyAsDouble(box)) / 2)
            .sorted()
            .toArray();
    return middles[middles.length / 2];
  }

  /// Where a cell has its place.
  BoundingBox slot(Written.Cell cell) {
    return way.onPage(
        BoundingBox.clamped(
            columns[cell.column()],
            rows[cell.row()],
            columns[cell.column() + cell.colSpan()],
            rows[cell.row() + cell.rowSpan()]));
  }
}
