package io.pincite.ocr.internal.layout;

/// What layout needs to know about characters.
final class Scripts {

  private Scripts() {}

  /// Whether it belongs to a script written without spaces between words, or is a full-width mark.
  static boolean isCjk(int codePoint) {
    if (codePoint < 0x2E80) {
      return false;
    }
    return codePoint <= 0x2FDF
        || (codePoint >= 0x3000 && codePoint <= 0x30FF)
        || (codePoint >= 0x3100 && codePoint <= 0x312F)
        || (codePoint >= 0x31A0 && codePoint <= 0x9FFF)
        || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
        || (codePoint >= 0xFE30 && codePoint <= 0xFE4F)
        || (codePoint >= 0xFF00 && codePoint <= 0xFFEF)
        || (codePoint >= 0x20000 && codePoint <= 0x3FFFF);
  }
}
