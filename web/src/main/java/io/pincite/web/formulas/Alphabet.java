package io.pincite.web.formulas;

import java.util.Map;

/// Kinds of letters that a formula tells apart. Browsers draw `mathvariant` for upright letters
/// only, so the others are Unicode's own letters for mathematics (block U+1D400).
@SuppressWarnings("ImmutableEnumChecker")
enum Alphabet {
  ITALIC(0, 0, 0, Map.of()),
  UPRIGHT(0, 0, 0, Map.of()),
  BOLD(0x1D400, 0x1D41A, 0x1D7CE, Map.of()),
  BOLD_ITALIC(0x1D468, 0x1D482, 0x1D7CE, Map.of()),
  SANS(0x1D5A0, 0x1D5BA, 0x1D7E2, Map.of()),
  MONO(0x1D670, 0x1D68A, 0x1D7F6, Map.of()),
  SCRIPT(
      0x1D49C,
      0x1D4B6,
      0,
      Map.ofEntries(
          Map.entry('B', 'ℬ'),
          Map.entry('E', 'ℰ'),
          Map.entry('F', 'ℱ'),
          Map.entry('H', 'ℋ'),
          Map.entry('I', 'ℐ'),
          Map.entry('L', 'ℒ'),
          Map.entry('M', 'ℳ'),
          Map.entry('R', 'ℛ'),
          Map.entry('e', 'ℯ'),
          Map.entry('g', 'ℊ'),
          Map.entry('o', 'ℴ'))),
  FRAKTUR(0x1D504, 0x1D51E, 0, Map.of('C', 'ℭ', 'H', 'ℌ', 'I', 'ℑ', 'R', 'ℜ', 'Z', 'ℨ')),
  DOUBLE(
      0x1D538,
      0x1D552,
      0x1D7D8,
      Map.of('C', 'ℂ', 'H', 'ℍ', 'N', 'ℕ', 'P', 'ℙ', 'Q', 'ℚ', 'R', 'ℝ', 'Z', 'ℤ'));

  private final int capitals;
  private final int small;
  private final int digits;

  /// Letters that Unicode had before it had the others.
  private final Map<Character, Character> older;

  Alphabet(int capitals, int small, int digits, Map<Character, Character> older) {
    this.capitals = capitals;
    this.small = small;
    this.digits = digits;
    this.older = older;
  }

  /// Whether letters side by side are one word.
  boolean makesWords() {
    return switch (this) {
      case UPRIGHT, BOLD, SANS, MONO -> true;
      case ITALIC, BOLD_ITALIC, SCRIPT, FRAKTUR, DOUBLE -> false;
    };
  }

  /// The text in these letters; what has none stays.
  String of(String text) {
    if (capitals == 0) {
      return text;
    }
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      Character known = older.get(c);
      if (known != null) {
        out.append(known.charValue());
      } else if (c >= 'A' && c <= 'Z') {
        out.appendCodePoint(capitals + c - 'A');
      } else if (c >= 'a' && c <= 'z') {
        out.appendCodePoint(small + c - 'a');
      } else if (digits > 0 && c >= '0' && c <= '9') {
        out.appendCodePoint(digits + c - '0');
      } else {
        out.appendCodePoint(greek(c));
      }
    }
    return out.toString();
  }

  private int greek(char c) {
    if (this == BOLD || this == BOLD_ITALIC) {
      if (c >= 'Α' && c <= 'Ω') {
        return (this == BOLD ? 0x1D6A8 : 0x1D71C) + c - 'Α';
      }
      if (c >= 'α' && c <= 'ω') {
        return (this == BOLD ? 0x1D6C2 : 0x1D736) + c - 'α';
      }
    }
    return c;
  }
}
