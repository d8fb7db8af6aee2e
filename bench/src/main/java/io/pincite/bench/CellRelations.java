package io.pincite.bench;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The measure of the ICDAR 2013 table competition: which cell stands right of which, and below
/// which, told by their texts; empty cells are stepped over.
record CellRelations(int expected, int found, int right) {

  static final CellRelations NONE = new CellRelations(0, 0, 0);

  /// Of a table, told by their texts' letters and digits.
  record Relation(String one, String other, boolean isBelow) {}

  static CellRelations of(List<ReadPage.ReadTable> truth, List<ReadPage.ReadTable> read) {
    List<Relation> expected = truth.stream().flatMap(table -> all(table).stream()).toList();
    List<Relation> found = read.stream().flatMap(table -> all(table).stream()).toList();
    Map<Relation, Integer> open = new HashMap<>();
    expected.forEach(relation -> open.merge(relation, 1, Integer::sum));
    int right = 0;
    for (Relation relation : found) {
      if (open.merge(relation, -1, Integer::sum) >= 0) {
        right++;
      }
    }
    return new CellRelations(expected.size(), found.size(), right);
  }

  static List<Relation> all(ReadPage.ReadTable table) {
    Map<Long, ReadPage.ReadCell> places = new HashMap<>();
    int rows = 0;
    int columns = 0;
    for (ReadPage.ReadCell cell : table.cells()) {
      if (letters(cell.text()).isEmpty()) {
        continue;
      }
      for (int row = cell.row(); row < cell.row() + cell.rowSpan(); row++) {
        for (int column = cell.column(); column < cell.column() + cell.colSpan(); column++) {
          places.put((long) row << 32 | column, cell);
        }
      }
      rows = Math.max(rows, cell.row() + cell.rowSpan());
      columns = Math.max(columns, cell.column() + cell.colSpan());
    }
    var relations = new ArrayList<Relation>();
    for (ReadPage.ReadCell cell : table.cells()) {
      if (letters(cell.text()).isEmpty()) {
        continue;
      }
      var neighbours = new ArrayList<ReadPage.ReadCell>();
      for (int row = cell.row(); row < cell.row() + cell.rowSpan(); row++) {
        for (int column = cell.column() + cell.colSpan(); column < columns; column++) {
          ReadPage.ReadCell next = places.get((long) row << 32 | column);
          if (next != null) {
            if (!neighbours.contains(next)) {
              neighbours.add(next);
              relations.add(relation(cell, next, false));
            }
            break;
          }
        }
      }
      neighbours.clear();
      for (int column = cell.column(); column < cell.column() + cell.colSpan(); column++) {
        for (int row = cell.row() + cell.rowSpan(); row < rows; row++) {
          ReadPage.ReadCell next = places.get((long) row << 32 | column);
          if (next != null) {
            if (!neighbours.contains(next)) {
              neighbours.add(next);
              relations.add(relation(cell, next, true));
            }
            break;
          }
        }
      }
    }
    return relations;
  }

  private static Relation relation(
      ReadPage.ReadCell one, ReadPage.ReadCell other, boolean isBelow) {
    return new Relation(letters(one.text()), letters(other.text()), isBelow);
  }

  /// Letters and digits; a text of marks alone stays.
  static String letters(String text) {
    String normal =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\s+", "");
    String letters = normal.replaceAll("[^\\p{L}\\p{N}]", "");
    return letters.isEmpty() ? normal : letters;
  }

  CellRelations plus(CellRelations other) {
    return new CellRelations(expected + other.expected, found + other.found, right + other.right);
  }

  double precision() {
    return found == 0 ? 0 : (double) right / found;
  }

  double recall() {
    return expected == 0 ? 0 : (double) right / expected;
  }

  double f1() {
    return found + expected == 0 ? 0 : 2.0 * right / (found + expected);
  }
}
