package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Tables with horizontal rules only: words in columns between rules of one length.
final class RowRuledTables {

  private static final int MOST_BARS = 24;

  private RowRuledTables() {}

  /// What is drawn at one height, short breaks closed.
  private record Bar(double y, double x0, double x1) {
    boolean isLike(Bar other) {
      return Math.abs(x0 - other.x0) <= 8 && Math.abs(x1 - other.x1) <= 8;
    }
  }

  /// The rows with each table found put in place of its words.
  ///
  /// @param grids tables found already: their lines are no bars
  static List<Row> takenOutOf(
      List<Row> rows, Rules rules, List<TableDraft> grids, double pageWidth) {
    List<Bar> bars = bars(rules, pageWidth);
    bars.removeIf(bar -> grids.stream().anyMatch(grid -> isOf(bar, grid.area())));
    if (bars.size() < 2 || rows.size() < 2) {
      return rows;
    }
    List<Row> result = rows;
    boolean[] used = new boolean[bars.size()];
    for (int i = 0; i < bars.size(); i++) {
      if (used[i]) {
        continue;
      }
      List<Integer> alike = new ArrayList<>();
      for (int j = i; j < bars.size() && alike.size() < MOST_BARS; j++) {
        if (!used[j] && bars.get(i).isLike(bars.get(j))) {
          alike.add(j);
        }
      }
      for (int k = alike.size() - 1; k >= 1; k--) {
        Bar top = bars.get(i);
        Bar bottom = bars.get(alike.get(k));
        if (!opensTable(result, top, bars.get(alike.get(1)))) {
          break;
        }
        Optional<List<Row>> with = replace(result, top, bottom, rules);
        if (with.isPresent()) {
          result = with.get();
          for (int j = i; j <= alike.get(k); j++) {
            used[j] = true;
          }
          break;
        }
      }
    }
    return result;
  }

  private static boolean isOf(Bar bar, Area grid) {
    return bar.y >= grid.y0() - 2
        && bar.y <= grid.y1() + 2
        && bar.x0 < grid.x1()
        && bar.x1 > grid.x0();
  }

  /// What stands between the first two bars are names of columns or the first values, not the text
  /// between the rule under a page header and a table further down.
  private static boolean opensTable(List<Row> rows, Bar top, Bar second) {
    int between = 0;
    int parted = 0;
    for (Row row : rows) {
      double middle = (row.y0 + row.y1) / 2;
      if (middle > top.y && middle < second.y) {
        between++;
        parted += isParted(row) ? 1 : 0;
      }
    }
    return between < 3 || 2 * parted >= between;
  }

  private static boolean isParted(Row row) {
    for (int i = 1; i < row.pieces.size(); i++) {
      if (row.pieces.get(i).x0 - row.pieces.get(i - 1).x1 >= row.size) {
        return true;
      }
    }
    return false;
  }

  private static List<Bar> bars(Rules rules, double pageWidth) {
    List<Bar> bars = new ArrayList<>();
    List<Rule> horizontal = rules.horizontal;
    int start = 0;
    while (start < horizontal.size()) {
      int end = start + 1;
      while (end < horizontal.size()
          && horizontal.get(end).position() - horizontal.get(start).position() <= 2) {
        end++;
      }
      List<Rule> level = new ArrayList<>(horizontal.subList(start, end));
      level.sort(Comparator.comparingDouble(Rule::from));
      double from = level.getFirst().from();
      double to = level.getFirst().to();
      double y = level.getFirst().position();
      for (Rule rule : level) {
        if (rule.from() - to > 18) {
          add(bars, y, from, to, pageWidth);
          from = rule.from();
          to = rule.to();
        }
        to = Math.max(to, rule.to());
      }
      add(bars, y, from, to, pageWidth);
      start = end;
    }
    return bars;
  }

  private static void add(List<Bar> bars, double y, double from, double to, double pageWidth) {
    if (to - from >= 0.16 * pageWidth) {
      bars.add(new Bar(y, from, to));
    }
  }

  private static Optional<List<Row>> replace(List<Row> rows, Bar top, Bar bottom, Rules rules) {
    List<Row> inside = new ArrayList<>();
    List<Row> others = new ArrayList<>(rows.size());
    double left = top.x0 - 6;
    double right = top.x1 + 6;
    for (Row row : rows) {
      double middle = (row.y0 + row.y1) / 2;
      if (middle < top.y || middle > bottom.y) {
        others.add(row);
        continue;
      }
      List<Piece> in = new ArrayList<>();
      List<Piece> out = new ArrayList<>();
      for (Piece piece : row.pieces) {
        boolean within = piece.x0 >= left && piece.x1 <= right;
        if (!within && piece.x1 > left && piece.x0 < right) {
          return Optional.empty();
        }
        (within ? in : out).add(piece);
      }
      if (!in.isEmpty()) {
        inside.add(new Row(in));
      }
      if (!out.isEmpty()) {
        others.add(new Row(out));
      }
    }
    if (inside.size() < 2) {
      return Optional.empty();
    }
    if (!others.isEmpty() && inside.size() < rows.size()) {
      Optional<Row> names = namesAbove(others, inside.getFirst(), top);
      if (names.isPresent()) {
        inside.addFirst(names.get());
        others.remove(names.get());
      }
    }
    return AlignedTable.between(inside, 0, inside.size() - 1, rules)
        .map(
            table -> {
              others.add(new Row(List.of(table.piece())));
              others.addAll(inside.subList(0, table.firstRow));
              others.addAll(inside.subList(table.lastRow + 1, inside.size()));
              others.sort(Comparator.comparingDouble(row -> row.baseline));
              return others;
            });
  }

  /// Names of columns may stand above the first rule.
  private static Optional<Row> namesAbove(List<Row> others, Row first, Bar top) {
    for (Row row : others) {
      boolean near = row.baseline < top.y + 1 && row.baseline > top.y - 1.2 * first.size;
      if (row.isText()
          && near
          && row.pieces.size() >= 2
          && row.x0 >= top.x0 - 6
          && row.x1 <= top.x1 + 6) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }
}
