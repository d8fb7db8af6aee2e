package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.Word;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/// A word of what a model wrote, before it has a place.
///
/// @param text as [Word] wants it
/// @param latex whether it is part of a formula
/// @param cell index of the table's cell it stands in; 0 outside tables
record ModelWord(String text, boolean spaceBefore, boolean latex, int cell, Form form) {

  /// @param text with inline formulas in `\( … \)`
  static List<ModelWord> of(String text, int cell) {
    return cut(text, cell, false);
  }

  static List<ModelWord> ofLatex(String latex) {
    return cut(latex, 0, true);
  }

  private static List<ModelWord> cut(String text, int cell, boolean latex) {
    List<ModelWord> words = new ArrayList<>();
    var word = new StringBuilder();
    boolean space = true;
    boolean inFormula = latex;
    int[] letters = wellFormed(text).codePoints().toArray();
    for (int i = 0; i < letters.length; i++) {
      int letter = letters[i];
      if (isSpace(letter)) {
        add(words, word, space, inFormula, cell);
        space = true;
        continue;
      }
      boolean mark = Character.getType(letter) == Character.NON_SPACING_MARK;
      boolean alone = Word.standsAlone(letter) || Character.isIdeographic(letter);
      boolean afterAlone =
          !word.isEmpty()
              && (Word.standsAlone(word.codePointAt(0))
                  || Character.isIdeographic(word.codePointAt(0)));
      if (!mark && (alone || afterAlone) && !word.isEmpty()) {
        add(words, word, space, inFormula, cell);
        space = false;
      }
      boolean delimiter = !latex && letter == '\\' && i + 1 < letters.length;
      if (delimiter && letters[i + 1] == '(') {
        inFormula = true;
      }
      word.appendCodePoint(letter);
      if (delimiter && letters[i + 1] == ')') {
        word.append(')');
        i++;
        add(words, word, space, true, cell);
        space = false;
        inFormula = false;
      }
    }
    add(words, word, space, inFormula, cell);
    return words;
  }

  private static void add(
      List<ModelWord> words, StringBuilder word, boolean space, boolean latex, int cell) {
    if (!word.isEmpty()) {
      String text = Normalizer.normalize(word, Normalizer.Form.NFC);
      words.add(
          new ModelWord(text, space, latex, cell, latex ? Form.ofLatex(text) : Form.of(text)));
      word.setLength(0);
    }
  }

  private static boolean isSpace(int letter) {
    return Character.isWhitespace(letter) || Character.isSpaceChar(letter);
  }

  /// Without U+0000 and other controls, which no page shows, and without lone surrogates.
  private static String wellFormed(String text) {
    var kept = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .filter(letter -> isSpace(letter) || !Character.isISOControl(letter))
        .map(letter -> letter >= 0xD800 && letter <= 0xDFFF ? 0xFFFD : letter)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /// How far it reaches in print, in ems: of a usual book face, to a tenth. Only proportions count.
  double advance() {
    return text.codePoints().mapToDouble(ModelWord::advance).sum();
  }

  static double advance(String text) {
    return text.codePoints().mapToDouble(ModelWord::advance).sum();
  }

  private static double advance(int letter) {
    if (Word.standsAlone(letter)) {
      return 1;
    }
    if ("iljtfrI.,;:'|!()[]-".indexOf(letter) >= 0) {
      return 0.3;
    }
    if ("mwMW@%—".indexOf(letter) >= 0) {
      return 0.8;
    }
    return Character.isUpperCase(letter) ? 0.7 : 0.5;
  }
}
