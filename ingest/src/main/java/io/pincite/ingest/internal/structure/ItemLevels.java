package io.pincite.ingest.internal.structure;

import io.pincite.ingest.internal.structure.ClauseMark.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Nesting of list items under one heading, by the way they are marked.
final class ItemLevels {
  private final List<Integer> keys = new ArrayList<>();
  private char lastLetter;

  void reset() {
    keys.clear();
    lastLetter = 0;
  }

  /// @param otherwise level for an item without a mark
  int of(Optional<ClauseMark> mark, String text, int otherwise) {
    if (mark.isEmpty()) {
      return otherwise;
    }
    int key = keyOf(mark.get(), text);
    int at = keys.indexOf(key);
    if (at < 0) {
      keys.add(key);
      at = keys.size() - 1;
    }
    while (keys.size() > at + 1) {
      keys.removeLast();
    }
    return at + 1;
  }

  /// `(i)` after `(h)` is the ninth letter.
  private int keyOf(ClauseMark mark, String text) {
    char letter = text.charAt(0) == '(' && text.length() > 1 ? text.charAt(1) : text.charAt(0);
    if (mark.scheme() == Scheme.LOWER_PARENTHESES) {
      lastLetter = letter;
    } else if (mark.scheme() == Scheme.ROMAN_PARENTHESES
        && lastLetter != 0
        && letter == lastLetter + 1
        && (text.length() < 3 || !Character.isLetter(text.charAt(2)))) {
      lastLetter = letter;
      return new ClauseMark(Scheme.LOWER_PARENTHESES, 1, mark.end()).key();
    }
    return mark.key();
  }
}
