package io.pincite.retrieval.internal.chunking;

/// Which language a text is in, as far as its script tells.
public final class Scripts {
  private Scripts() {}

  public static boolean isHan(int point) {
    return Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN;
  }

  /// Characters between which a line break stands for nothing: Han, kana and their punctuation.
  public static boolean isCjk(int point) {
    return (point >= 0x2E80 && point <= 0x9FFF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0xFE30 && point <= 0xFE4F)
        || (point >= 0xFF00 && point <= 0xFF60)
        || (point >= 0x20000 && point <= 0x3FFFF);
  }

  /// `zh`, `ja`, `ko`, `en` for other Latin text, `und` with the script otherwise (`und-Cyrl`);
  /// `und` for text without letters.
  public static String languageOf(String text) {
    int han = 0;
    int kana = 0;
    int hangul = 0;
    int latinWords = 0;
    int other = 0;
    Character.UnicodeScript otherScript = Character.UnicodeScript.UNKNOWN;
    boolean inWord = false;
    for (int point : text.codePoints().toArray()) {
      if (!Character.isLetter(point)) {
        inWord = false;
        continue;
      }
      var script = Character.UnicodeScript.of(point);
      boolean latin = script == Character.UnicodeScript.LATIN;
      switch (script) {
        case HAN -> han++;
        case HIRAGANA, KATAKANA -> kana++;
        case HANGUL -> hangul++;
        case LATIN -> latinWords += inWord ? 0 : 1;
        default -> {
          other++;
          otherScript = script;
        }
      }
      inWord = latin;
    }
    // A Latin word says about as much as one and a half Han characters.
    double latin = latinWords * 1.5;
    double most = Math.max(Math.max(latin, han + kana), Math.max(hangul, other / 4.0));
    if (most == 0) {
      return "und";
    }
    if (most == hangul) {
      return "ko";
    }
    if (most == han + kana) {
      return kana * 5 > han + kana ? "ja" : "zh";
    }
    if (most == latin) {
      return "en";
    }
    return "und-" + titled(otherScript);
  }

  private static String titled(Character.UnicodeScript script) {
    return switch (script) {
      case CYRILLIC -> "Cyrl";
      case GREEK -> "Grek";
      case ARABIC -> "Arab";
      case HEBREW -> "Hebr";
      case THAI -> "Thai";
      case DEVANAGARI -> "Deva";
      default -> "Zyyy";
    };
  }
}
