package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.ppocr.ReadCharacter;
import java.util.ArrayList;
import java.util.List;

/// Zeros that were taken for the letter o, as in `750,ooo`: an o is a zero where it follows a digit
/// in a word that has nothing but digits, o and the marks of numbers.
final class Zeros {
  private Zeros() {}

  private static final String WITHIN_NUMBERS = ",.()[]$%:;/-¥￥€£#*'\"+";

  static List<ReadCharacter> restored(List<ReadCharacter> characters) {
    List<ReadCharacter> restored = new ArrayList<>(characters);
    int from = 0;
    while (from < characters.size()) {
      int to = from;
      while (to < characters.size() && !characters.get(to).isSpace()) {
        to++;
      }
      restore(restored, from, to);
      from = to + 1;
    }
    return restored;
  }

  private static void restore(List<ReadCharacter> characters, int from, int to) {
    boolean digits = false;
    for (int i = from; i < to; i++) {
      int character = characters.get(i).text().codePointAt(0);
      if (isOh(character)) {
        if (!digits) {
          return;
        }
      } else if (Character.isDigit(character)) {
        digits = true;
      } else if (WITHIN_NUMBERS.indexOf(character) < 0) {
        return;
      }
    }
    for (int i = from; i < to; i++) {
      if (isOh(characters.get(i).text().codePointAt(0))) {
        characters.set(i, characters.get(i).reading("0"));
      }
    }
  }

  private static boolean isOh(int character) {
    return character == 'o' || character == 'O';
  }
}
