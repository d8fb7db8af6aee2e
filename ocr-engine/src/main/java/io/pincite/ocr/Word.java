package io.pincite.ocr;

/// A run of non-space characters with its place; a CJK character or full-width mark is a word of
/// its own.
///
/// @param text the characters in Unicode NFC, without white space, U+0000 or lone surrogates
/// @param box horizontally from the origin to the end of the advance, vertically over the font's
///     ascent to descent
/// @param confidence how sure the reader is, 0..1; 1 for a text layer
/// @param spaceBefore whether white space separates it from the word before it on its line
public record Word(String text, BoundingBox box, double confidence, boolean spaceBefore) {
  public Word {
    if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "a word has characters and no white space: '" + text + "'");
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence is 0..1, not " + confidence);
    }
  }

  /// Whether a character is a word of its own: Han, kana, bopomofo, hangul syllables, full-width
  /// marks.
  public static boolean standsAlone(int codePoint) {
    if (codePoint < 0x2E80) {
      return false;
    }
    return codePoint <= 0x9FFF
        || codePoint >= 0xAC00 && codePoint <= 0xD7A3
        || codePoint >= 0xF900 && codePoint <= 0xFAFF
        || codePoint >= 0xFE30 && codePoint <= 0xFE4F
        || codePoint >= 0xFF01 && codePoint <= 0xFF9F
        || codePoint >= 0xFFE0 && codePoint <= 0xFFE6
        || codePoint >= 0x20000 && codePoint <= 0x3FFFF;
  }
}
