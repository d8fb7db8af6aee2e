package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A table on its way: a grid and the words of its cells.
final class TableDraft implements Thing {

  /// Where columns and rows begin and the last ones end, ascending.
  private final double[] xs;

  private final double[] ys;
  private final List<Cell> cells;
  private final String label;
  private int headerRows;

  static final class Cell {
    final int row;
    final int column;
    final int rowSpan;
    final int colSpan;
    final List<Token> tokens = new ArrayList<>();

    /// Lines that stand in another direction than the table.
    final List<Line> foreign = new ArrayList<>();

    Cell(int row, int column, int rowSpan, int colSpan) {
      this.row = row;
      this.column = column;
      this.rowSpan = rowSpan;
      this.colSpan = colSpan;
    }

    boolean isEmpty() {
      return tokens.isEmpty() && foreign.isEmpty();
    }

    String text() {
      return TextLine.textOf(tokens);
    }
  }

  TableDraft(double[] xs, double[] ys, List<Cell> cells, String label) {
    this.xs = xs;
    this.ys = ys;
    this.cells = new ArrayList<>(cells);
    this.cells.sort(
        Comparator.<Cell>comparingInt(cell -> cell.row).thenComparingInt(cell -> cell.column));
    this.label = label;
  }

  @Override
  public Area area() {
    Area area = new Area(xs[0], ys[0], xs[xs.length - 1], ys[ys.length - 1]);
    for (Cell cell : cells) {
      for (Token token : cell.tokens) {
        area = area.union(token.area());
      }
    }
    return area;
  }

  Area grid() {
    return new Area(xs[0], ys[0], xs[xs.length - 1], ys[ys.length - 1]);
  }

  int words() {
    int words = 0;
    for (Cell cell : cells) {
      words += cell.tokens.size();
    }
    return words;
  }

  /// The cell at a place within the grid.
  Cell cellAt(double x, double y) {
    for (Cell cell : cells) {
      if (x >= xs[cell.column]
          && x <= xs[cell.column + cell.colSpan]
          && y >= ys[cell.row]
          && y <= ys[cell.row + cell.rowSpan]) {
        return cell;
      }
    }
    return cells.getLast();
  }

  private int rows() {
    return ys.length - 1;
  }

  /// The first rows are the header where they alone are bold, or stand above a rule of their own,
  /// or hold words above columns of numbers.
  void markHeader(Rules rules) {
    if (rows() < 2) {
      return;
    }
    headerRows = Math.max(boldRows(), Math.max(wordsAboveNumbers(), ruledOff(rules)));
    for (Cell cell : cells) {
      if (cell.row < headerRows && cell.row + cell.rowSpan > headerRows) {
        headerRows = cell.row + cell.rowSpan;
      }
    }
    if (headerRows >= rows()) {
      headerRows = 0;
    }
  }

  private int boldRows() {
    int bold = 0;
    while (bold < Math.min(4, rows()) && isBold(bold)) {
      bold++;
    }
    // Bold throughout says nothing.
    return bold < rows() && bold <= 3 && !isBold(rows() - 1) ? bold : 0;
  }

  private boolean isBold(int row) {
    int words = 0;
    for (Cell cell : cells) {
      if (cell.row == row) {
        for (Token token : cell.tokens) {
          if (!token.bold) {
            return false;
          }
          words++;
        }
      }
    }
    return words > 0;
  }

  private int wordsAboveNumbers() {
    int[] numbers = new int[rows()];
    int[] words = new int[rows()];
    for (Cell cell : cells) {
      if (cell.column == 0 || cell.tokens.isEmpty()) {
        continue;
      }
      if (Cells.isNumeric(cell.text()) && !isYear(cell.text())) {
        numbers[cell.row]++;
      } else {
        words[cell.row]++;
      }
    }
    int first = 0;
    while (first < rows() && numbers[first] == 0) {
      first++;
    }
    if (first == 0 || first > 3 || first == rows()) {
      return 0;
    }
    int numeric = 0;
    for (int row = first; row < rows(); row++) {
      numeric += numbers[row] > 0 ? 1 : 0;
    }
    boolean named = words[0] > 0;
    return named && numeric >= 0.6 * (rows() - first) ? first : 0;
  }

  private static boolean isYear(String text) {
    return text.length() == 4 && (text.startsWith("19") || text.startsWith("20"));
  }

  /// One rule below the first rows and none between the others.
  private int ruledOff(Rules rules) {
    if (!label.equals("table-aligned") && !label.equals("table-rows-ruled")) {
      return 0;
    }
    double x0 = xs[0];
    double x1 = xs[xs.length - 1];
    int at = 0;
    int drawn = 0;
    for (int row = 1; row < rows(); row++) {
      if (rules.separates(ys[row] - 5, ys[row] + 5, x0, x1, 0.6)) {
        at = at == 0 ? row : at;
        drawn++;
      }
    }
    return at > 0 && at <= 3 && drawn <= 2 ? at : 0;
  }

  Block.Table block(Frame frame) {
    List<Block.Cell> finished = new ArrayList<>(cells.size());
    BoundingBox around = frame.box(area());
    for (Cell cell : cells) {
      Area area =
          new Area(
              xs[cell.column],
              ys[cell.row],
              xs[cell.column + cell.colSpan],
              ys[cell.row + cell.rowSpan]);
      List<Line> lines = new ArrayList<>();
      if (!cell.tokens.isEmpty()) {
        for (Row row : Rows.of(cell.tokens)) {
          var line = new TextLine(row.joined());
          area = area.union(line.area());
          lines.add(line.line());
        }
      }
      BoundingBox box = frame.box(area);
      for (Line line : cell.foreign) {
        lines.add(line);
        box = box.union(line.box());
      }
      around = around.union(box);
      boolean header = cell.row < headerRows && !lines.isEmpty();
      finished.add(
          new Block.Cell(cell.row, cell.column, cell.rowSpan, cell.colSpan, header, lines, box));
    }
    return new Block.Table(finished, around, label);
  }

  List<Cell> cells() {
    return cells;
  }

  String label() {
    return label;
  }
}
