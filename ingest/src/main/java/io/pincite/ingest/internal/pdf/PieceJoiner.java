package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.internal.pdf.PageWords.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Joins pieces of words that were drawn apart: out of order, or letter by letter as titles are.
final class PieceJoiner {
  private static final int SHORTEST_SPACED_WORD = 4;
  /// Spaced letters stand at most this far apart, in font sizes.
  private static final double WIDEST_LETTER_GAP = 0.9;

  private PieceJoiner() {}

  static List<Piece> join(List<Piece> pieces) {
    return joinSpacedLetters(joinTouching(pieces));
  }

  /// Pieces that touch although something else was drawn between them.
  private static List<Piece> joinTouching(List<Piece> pieces) {
    int count = pieces.size();
    if (count < 2) {
      return pieces;
    }
    Integer[] byPlace = new Integer[count];
    long[] line = new long[count];
    for (int i = 0; i < count; i++) {
      byPlace[i] = i;
      // Half a point: letters of one word share their baseline far more exactly than lines differ.
      line[i] = pieces.get(i).direction * 100_000_000L + Math.round(pieces.get(i).v * 2);
    }
    Arrays.sort(
        byPlace,
        Comparator.comparingLong((Integer i) -> line[i])
            .thenComparingDouble(i -> pieces.get(i).u0));
    Map<Piece, Piece> into = new IdentityHashMap<>();
    for (int i = 1; i < count; i++) {
      int leftIndex = byPlace[i - 1];
      int rightIndex = byPlace[i];
      Piece left = pieces.get(leftIndex);
      Piece right = pieces.get(rightIndex);
      if (rightIndex == leftIndex + 1
          || line[leftIndex] != line[rightIndex]
          || left.invisible != right.invisible) {
        continue;
      }
      double gap = right.u0 - left.u1;
      double size = Math.min(left.size, right.size);
      if (gap < -0.1 * size || gap > 0.05 * size) {
        continue;
      }
      if (left.alone || right.alone) {
        right.spaceBefore = false;
      } else {
        Piece target = into.getOrDefault(left, left);
        PageWords.merge(target, right);
        into.put(right, target);
      }
    }
    if (into.isEmpty()) {
      return pieces;
    }
    return new ArrayList<>(pieces.stream().filter(piece -> !into.containsKey(piece)).toList());
  }

  /// `A G R E E M E N T`: single letters, evenly apart and closer than words would be.
  private static List<Piece> joinSpacedLetters(List<Piece> pieces) {
    List<Piece> joined = new ArrayList<>(pieces.size());
    int i = 0;
    while (i < pieces.size()) {
      int end = i;
      while (end < pieces.size()
          && isLetter(pieces.get(end))
          && (end == i || follows(pieces, end))) {
        end++;
      }
      if (end - i < SHORTEST_SPACED_WORD) {
        joined.add(pieces.get(i));
        i++;
        continue;
      }
      joinRun(pieces.subList(i, end), joined);
      i = end;
    }
    return joined;
  }

  private static void joinRun(List<Piece> letters, List<Piece> joined) {
    double[] gaps = new double[letters.size() - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = letters.get(i + 1).u0 - letters.get(i).u1;
    }
    double[] sorted = gaps.clone();
    Arrays.sort(sorted);
    double usual = sorted[sorted.length / 2];
    // Uneven gaps: a column of marks, a formula, a form.
    if (sorted[0] < 0.4 * usual) {
      joined.addAll(letters);
      return;
    }
    Piece word = letters.getFirst();
    joined.add(word);
    for (int i = 0; i < gaps.length; i++) {
      Piece letter = letters.get(i + 1);
      if (gaps[i] > 1.7 * usual) {
        word = letter;
        joined.add(word);
      } else {
        PageWords.merge(word, letter);
      }
    }
  }

  private static boolean isLetter(Piece piece) {
    return piece.text.length() == 1 && !piece.alone && Character.isLetter(piece.text.charAt(0));
  }

  private static boolean follows(List<Piece> pieces, int index) {
    Piece left = pieces.get(index - 1);
    Piece right = pieces.get(index);
    double gap = right.u0 - left.u1;
    return left.direction == right.direction
        && Math.abs(left.v - right.v) < 0.1 * left.size
        && Math.abs(left.size - right.size) < 0.1 * left.size
        && gap > 0
        && gap < WIDEST_LETTER_GAP * left.size;
  }
}
