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
    TableDraft table = refinement.divide();
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
      inside.addAll(across(cell));
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

  /// A cell over several columns as the columns its words stand in.
  private List<TableDraft.Cell> across(TableDraft.Cell cell) {
    List<TableDraft.Cell> parts = new ArrayList<>();
    addAcross(
        cell.tokens,
        new int[] {cell.row, cell.row + cell.rowSpan, cell.column, cell.column + cell.colSpan},
        xs,
        parts);
    return parts;
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
    return numbers || characters <= 18 * pieces && full >= 0.8 * columns && areApart(rows);
  }

  /// Whether lines stand further apart than lines of one text do.
  private static boolean areApart(List<Row> rows) {
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i).baseline - rows.get(i - 1).baseline < 1.5 * rows.get(i).size) {
        return false;
      }
    }
    return rows.size() >= 4;
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
      if (cell.rowSpan == 1 && divided[cell.row]) {
        for (int row = top; row < bottom; row++) {
          double from = row == top ? Double.NEGATIVE_INFINITY : newYs[row];
          double to = row == bottom - 1 ? Double.POSITIVE_INFINITY : newYs[row + 1];
          List<Token> line = new ArrayList<>();
          for (Token token : cell.tokens) {
            double middle = (token.y0 + token.y1) / 2;
            if (middle >= from && middle < to) {
              line.add(token);
            }
          }
          addAcross(line, new int[] {row, row + 1, left, right}, newXs, result);
        }
      } else {
        addAcross(cell.tokens, new int[] {top, bottom, left, right}, newXs, result);
      }
    }
    return new TableDraft(newXs, newYs, result, "table-ruled");
  }

  /// Cells for the words of one space: where no line is drawn between columns, words that stand
  /// apart where other rows have their columns are cells of their own.
  private static void addAcross(
      List<Token> tokens, int[] range, double[] xs, List<TableDraft.Cell> result) {
    int top = range[0];
    int bottom = range[1];
    int left = range[2];
    int right = range[3];
    List<Integer> edges = new ArrayList<>(List.of(left));
    if (tokens.isEmpty() && bottom - top == 1) {
      for (int column = left + 1; column < right; column++) {
        edges.add(column);
      }
    } else if (!tokens.isEmpty() && right - left > 1) {
      edges.addAll(edgesBetweenWords(tokens, left, right, xs));
    }
    edges.add(right);
    for (int i = 1; i < edges.size(); i++) {
      var cell =
          new TableDraft.Cell(top, edges.get(i - 1), bottom - top, edges.get(i) - edges.get(i - 1));
      double from = i == 1 ? Double.NEGATIVE_INFINITY : xs[edges.get(i - 1)];
      double to = i == edges.size() - 1 ? Double.POSITIVE_INFINITY : xs[edges.get(i)];
      for (Token token : tokens) {
        double middle = (token.x0 + token.x1) / 2;
        if (middle >= from && middle < to) {
          cell.tokens.add(token);
        }
      }
      result.add(cell);
    }
  }

  private static List<Integer> edgesBetweenWords(
      List<Token> tokens, int left, int right, double[] xs) {
    List<double[]> runs = new ArrayList<>();
    for (Row row : Rows.of(tokens)) {
      addRuns(row.joined().tokens, runs);
    }
    runs.sort(Comparator.comparingDouble(run -> run[0]));
    List<Integer> edges = new ArrayList<>();
    double reach = runs.getFirst()[1];
    for (double[] run : runs) {
      int edge = -1;
      for (int i = left + 1; i < right; i++) {
        if (xs[i] >= reach - 1 && xs[i] <= run[0] + 1) {
          edge = i;
        }
      }
      if (run[0] > reach && edge > 0) {
        edges.add(edge);
      }
      reach = Math.max(reach, run[1]);
    }
    return edges;
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
