package io.pincite.samples.internal.typeset;

/// What a character is to the typesetter.
final class Characters {
  private Characters() {}

  /// A Chinese character or full-width mark: a word of its own, and a place where a line may end.
  static boolean isWide(int character) {
    return (character >= 0x2E80 && character <= 0x9FFF)
        || (character >= 0xF900 && character <= 0xFAFF)
        || (character >= 0xFE30 && character <= 0xFE4F)
        || (character >= 0xFF00 && character <= 0xFFEF);
  }

  /// Marks that belong to the character before them.
  static boolean closes(int character) {
    return "，。、；：？！）》」』”’…％".indexOf(character) >= 0;
  }

  /// Marks that belong to the character after them.
  static boolean opens(int character) {
    return "（《「『“‘".indexOf(character) >= 0;
  }
}
