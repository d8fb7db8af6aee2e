package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A table that no grid of rules shows: rows whose pieces stand in columns.
final class AlignedTable {

  /// First and last of the rows it was found in.
  final int firstRow;

  final int lastRow;
  private final Thing thing;

  private AlignedTable(int firstRow, int lastRow, Thing thing) {
    this.firstRow = firstRow;
    this.lastRow = lastRow;
    this.thing = thing;
  }

  Piece piece() {
    return new Piece(thing);
  }

  /// A table in these rows without help from rules: it must prove itself.
  static Optional<AlignedTable> in(List<Row> rows, int first, int last, Rules rules) {
    return new Search(rows, rules, false).table(first, last);
  }

  /// A table between two horizontal rules of equal length: two rows are enough.
  static Optional<AlignedTable> between(List<Row> rows, int first, int last, Rules rules) {
    return new Search(rows, rules, true).table(first, last);
  }

  private record Column(double x0, double x1) {}

  /// A piece with the columns it stands in.
  private record Placed(Piece piece, int from, int to) {}

  private static final class Search {
    private final List<Row> rows;
    private final Rules rules;
    private final boolean ruled;

    Search(List<Row> rows, Rules rules, boolean ruled) {
      this.rows = rows;
      this.rules = rules;
      this.ruled = ruled;
    }

    Optional<AlignedTable> table(int first, int last) {
      int count = last - first + 1;
      if (count < (ruled ? 2 : 3) || count > 400) {
        return Optional.empty();
      }
      for (int i = first; i <= last; i++) {
        if (!rows.get(i).isText()) {
          return Optional.empty();
        }
      }
      if (ruled) {
        first = withoutTitle(first, last);
        last = withoutNotes(first, last);
        if (last - first < 1) {
          return Optional.empty();
        }
      }
      List<Column> columns = columns(first, last);
      if (columns.size() < 2 || columns.size() > 40) {
        return Optional.empty();
      }
      if (isContents(first, last, columns)) {
        return Optional.of(
            new AlignedTable(first, last, Contents.of(rows.subList(first, last + 1))));
      }
      if (!ruled) {
        first = withHeader(first, columns);
        last = withTail(last, columns);
      }
      List<List<Placed>> placed = new ArrayList<>();
      for (int i = first; i <= last; i++) {
        placed.add(place(rows.get(i), columns));
      }
      List<List<Integer>> groups = groups(placed, first, columns);
      if (!convinces(placed, groups, columns)) {
        return Optional.empty();
      }
      return Optional.of(new AlignedTable(first, last, draft(placed, groups, columns, first)));
    }

    /// Where few rows have ink is the white between columns.
    private List<Column> columns(int first, int last) {
      int pieces = 0;
      double size = 0;
      for (int i = first; i <= last; i++) {
        pieces += rows.get(i).pieces.size();
        size = Math.max(size, rows.get(i).size);
      }
      double[] starts = new double[pieces];
      double[] ends = new double[pieces];
      int n = 0;
      for (int i = first; i <= last; i++) {
        for (Piece piece : rows.get(i).pieces) {
          starts[n] = piece.x0;
          ends[n++] = piece.x1;
        }
      }
      Arrays.sort(starts);
      Arrays.sort(ends);
      int count = last - first + 1;
      int allowed = ruled ? (count >= 4 ? Math.max(1, count / 4) : 0) : count / 8;
      List<Column> columns = new ArrayList<>();
      int open = 0;
      int s = 0;
      int e = 0;
      double from = Double.NaN;
      double white = Double.NaN;
      while (e < n) {
        boolean start = s < n && starts[s] <= ends[e];
        double x = start ? starts[s++] : ends[e++];
        int before = open;
        open += start ? 1 : -1;
        if (before <= allowed && open > allowed) {
          if (Double.isNaN(from)) {
            from = x;
          } else if (x - white >= 0.3 * size) {
            columns.add(new Column(from, white));
            from = x;
          }
        } else if (before > allowed && open <= allowed) {
          white = x;
        }
      }
      if (!Double.isNaN(from)) {
        columns.add(new Column(from, white));
      }
      return columns;
    }

    /// Rows right above that stand over the columns name them.
    private int withHeader(int first, List<Column> columns) {
      int top = first;
      double pitch = 0;
      for (int i = first; i + 1 < rows.size() && i < first + 4; i++) {
        pitch = Math.max(pitch, rows.get(i + 1).baseline - rows.get(i).baseline);
      }
      while (top > 0 && first - top < 3) {
        Row above = rows.get(top - 1);
        Row below = rows.get(top);
        if (!above.isText()
            || below.baseline - above.baseline > Math.max(1.3 * pitch, 1.8 * below.size)
            || !namesColumns(above, columns)) {
          break;
        }
        top--;
      }
      return top;
    }

    /// A last cell may go on for some lines where all other columns are empty.
    private int withTail(int last, List<Column> columns) {
      int bottom = last;
      while (bottom + 1 < rows.size()) {
        Row upper = rows.get(bottom);
        Row lower = rows.get(bottom + 1);
        boolean near = lower.baseline - upper.baseline < 1.4 * Math.max(upper.size, lower.size);
        if (!lower.isText()
            || !near
            || lower.pieces.size() > 1
            || lower.x0 < columns.get(1).x0 - 3
            || lower.x1 > columns.getLast().x1 + 6) {
          break;
        }
        bottom++;
      }
      return bottom;
    }

    /// Lines over the table, between the rules of the page and its own.
    private int withoutTitle(int first, int last) {
      double x0 = Double.MAX_VALUE;
      double x1 = -Double.MAX_VALUE;
      for (int i = first; i <= last; i++) {
        x0 = Math.min(x0, rows.get(i).x0);
        x1 = Math.max(x1, rows.get(i).x1);
      }
      int top = first;
      while (top < last && isTitle(rows.get(top), x0, x1)) {
        top++;
      }
      return top;
    }

    private static boolean isTitle(Row row, double x0, double x1) {
      boolean wide = row.x1 - row.x0 > 0.5 * (x1 - x0);
      boolean captioned = wide && row.pieces.size() <= 2 && Roles.isCaption(row.joined().text());
      boolean atLeft = row.x0 < x0 + 0.1 * (x1 - x0);
      return row.pieces.size() == 1 && (wide || atLeft) || captioned;
    }

    private int withoutNotes(int first, int last) {
      double x0 = rows.get(first).x0;
      double x1 = rows.get(first).x1;
      int bottom = last;
      while (bottom > first) {
        Row row = rows.get(bottom);
        boolean wide = row.x1 - row.x0 > 0.6 * (x1 - x0);
        boolean number = Margins.isLoneNumber(row.joined().text());
        if (row.pieces.size() > 1 || !wide && !number) {
          break;
        }
        bottom--;
      }
      return bottom;
    }

    /// Titles and, at the right edge, numbers of pages that only grow.
    private boolean isContents(int first, int last, List<Column> columns) {
      int count = last - first + 1;
      if (columns.size() > 3 || count < 4) {
        return false;
      }
      int before = -1;
      int numbered = 0;
      int marked = 0;
      for (int i = first; i <= last; i++) {
        List<Piece> pieces = rows.get(i).pieces;
        String text = pieces.getLast().text();
        if (pieces.size() < 2) {
          continue;
        }
        marked += Marker.of(pieces.getFirst().text()).isPresent() ? 1 : 0;
        if (numbered == 0 && text.equalsIgnoreCase("page")) {
          continue;
        }
        if (text.length() > 4 || !isWhole(text)) {
          return false;
        }
        int page = Integer.parseInt(text);
        if (page < before || before >= 0 && page > before + 60) {
          return false;
        }
        before = page;
        numbered++;
      }
      return numbered >= 0.7 * count && before > 0 && (count >= 8 || marked >= 0.5 * count);
    }

    private static boolean isWhole(String text) {
      return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean namesColumns(Row row, List<Column> columns) {
      double edge = columns.getFirst().x0 - 6;
      double end = columns.getLast().x1 + 6;
      if (row.x0 < edge || row.x1 > end) {
        return false;
      }
      if (row.pieces.size() == 1) {
        // A title over several columns but not over the first.
        Piece piece = row.pieces.getFirst();
        return columns.size() > 2 && piece.x0 > columns.get(0).x1 && piece.characters() < 80;
      }
      int[] at = new int[columns.size()];
      for (Piece piece : row.pieces) {
        int from = columnOf(columns, piece.x0, piece.x1, true);
        int to = columnOf(columns, piece.x0, piece.x1, false);
        for (int c = from; c <= to; c++) {
          if (at[c]++ > 0) {
            return false;
          }
        }
      }
      return true;
    }

    private static List<Placed> place(Row row, List<Column> columns) {
      List<Placed> placed = new ArrayList<>();
      for (Piece piece : row.pieces) {
        divide(piece, columns, placed);
      }
      return placed;
    }

    /// A narrow gap between two cells looked like a space; now that the columns are known it does
    /// not.
    private static void divide(Piece piece, List<Column> columns, List<Placed> placed) {
      int from = columnOf(columns, piece.x0, piece.x1, true);
      int to = columnOf(columns, piece.x0, piece.x1, false);
      for (int c = from; c < to; c++) {
        double white0 = columns.get(c).x1;
        double white1 = columns.get(c + 1).x0;
        List<Token> tokens = piece.tokens;
        for (int i = 1; i < tokens.size(); i++) {
          double gap = tokens.get(i).x0 - tokens.get(i - 1).x1;
          boolean over = tokens.get(i).x0 >= white0 && tokens.get(i - 1).x1 <= white1 + 1;
          boolean digits =
              Cells.isNumeric(tokens.get(i).text()) && Cells.isNumeric(tokens.get(i - 1).text());
          if (over && gap > (digits ? 0.2 : 0.5) * piece.size) {
            divide(new Piece(tokens.subList(0, i)), columns, placed);
            divide(new Piece(tokens.subList(i, tokens.size())), columns, placed);
            return;
          }
        }
      }
      placed.add(new Placed(piece, from, to));
    }

    private static int columnOf(List<Column> columns, double x0, double x1, boolean first) {
      int found = -1;
      int nearest = 0;
      double distance = Double.MAX_VALUE;
      double enough = Math.min(4, 0.4 * (x1 - x0));
      for (int c = 0; c < columns.size(); c++) {
        Column column = columns.get(c);
        double overlap = Math.min(x1, column.x1) - Math.max(x0, column.x0);
        double least = Math.min(enough, 0.5 * (column.x1 - column.x0));
        if (overlap > least) {
          if (first) {
            return c;
          }
          found = c;
        }
        if (-overlap < distance) {
          distance = -overlap;
          nearest = c;
        }
      }
      return found < 0 ? nearest : found;
    }

    /// Text rows that make one row of the table.
    private List<List<Integer>> groups(List<List<Placed>> placed, int first, List<Column> columns) {
      double x0 = columns.getFirst().x0;
      double x1 = columns.getLast().x1;
      int drawn = 0;
      boolean[] separated = new boolean[placed.size()];
      for (int i = 1; i < placed.size(); i++) {
        Row upper = rows.get(first + i - 1);
        Row lower = rows.get(first + i);
        separated[i] =
            rules.separates(upper.baseline - 1, lower.baseline - 0.5 * lower.size, x0, x1, 0.5);
        drawn += separated[i] ? 1 : 0;
      }
      boolean byRules = drawn >= 2 && drawn >= 0.3 * (placed.size() - 1);
      double threshold = wrapPitch(first, placed.size());
      List<List<Integer>> groups = new ArrayList<>();
      for (int i = 0; i < placed.size(); i++) {
        boolean joins =
            i > 0
                && !separated[i]
                && !haveNumbersInOneColumn(placed.get(i - 1), placed.get(i))
                && (byRules && drawn >= 0.5 * placed.size() / 2.0
                    ? fitsOneRow(first + i)
                    : rows.get(first + i).baseline - rows.get(first + i - 1).baseline <= threshold
                        || wraps(placed.get(i - 1), placed.get(i), first + i, columns.size()));
        if (joins) {
          groups.getLast().add(i);
        } else {
          groups.add(new ArrayList<>(List.of(i)));
        }
      }
      return groups;
    }

    private static boolean haveNumbersInOneColumn(List<Placed> upper, List<Placed> lower) {
      for (Placed above : upper) {
        for (Placed below : lower) {
          if (above.from == below.from
              && above.from > 0
              && Cells.isNumeric(above.piece.text())
              && Cells.isNumeric(below.piece.text())) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean fitsOneRow(int row) {
      Row upper = rows.get(row - 1);
      Row lower = rows.get(row);
      return lower.baseline - upper.baseline < 1.7 * Math.max(upper.size, lower.size);
    }

    /// Where rows stand clearly further apart than the lines within them: up to which distance
    /// lines are of one row. 0 where all distances are alike.
    private double wrapPitch(int first, int count) {
      double[] pitches = new double[count - 1];
      for (int i = 1; i < count; i++) {
        pitches[i - 1] = rows.get(first + i).baseline - rows.get(first + i - 1).baseline;
      }
      Arrays.sort(pitches);
      double best = 0;
      double at = 0;
      for (int i = 1; i < pitches.length; i++) {
        double ratio = pitches[i] / Math.max(1, pitches[i - 1]);
        if (ratio > best) {
          best = ratio;
          at = (pitches[i] + pitches[i - 1]) / 2;
        }
      }
      double size = rows.get(first).size;
      long below = 0;
      for (double pitch : pitches) {
        below += pitch < at ? 1 : 0;
      }
      boolean enough = below >= 1 && pitches.length - below >= Math.max(2, 0.25 * pitches.length);
      return best > 1.3 && enough && at < 1.9 * size ? at : 0;
    }

    private boolean wraps(List<Placed> upper, List<Placed> lower, int row, int columns) {
      if (lower.isEmpty() || lower.getFirst().from == 0 || 2 * lower.size() > columns + 1) {
        return false;
      }
      if (lower.size() >= upper.size() || !fitsOneRow(row)) {
        return false;
      }
      for (Placed cell : lower) {
        boolean below = upper.stream().anyMatch(u -> u.from <= cell.from && cell.to <= u.to);
        if (!below || Cells.isNumeric(cell.piece.text())) {
          return false;
        }
      }
      return true;
    }

    private boolean convinces(
        List<List<Placed>> placed, List<List<Integer>> groups, List<Column> columns) {
      int width = columns.size();
      int filled = 0;
      int several = 0;
      int numeric = 0;
      int cells = 0;
      int prose = 0;
      int leaders = 0;
      int signatures = 0;
      int brackets = 0;
      for (List<Integer> group : groups) {
        boolean[] has = new boolean[width];
        for (int row : group) {
          for (Placed cell : placed.get(row)) {
            String text = cell.piece.text();
            cells++;
            signatures += Sides.isSignature(cell.piece) ? 1 : 0;
            numeric += Cells.isNumeric(text) ? 1 : 0;
            leaders += Cells.hasLeaders(text) ? 1 : 0;
            brackets += text.equals(")") || text.equals("|") || text.equals("）") ? 1 : 0;
            prose += cell.piece.tokens.size() > 12 && cell.piece.characters() > 45 ? 1 : 0;
            for (int c = cell.from; c <= cell.to; c++) {
              has[c] = true;
            }
          }
        }
        int here = 0;
        for (boolean one : has) {
          here += one ? 1 : 0;
        }
        filled += here;
        several += here >= 2 ? 1 : 0;
      }
      int tall = groups.size();
      if (tall < (ruled ? 2 : 3)
          || leaders >= 0.3 * tall
          || !ruled && signatures + brackets >= 0.4 * tall) {
        return false;
      }
      double fill = (double) filled / (tall * width);
      double rowsOfSeveral = (double) several / tall;
      double numbers = (double) numeric / cells;
      if (ruled) {
        return rowsOfSeveral >= 0.5 && fill >= 0.3 && prose <= 0.4 * cells;
      }
      if (rowsOfSeveral < 0.65 || fill < 0.45 || prose > 0.25 * cells) {
        return false;
      }
      double straight = straightEdges(placed, columns);
      if (width == 2) {
        boolean twins = rowsOfSeveral >= 0.8 && prose <= 0.1 * cells;
        return straight >= 0.75 && (numbers >= 0.3 ? rowsOfSeveral >= 0.7 : twins && tall >= 3);
      }
      return straight >= (numbers >= 0.3 ? 0.5 : 0.65);
    }

    /// Share of cells that begin, end or centre where most of their column do, the worst column
    /// aside.
    private static double straightEdges(List<List<Placed>> placed, List<Column> columns) {
      double sum = 0;
      int counted = 0;
      for (int c = 0; c < columns.size(); c++) {
        List<double[]> edges = new ArrayList<>();
        for (List<Placed> row : placed) {
          for (Placed cell : row) {
            if (cell.from == c && cell.to == c) {
              edges.add(
                  new double[] {cell.piece.x0, cell.piece.x1, (cell.piece.x0 + cell.piece.x1) / 2});
            }
          }
        }
        if (edges.size() < 2) {
          continue;
        }
        double best = 0;
        for (int kind = 0; kind < 3; kind++) {
          int k = kind;
          double[] xs = edges.stream().mapToDouble(edge -> edge[k]).sorted().toArray();
          int most = 0;
          int from = 0;
          for (int to = 0; to < xs.length; to++) {
            while (xs[to] - xs[from] > 5) {
              from++;
            }
            most = Math.max(most, to - from + 1);
          }
          best = Math.max(best, (double) most / xs.length);
        }
        sum += best;
        counted++;
      }
      return counted == 0 ? 0 : sum / counted;
    }

    private TableDraft draft(
        List<List<Placed>> placed, List<List<Integer>> groups, List<Column> columns, int first) {
      int width = columns.size();
      double[] xs = new double[width + 1];
      double left = Double.MAX_VALUE;
      double right = -Double.MAX_VALUE;
      for (List<Placed> row : placed) {
        for (Placed cell : row) {
          left = Math.min(left, cell.piece.x0);
          right = Math.max(right, cell.piece.x1);
        }
      }
      xs[0] = Math.min(left, columns.getFirst().x0);
      xs[width] = Math.max(right, columns.getLast().x1);
      for (int c = 1; c < width; c++) {
        xs[c] = (columns.get(c - 1).x1 + columns.get(c).x0) / 2;
      }
      double[] ys = new double[groups.size() + 1];
      for (int g = 0; g < groups.size(); g++) {
        double top = rows.get(first + groups.get(g).getFirst()).y0;
        double bottom = rows.get(first + groups.get(g).getLast()).y1;
        ys[g] = g == 0 ? top : (ys[g] + top) / 2;
        ys[g + 1] = bottom;
      }
      List<TableDraft.Cell> cells = new ArrayList<>();
      for (int g = 0; g < groups.size(); g++) {
        TableDraft.Cell[] at = new TableDraft.Cell[width];
        for (int row : groups.get(g)) {
          for (Placed piece : placed.get(row)) {
            TableDraft.Cell cell = null;
            for (int c = piece.from; c <= piece.to && cell == null; c++) {
              cell = at[c];
            }
            if (cell == null) {
              cell = new TableDraft.Cell(g, piece.from, 1, piece.to - piece.from + 1);
              cells.add(cell);
              for (int c = piece.from; c <= piece.to; c++) {
                at[c] = cell;
              }
            }
            cell.tokens.addAll(piece.piece.tokens);
          }
        }
        for (int c = 0; c < width; c++) {
          if (at[c] == null) {
            cells.add(new TableDraft.Cell(g, c, 1, 1));
          }
        }
      }
      var draft = new TableDraft(xs, ys, cells, ruled ? "table-rows-ruled" : "table-aligned");
      draft.markHeader(rules);
      return draft;
    }
  }
}
