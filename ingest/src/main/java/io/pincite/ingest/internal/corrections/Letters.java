package io.pincite.ingest.internal.corrections;

/// How far two texts are apart, letter by letter.
final class Letters {
  private Letters() {}

  /// The fewest insertions, deletions and replacements of code points that turn one text into the
  /// other (Levenshtein).
  static int distance(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int above = row[j];
        int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length];
  }

  static int count(String text) {
    return text.codePointCount(0, text.length());
  }
}
