package io.pincite.ocr.internal.tesseract;

/// Where the words of a line part: of the blank columns between letters those that are wide and lie
/// near to where Tesseract saw the words part, in their order. From a line that it is given as it
/// stands it tells places to a letter or two only.
final class WordEdges {

  /// Pixels of width that a pixel of distance is worth. Of a word gap of a quarter of the size
  /// against a letter's gap of a twentieth, the word's is taken up to a letter away.
  private static final double DISTANCE = 0.4;

  /// In heights of the line's letters: no gap farther away parts two words.
  private static final double REACH = 1.2;

  private WordEdges() {}

  /// Moves right edges and the left edges behind them to the edges of the ink; where no gap is near
  /// they stay.
  ///
  /// @param inked which columns have ink
  /// @param height of the letters
  static void settle(int[] left, int[] right, boolean[] inked, int height) {
    int parts = left.length - 1;
    int[] from = new int[inked.length / 2 + 1];
    int[] to = new int[from.length];
    int gaps = gaps(inked, from, to);
    if (parts < 1 || gaps == 0) {
      return;
    }
    // The best sum with the first i places given to the first j gaps or to none.
    double[][] best = new double[parts + 1][gaps + 1];
    for (int i = 1; i <= parts; i++) {
      for (int j = 1; j <= gaps; j++) {
        double worth = worth(right[i - 1], left[i], from[j - 1], to[j - 1], height);
        best[i][j] =
            Math.max(
                Math.max(best[i][j - 1], best[i - 1][j]),
                worth > 0 ? best[i - 1][j - 1] + worth : 0);
      }
    }
    int i = parts;
    int j = gaps;
    while (i > 0 && j > 0) {
      if (best[i][j] == best[i][j - 1]) {
        j--;
      } else if (best[i][j] == best[i - 1][j]) {
        i--;
      } else {
        right[i - 1] = from[j - 1];
        left[i] = to[j - 1];
        i--;
        j--;
      }
    }
    // Where only one edge of a narrow word moved, it may have passed the other.
    for (int word = 0; word < left.length; word++) {
      right[word] = Math.max(right[word], Math.min(inked.length, left[word] + 1));
    }
  }

  private static double worth(int right, int left, int from, int to, int height) {
    double distance = Math.abs((right + left) / 2.0 - (from + to) / 2.0);
    // Where there is room for another word between them, one was left out.
    boolean together = left - right <= REACH * height;
    return together && distance <= REACH * height
        ? to - from + DISTANCE * (REACH * height - distance)
        : 0;
  }

  /// Blank runs between inked columns.
  private static int gaps(boolean[] inked, int[] from, int[] to) {
    int count = 0;
    int end = -1;
    for (int x = 0; x < inked.length; x++) {
      if (!inked[x]) {
        continue;
      }
      if (end >= 0 && x > end) {
        from[count] = end;
        to[count] = x;
        count++;
      }
      end = x + 1;
    }
    return count;
  }
}
