package io.pincite.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lines put in one order for every engine: rows from top to bottom, each from left to right. What
/// an engine reads and the order it reads it in are two questions; this takes the second away.
final class VisualRows {
  private VisualRows() {}

  /// Of the upright page; only the middle and the height of the box count.
  record Piece(String text, double left, double middle, double height) {}

  static String text(List<Piece> pieces) {
    List<Piece> sorted = pieces.stream().sorted(Comparator.comparingDouble(Piece::middle)).toList();
    var text = new StringBuilder();
    var row = new ArrayList<Piece>();
    for (Piece piece : sorted) {
      boolean isBelow =
          !row.isEmpty()
              && piece.middle() - mean(row)
                  > 0.5 * Math.max(piece.height(), row.getFirst().height());
      if (isBelow) {
        write(row, text);
      }
      row.add(piece);
    }
    write(row, text);
    return text.toString();
  }

  private static double mean(List<Piece> row) {
    return row.stream().mapToDouble(Piece::middle).average().orElseThrow();
  }

  private static void write(List<Piece> row, StringBuilder text) {
    row.sort(Comparator.comparingDouble(Piece::left));
    for (Piece piece : row) {
      text.append(piece.text()).append(' ');
    }
    if (!row.isEmpty()) {
      text.append('\n');
    }
    row.clear();
  }
}
