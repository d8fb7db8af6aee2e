package io.pincite.bench;

import java.text.Normalizer;

/// How many characters of a text were read wrong, after white space is folded: a run of it is one
/// space, and none beside Chinese.
///
/// @param errors fewest edits
/// @param characters of the truth
record CharacterErrors(int errors, int characters) {

  static final CharacterErrors NONE = new CharacterErrors(0, 0);

  /// @param isStrict whether full-width and half-width forms of a character are different ones
  static CharacterErrors of(String truth, String read, String language, boolean isStrict) {
    String expected = folded(truth, language, isStrict);
    return new CharacterErrors(
        EditDistance.between(expected, folded(read, language, isStrict)),
        expected.codePointCount(0, expected.length()));
  }

  static String folded(String text, String language, boolean isStrict) {
    String normal =
        Normalizer.normalize(text, isStrict ? Normalizer.Form.NFC : Normalizer.Form.NFKC);
    // \h and not \s: the ideographic space is white, too.
    return normal.replaceAll("[\\s\\h]+", language.equals("zh") ? "" : " ").strip();
  }

  CharacterErrors plus(CharacterErrors other) {
    return new CharacterErrors(errors + other.errors, characters + other.characters);
  }

  double rate() {
    return characters == 0 ? 0 : (double) errors / characters;
  }
}
