package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Words to rows of pieces: baselines clustered, wide gaps opened, raised and lowered small print
/// put back into its line.
///
/// The order in which the source gave the words plays no part except among words at one place.
final class Rows {

  static final Comparator<Token> BY_PLACE =
      Comparator.<Token>comparingDouble(token -> token.x0).thenComparingInt(token -> token.order);

  /// Of the font size: wider than a space, and little more than half of what opens a row by itself.
  static final double NARROWEST = 0.5;

  /// With words on either side of a narrow strip, which no word crosses: columns seldom share their
  /// baselines. That spaces of so many lines lie one below the other by chance does not happen; of
  /// two or three it does.
  private static final int LEAST_ROWS = 8;

  private Rows() {}

  static List<Row> of(List<Token> tokens) {
    List<Token> sorted = new ArrayList<>(tokens);
    sorted.sort(
        Comparator.<Token>comparingDouble(token -> token.baseline)
            .thenComparingInt(token -> token.order));
    List<List<Piece>> rows = new ArrayList<>();
    int start = 0;
    while (start < sorted.size()) {
      Token anchor = sorted.get(start);
      int end = start + 1;
      while (end < sorted.size()) {
        Token next = sorted.get(end);
        double tolerance = 0.22 * Math.min(anchor.size, next.size);
        if (next.baseline - anchor.baseline > tolerance) {
          break;
        }
        end++;
      }
      rows.add(pieces(new ArrayList<>(sorted.subList(start, end))));
      start = end;
    }
    putBackSmallPrint(rows);
    List<Row> result = new ArrayList<>(rows.size());
    for (List<Piece> pieces : rows) {
      if (!pieces.isEmpty()) {
        result.add(new Row(bridged(pieces)));
      }
    }
    result.sort(Comparator.comparingDouble(row -> row.baseline));
    return result;
  }

  /// Opens a row at its wide gaps. What is wide depends on the row: justified text stretches all
  /// its gaps, a table only those between cells.
  static List<Piece> pieces(List<Token> row) {
    row.sort(BY_PLACE);
    double wide = wideGap(row);
    List<Piece> pieces = new ArrayList<>();
    List<Token> run = new ArrayList<>();
    double reach = 0;
    for (Token token : row) {
      if (!run.isEmpty() && token.x0 - reach > wide * Math.max(token.size, run.getLast().size)) {
        pieces.add(new Piece(run));
        run = new ArrayList<>();
      }
      reach = run.isEmpty() ? token.x1 : Math.max(reach, token.x1);
      run.add(token);
    }
    pieces.add(new Piece(run));
    return pieces;
  }

  /// The rows opened, besides, where white runs down between their words: the gutter of narrow
  /// columns is no wider than the widest spaces of justified text, but it stands at one place.
  static List<Row> opened(List<Row> rows) {
    if (rows.size() < LEAST_ROWS) {
      return rows;
    }
    List<Row> words = rows.stream().map(Rows::wordByWord).toList();
    List<Gutter> strips =
        Gutter.in(words, NARROWEST * Regions.usualSize(words)).stream()
            .filter(
                strip -> Math.min(strip.left(), strip.right()) >= LEAST_ROWS && strip.both() >= 2)
            .toList();
    if (strips.isEmpty()) {
      return rows;
    }
    List<Row> opened = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      int row = i;
      double[] through =
          strips.stream()
              .filter(strip -> strip.first() <= row && row <= strip.last())
              .mapToDouble(Gutter::middle)
              .toArray();
      opened.add(through.length == 0 ? rows.get(i) : opened(rows.get(i), through));
    }
    return opened;
  }

  private static Row wordByWord(Row row) {
    List<Piece> words = new ArrayList<>();
    for (Piece piece : row.pieces) {
      if (!piece.isText()) {
        words.add(piece);
      }
      for (Token token : piece.tokens) {
        words.add(new Piece(List.of(token)));
      }
    }
    return new Row(words);
  }

  private static Row opened(Row row, double[] strips) {
    List<Piece> pieces = new ArrayList<>();
    for (Piece piece : row.pieces) {
      if (!piece.isText()) {
        pieces.add(piece);
        continue;
      }
      List<Token> run = new ArrayList<>();
      double reach = 0;
      for (Token token : piece.tokens) {
        double from = reach;
        if (!run.isEmpty()
            && Arrays.stream(strips).anyMatch(strip -> from <= strip && strip <= token.x0)) {
          pieces.add(new Piece(run));
          run = new ArrayList<>();
        }
        reach = run.isEmpty() ? token.x1 : Math.max(reach, token.x1);
        run.add(token);
      }
      pieces.add(new Piece(run));
    }
    return new Row(bridged(pieces));
  }

  /// In units of the font size.
  private static double wideGap(List<Token> row) {
    double[] gaps = new double[row.size()];
    int count = 0;
    for (int i = 1; i < row.size(); i++) {
      double gap = (row.get(i).x0 - row.get(i - 1).x1) / row.get(i).size;
      if (gap > 0.1) {
        gaps[count++] = gap;
      }
    }
    double usual = 0.28;
    if (count >= 3) {
      Arrays.sort(gaps, 0, count);
      usual = Math.clamp(gaps[count / 2], 0.2, 0.6);
    }
    return Math.max(0.8, 2.3 * usual);
  }

  /// A superscript has a baseline of its own but belongs to the line it hangs on.
  private static void putBackSmallPrint(List<List<Piece>> rows) {
    for (int i = 0; i < rows.size(); i++) {
      List<Piece> row = rows.get(i);
      for (int j = row.size() - 1; j >= 0; j--) {
        Piece small = row.get(j);
        if (small.tokens.size() > 4 || small.characters() > 12) {
          continue;
        }
        if (hangOn(rows, i, small)) {
          row.remove(j);
        }
      }
    }
  }

  private static boolean hangOn(List<List<Piece>> rows, int own, Piece small) {
    for (int step = 1; step <= 3; step++) {
      for (int i : new int[] {own + step, own - step}) {
        if (i < 0 || i >= rows.size()) {
          continue;
        }
        List<Piece> row = rows.get(i);
        for (int j = 0; j < row.size(); j++) {
          Piece host = row.get(j);
          if (hosts(host, small)) {
            row.set(j, host.joined(small));
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean hosts(Piece host, Piece small) {
    if (small.size > 0.85 * host.size) {
      return false;
    }
    double middle = (small.y0 + small.y1) / 2;
    double body = 0.25 * (host.y1 - host.y0);
    if (middle < host.y0 - body || middle > host.y1 + body) {
      return false;
    }
    double reach = 0.45 * host.size;
    return small.x0 > host.x0 - reach - small.width() && small.x0 < host.x1 + reach;
  }

  /// A list's number stands far from its text, but it is no column of its own.
  private static List<Piece> bridged(List<Piece> pieces) {
    if (pieces.size() < 2) {
      return pieces;
    }
    List<Piece> result = new ArrayList<>(pieces.size());
    for (Piece piece : pieces) {
      if (!result.isEmpty()) {
        Piece before = result.getLast();
        double gap = piece.x0 - before.x1;
        if (gap < 7 * piece.size && before.characters() <= 12 && Marker.isAlone(before.text())) {
          result.set(result.size() - 1, before.joined(piece));
          continue;
        }
      }
      result.add(piece);
    }
    return result;
  }
}
