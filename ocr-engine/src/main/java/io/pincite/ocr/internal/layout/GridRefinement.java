package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Rows and columns that a drawn grid leaves to the eye: many tables rule off only their header,
/// their outside, or every second column.
///
/// A band of the grid is divided into its lines only where several columns have a word on most of
/// them and the words are short or numbers: a cell of running text stays one cell.
final class GridRefinement {

  private final double[] xs;
  private final double[] ys;
  private final List<TableDraft.Cell> cells;
  private final TreeSet<Double> moreX = new TreeSet<>();
  private final TreeSet<Double> moreY = new TreeSet<>();

  /// Which bands of the grid were divided.
  private final boolean[] divided;

  private GridRefinement(double[] xs, double[] ys, List<TableDraft.Cell> cells) {
    this.xs = xs;
    this.ys = ys;
    this.cells = cells;
    this.divided = new boolean[ys.length - 1];
  }

  static TableDraft of(double[] xs, double[] ys, List<TableDraft.Cell> cells, Rules rules) {
    var refinement = new GridRefinement(xs, ys, cells);
    for (int band = 0; band < ys.length - 1; band++) {
      refinement.look(band);
    }
    TableDraft table =
        refinement.moreY.isEmpty() && refinement.moreX.isEmpty()
            ? new TableDraft(xs, ys, cells, "table-ruled")
            : refinement.divide();
    table.markHeader(rules);
    return table;
  }

  private void look(int band) {
    List<TableDraft.Cell> inside = new ArrayList<>();
    List<Token> tokens = new ArrayList<>();
    for (TableDraft.Cell cell : cells) {
      if (cell.row > band || cell.row + cell.rowSpan <= band) {
        continue;
      }
      if (cell.rowSpan > 1 && !cell.isEmpty()) {
        return;
      }
      inside.add(cell);
      tokens.addAll(cell.tokens);
    }
    if (tokens.size() < 4) {
      return;
    }
    List<Row> rows = Rows.of(tokens);
    if (rows.size() < 3 || !areRows(rows, inside)) {
      return;
    }
    divided[band] = true;
    for (int i = 1; i < rows.size(); i++) {
      moreY.add((rows.get(i - 1).y1 + rows.get(i).y0) / 2);
    }
    for (TableDraft.Cell cell : inside) {
      lookForColumns(cell, rows.size());
    }
  }

  private boolean areRows(List<Row> rows, List<TableDraft.Cell> inside) {
    int columns = 0;
    int full = 0;
    int numeric = 0;
    int pieces = 0;
    int characters = 0;
    for (TableDraft.Cell cell : inside) {
      if (cell.tokens.isEmpty()) {
        continue;
      }
      columns++;
      List<Row> lines = Rows.of(cell.tokens);
      full += lines.size() >= 0.5 * rows.size() ? 1 : 0;
      for (Row line : lines) {
        String text = line.joined().text();
        pieces++;
        characters += text.length();
        boolean numbers = true;
        for (Piece piece : line.pieces) {
          for (Token token : piece.tokens) {
            numbers &= Cells.isNumeric(token.text());
          }
        }
        numeric += numbers ? 1 : 0;
      }
    }
    if (columns < 2 || full < 2 || full < 0.6 * columns) {
      return false;
    }
    boolean numbers = numeric >= 0.35 * pieces;
    boolean brief = rows.size() >= 4 && characters <= 18 * pieces && full >= 0.8 * columns;
    return numbers || brief;
  }

  /// White through all but few lines of a cell, with words on both sides of it on most.
  private void lookForColumns(TableDraft.Cell cell, int lines) {
    if (cell.tokens.isEmpty() || lines < 4) {
      return;
    }
    List<double[]> runs = new ArrayList<>();
    double size = cell.tokens.getFirst().size;
    for (Row row : Rows.of(cell.tokens)) {
      addRuns(row.joined().tokens, runs);
    }
    runs.sort(Comparator.comparingDouble(run -> run[0]));
    double reach = runs.getFirst()[1];
    int before = 1;
    for (int i = 1; i < runs.size(); i++) {
      double[] run = runs.get(i);
      int after = runs.size() - i;
      if (run[0] - reach > 0.35 * size && before >= 0.4 * lines && after >= 0.4 * lines) {
        moreX.add((reach + run[0]) / 2);
      }
      reach = Math.max(reach, run[1]);
      before++;
    }
  }

  /// Words of a line run together where only a space parts them, but never two numbers.
  private static void addRuns(List<Token> tokens, List<double[]> runs) {
    double[] open = {tokens.getFirst().x0, tokens.getFirst().x1};
    boolean number = Cells.isNumeric(tokens.getFirst().text());
    for (Token token : tokens.subList(1, tokens.size())) {
      boolean numbers = number && Cells.isNumeric(token.text());
      if (token.x0 - open[1] > (numbers ? 0.2 : 0.7) * token.size) {
        runs.add(open);
        open = new double[] {token.x0, token.x1};
      } else {
        open[1] = Math.max(open[1], token.x1);
      }
      number = Cells.isNumeric(token.text());
    }
    runs.add(open);
  }

  private TableDraft divide() {
    double[] newXs = merged(xs, moreX);
    double[] newYs = merged(ys, moreY);
    List<TableDraft.Cell> result = new ArrayList<>();
    for (TableDraft.Cell cell : cells) {
      int top = at(newYs, ys[cell.row]);
      int bottom = at(newYs, ys[cell.row + cell.rowSpan]);
      int left = at(newXs, xs[cell.column]);
      int right = at(newXs, xs[cell.column + cell.colSpan]);
      boolean lines = cell.rowSpan == 1 && divided[cell.row];
      if (lines
          || right - left > cell.colSpan
              && !cell.isEmpty()
              && hasGapsAt(cell, newXs, left, right)) {
        split(cell, newXs, newYs, new int[] {top, bottom, left, right}, result);
      } else {
        var whole = new TableDraft.Cell(top, left, bottom - top, right - left);
        whole.tokens.addAll(cell.tokens);
        result.add(whole);
      }
    }
    return new TableDraft(newXs, newYs, result, "table-ruled");
  }

  /// Whether the words of a header cell stand apart where the columns below it do.
  private static boolean hasGapsAt(TableDraft.Cell cell, double[] xs, int left, int right) {
    for (int i = left + 1; i < right; i++) {
      double edge = xs[i];
      boolean leftOf = false;
      boolean rightOf = false;
      for (Token token : cell.tokens) {
        if (token.x0 < edge - 1 && token.x1 > edge + 1) {
          return false;
        }
        leftOf |= token.x1 <= edge + 1;
        rightOf |= token.x0 >= edge - 1;
      }
      if (!leftOf || !rightOf) {
        return false;
      }
      for (Row row : Rows.of(cell.tokens)) {
        if (row.pieces.stream().anyMatch(piece -> piece.x0 < edge && piece.x1 > edge)) {
          return false;
        }
      }
    }
    return true;
  }

  private static void split(
      TableDraft.Cell cell, double[] xs, double[] ys, int[] range, List<TableDraft.Cell> result) {
    int width = range[3] - range[2];
    int height = range[1] - range[0];
    TableDraft.Cell[] parts = new TableDraft.Cell[width * height];
    boolean byLine = height > 1;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new TableDraft.Cell(range[0] + i / width, range[2] + i % width, 1, 1);
      result.add(parts[i]);
    }
    for (Token token : cell.tokens) {
      int row = byLine ? index(ys, (token.y0 + token.y1) / 2, range[0], range[1]) : range[0];
      int column = index(xs, (token.x0 + token.x1) / 2, range[2], range[3]);
      parts[(row - range[0]) * width + column - range[2]].tokens.add(token);
    }
  }

  private static int index(double[] edges, double value, int from, int to) {
    int i = from;
    while (i + 1 < to && value > edges[i + 1]) {
      i++;
    }
    return i;
  }

  private static double[] merged(double[] edges, TreeSet<Double> more) {
    double[] all = Arrays.copyOf(edges, edges.length + more.size());
    int i = edges.length;
    for (double edge : more) {
      boolean there = Arrays.stream(edges).anyMatch(known -> Math.abs(known - edge) < 3);
      if (!there) {
        all[i++] = edge;
      }
    }
    all = Arrays.copyOf(all, i);
    Arrays.sort(all);
    return all;
  }

  private static int at(double[] edges, double value) {
    return Arrays.binarySearch(edges, value);
  }
}
