package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tables whose grid is drawn: rules that cross or touch, their spaces filled with words.
///
/// Missing outer edges are taken as drawn; a missing inner edge joins the cells on its sides.
final class RuledTables {

  private static final double TOUCH = 3;
  private static final int MOST_CROSSINGS = 2_000_000;
  private static final int MOST_CELLS = 20_000;

  /// A cell with most of a full page's words is a frame around the page.
  private static final double FRAME = 0.6;

  private RuledTables() {}

  /// Tables, largest first; their words are taken out of `tokens`.
  static List<TableDraft> in(Rules rules, List<Token> tokens) {
    List<TableDraft> tables = new ArrayList<>();
    for (Grid grid : grids(rules)) {
      grid.table(tokens, rules)
          .ifPresent(
              table -> {
                tables.add(table);
                Set<Token> taken = Collections.newSetFromMap(new IdentityHashMap<>());
                for (TableDraft.Cell cell : table.cells()) {
                  taken.addAll(cell.tokens);
                }
                tokens.removeIf(taken::contains);
              });
    }
    return tables;
  }

  private static List<Grid> grids(Rules rules) {
    List<Rule> across = rules.horizontal;
    List<Rule> down = rules.vertical;
    if (across.isEmpty() || down.isEmpty() || (long) across.size() * down.size() > MOST_CROSSINGS) {
      return List.of();
    }
    int[] parent = new int[across.size() + down.size()];
    Arrays.setAll(parent, i -> i);
    for (int v = 0; v < down.size(); v++) {
      Rule vertical = down.get(v);
      int from = Rules.firstAt(across, vertical.from() - TOUCH);
      for (int h = from; h < across.size(); h++) {
        Rule horizontal = across.get(h);
        if (horizontal.position() > vertical.to() + TOUCH) {
          break;
        }
        if (horizontal.from() - TOUCH <= vertical.position()
            && vertical.position() <= horizontal.to() + TOUCH) {
          union(parent, h, across.size() + v);
        }
      }
    }
    List<List<Rule>> members = new ArrayList<>();
    for (int i = 0; i < parent.length; i++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < parent.length; i++) {
      members
          .get(root(parent, i))
          .add(i < across.size() ? across.get(i) : down.get(i - across.size()));
    }
    List<Grid> grids = new ArrayList<>();
    for (List<Rule> together : members) {
      if (together.size() >= 3) {
        grids.add(new Grid(together));
      }
    }
    grids.sort(Comparator.comparingDouble(Grid::size).reversed());
    return grids;
  }

  private static void union(int[] parent, int a, int b) {
    parent[root(parent, a)] = root(parent, b);
  }

  private static int root(int[] parent, int i) {
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  private static final class Grid {
    private final List<Rule> across = new ArrayList<>();
    private final List<Rule> down = new ArrayList<>();
    private final double[] xs;
    private final double[] ys;

    Grid(List<Rule> rules) {
      Area area = rules.getFirst().area();
      for (Rule rule : rules) {
        (rule.horizontal() ? across : down).add(rule);
        area = area.union(rule.area());
      }
      xs = positions(down, area.x0(), area.x1());
      ys = positions(across, area.y0(), area.y1());
    }

    double size() {
      return (xs[xs.length - 1] - xs[0]) * (ys[ys.length - 1] - ys[0]);
    }

    /// Positions of the rules and of both outer edges; what is drawn double counts once.
    private static double[] positions(List<Rule> rules, double first, double last) {
      double[] all = new double[rules.size() + 2];
      for (int i = 0; i < rules.size(); i++) {
        all[i] = rules.get(i).position();
      }
      all[rules.size()] = first;
      all[rules.size() + 1] = last;
      Arrays.sort(all);
      double[] result = new double[all.length];
      int count = 0;
      for (double position : all) {
        if (count == 0 || position - result[count - 1] > TOUCH) {
          result[count++] = position;
        }
      }
      return Arrays.copyOf(result, count);
    }

    Optional<TableDraft> table(List<Token> tokens, Rules rules) {
      int columns = xs.length - 1;
      int rows = ys.length - 1;
      if (columns < 2 || rows < 1 || (long) columns * rows > MOST_CELLS) {
        return Optional.empty();
      }
      TableDraft.Cell[] at = cells(rows, columns);
      List<Token> inside = new ArrayList<>();
      for (Token token : tokens) {
        double x = (token.x0 + token.x1) / 2;
        double y = (token.y0 + token.y1) / 2;
        int column = interval(xs, x);
        int row = interval(ys, y);
        if (column >= 0 && row >= 0) {
          at[row * columns + column].tokens.add(token);
          inside.add(token);
        }
      }
      List<TableDraft.Cell> distinct = Arrays.stream(at).distinct().toList();
      long filled = distinct.stream().filter(cell -> !cell.tokens.isEmpty()).count();
      boolean frame =
          distinct.stream()
              .anyMatch(
                  cell -> cell.tokens.size() > 60 && cell.tokens.size() > FRAME * tokens.size());
      if (filled < 2 || frame) {
        return Optional.empty();
      }
      return Optional.of(GridRefinement.of(xs, ys, distinct, rules));
    }

    private static int interval(double[] edges, double value) {
      if (value < edges[0] || value > edges[edges.length - 1]) {
        return -1;
      }
      int found = Arrays.binarySearch(edges, value);
      int index = found >= 0 ? found : -found - 2;
      return Math.min(index, edges.length - 2);
    }

    /// For each space of the grid its cell; the same one where no edge is drawn between spaces.
    private TableDraft.Cell[] cells(int rows, int columns) {
      int[] parent = new int[rows * columns];
      Arrays.setAll(parent, i -> i);
      boolean[] right = new boolean[rows * columns];
      boolean[] below = new boolean[rows * columns];
      draw(
          down,
          xs,
          ys,
          (edge, along) -> {
            if (edge >= 1 && edge < columns) {
              right[along * columns + edge - 1] = true;
            }
          });
      draw(
          across,
          ys,
          xs,
          (edge, along) -> {
            if (edge >= 1 && edge < rows) {
              below[(edge - 1) * columns + along] = true;
            }
          });
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int i = row * columns + column;
          if (column + 1 < columns && !right[i]) {
            union(parent, i, i + 1);
          }
          if (row + 1 < rows && !below[i]) {
            union(parent, i, i + columns);
          }
        }
      }
      return rectangles(parent, rows, columns);
    }

    private interface Edge {
      void drawn(int edge, int along);
    }

    /// Calls for every stretch of a grid line that is covered by a rule.
    private static void draw(List<Rule> rules, double[] positions, double[] stretches, Edge edge) {
      for (Rule rule : rules) {
        int at = nearest(positions, rule.position());
        for (int i = Math.max(0, interval(stretches, Math.max(rule.from(), stretches[0])));
            i < stretches.length - 1 && stretches[i] < rule.to();
            i++) {
          double from = Math.max(rule.from(), stretches[i]);
          double to = Math.min(rule.to(), stretches[i + 1]);
          if (to - from >= 0.6 * (stretches[i + 1] - stretches[i])) {
            edge.drawn(at, i);
          }
        }
      }
    }

    private static int nearest(double[] positions, double value) {
      int found = Arrays.binarySearch(positions, value);
      if (found >= 0) {
        return found;
      }
      int after = -found - 1;
      if (after == 0) {
        return 0;
      }
      if (after == positions.length) {
        return after - 1;
      }
      return value - positions[after - 1] <= positions[after] - value ? after - 1 : after;
    }

    /// Joined spaces that make no rectangle stay apart.
    private static TableDraft.Cell[] rectangles(int[] parent, int rows, int columns) {
      int spaces = rows * columns;
      int[] top = new int[spaces];
      int[] left = new int[spaces];
      int[] bottom = new int[spaces];
      int[] edge = new int[spaces];
      int[] count = new int[spaces];
      Arrays.fill(top, Integer.MAX_VALUE);
      Arrays.fill(left, Integer.MAX_VALUE);
      for (int i = 0; i < spaces; i++) {
        int root = root(parent, i);
        int row = i / columns;
        int column = i % columns;
        top[root] = Math.min(top[root], row);
        left[root] = Math.min(left[root], column);
        bottom[root] = Math.max(bottom[root], row);
        edge[root] = Math.max(edge[root], column);
        count[root]++;
      }
      TableDraft.Cell[] made = new TableDraft.Cell[spaces];
      TableDraft.Cell[] at = new TableDraft.Cell[spaces];
      for (int i = 0; i < spaces; i++) {
        int root = root(parent, i);
        int height = bottom[root] - top[root] + 1;
        int width = edge[root] - left[root] + 1;
        if (count[root] != height * width) {
          at[i] = new TableDraft.Cell(i / columns, i % columns, 1, 1);
          continue;
        }
        if (made[root] == null) {
          made[root] = new TableDraft.Cell(top[root], left[root], height, width);
        }
        at[i] = made[root];
      }
      return at;
    }
  }
}
