package io.pincite.retrieval.internal.lexical;

import com.ibm.icu.text.Transliterator;
import io.pincite.retrieval.internal.chunking.Scripts;

/// Folds Traditional to Simplified characters, one by one, so that either spelling finds both. Safe
/// for use by many threads.
public final class ChineseForms {
  private ChineseForms() {}

  private static final Transliterator TO_SIMPLIFIED =
      Transliterator.getInstance("Traditional-Simplified");

  /// 0: not yet known. Races are harmless, all threads write the same.
  private static final char[] KNOWN = new char[Character.MAX_VALUE + 1];

  public static char simplified(char c) {
    if (c < 0x2E80 || Character.isSurrogate(c)) {
      return c;
    }
    char known = KNOWN[c];
    if (known != 0) {
      return known;
    }
    char folded = c;
    if (Scripts.isHan(c)) {
      String simple = TO_SIMPLIFIED.transliterate(String.valueOf(c));
      folded = simple.length() == 1 ? simple.charAt(0) : c;
    }
    KNOWN[c] = folded;
    return folded;
  }

  public static String simplified(String text) {
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      characters[i] = simplified(characters[i]);
    }
    return new String(characters);
  }
}
