package io.pincite.ingest.internal.reading;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/// How far two readings of the same line are apart.
final class SameText {
  private SameText() {}

  /// The letters and digits of words, in one form; spaces and marks are not what sets readings
  /// apart.
  static String letters(List<String> words) {
    var kept = new StringBuilder();
    Normalizer.normalize(String.join("", words), Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /// Fewest letters to change, add or leave out to make one of the other.
  static int difference(String one, String other) {
    int[] before = new int[other.length() + 1];
    int[] now = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      now[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
      }
      int[] swap = before;
      before = now;
      now = swap;
    }
    return before[other.length()];
  }
}
