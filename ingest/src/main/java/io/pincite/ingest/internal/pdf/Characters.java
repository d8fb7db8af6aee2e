package io.pincite.ingest.internal.pdf;

import io.pincite.ocr.Word;
import java.text.Normalizer;

/// What kinds of characters there are on a page, and how a glyph's Unicode is written down.
final class Characters {
  private Characters() {}

  /// Whether this is a word of its own: Han, kana, bopomofo, hangul syllables, full-width marks.
  static boolean standsAlone(int character) {
    return Word.standsAlone(character);
  }

  static boolean isSpace(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == 0xFEFF
        || character == 0x200B;
  }

  static boolean isPrivateUse(int character) {
    return character >= 0xE000 && character <= 0xF8FF || character >= 0xF0000;
  }

  /// The letters of what a font says a glyph stands for: ligatures as their letters, radicals as
  /// the ideographs they look like, symbol fonts' bullets as bullets; NFC; nothing invisible.
  /// Empty when nothing is left.
  static String letters(String unicode) {
    if (isPlain(unicode)) {
      return unicode;
    }
    var letters = new StringBuilder(unicode.length());
    unicode
        .codePoints()
        .forEach(
            character -> {
              if (isLigatureOrRadical(character)) {
                letters.append(
                    Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC));
              } else if (character == 0xAD) {
                // Drawn, so it is a hyphen at the end of a line.
                letters.append('-');
              } else if (isPrivateUse(character)) {
                letters.appendCodePoint(symbol(character));
              } else if (character >= Character.MIN_SURROGATE
                  && character <= Character.MAX_SURROGATE) {
                letters.append('\uFFFD');
              } else if (!isInvisible(character)) {
                letters.appendCodePoint(character);
              }
            });
    return Normalizer.normalize(letters, Normalizer.Form.NFC);
  }

  private static boolean isPlain(String unicode) {
    for (int i = 0; i < unicode.length(); i++) {
      char c = unicode.charAt(i);
      if (c < 0x20 || c >= 0x7F && c < 0xA1 || c == 0xAD || c >= 0x300) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInvisible(int character) {
    return Character.isISOControl(character) && !Character.isWhitespace(character)
        || character >= 0x200C && character <= 0x200F
        || character >= 0x202A && character <= 0x202E
        || character >= 0x2060 && character <= 0x2064
        || character == 0xFFFE
        || character == 0xFFFF;
  }

  private static boolean isLigatureOrRadical(int character) {
    return character >= 0xFB00 && character <= 0xFB06
        || character >= 0x2E80 && character <= 0x2FD5
        || character >= 0xFE70 && character <= 0xFEFC;
  }

  /// The symbol fonts that come with office programs put their signs at U+F020 and up.
  private static int symbol(int character) {
    return switch (character) {
      case 0xF0B7, 0xF06C, 0xF09F -> '•';
      case 0xF0A7, 0xF06E -> '▪';
      case 0xF0A8, 0xF06F, 0xF071, 0xF072 -> '☐';
      case 0xF0D8 -> '➢';
      case 0xF0E0, 0xF0E8 -> '→';
      case 0xF0FC -> '✓';
      case 0xF0FB -> '✗';
      case 0xF0FE -> '☒';
      case 0xF02D, 0xF0BE -> '-';
      case 0xF020 -> ' ';
      default -> character;
    };
  }
}
