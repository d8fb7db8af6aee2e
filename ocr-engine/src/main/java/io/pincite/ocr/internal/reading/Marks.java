package io.pincite.ocr.internal.reading;

import io.pincite.ocr.Word;
import io.pincite.ocr.internal.ppocr.ReadCharacter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/// Punctuation in the width of the script it stands in. PP-OCR was trained on Chinese and often
/// sees full-width marks in English, now and then the other way round; which it was, the letters
/// beside a mark say.
final class Marks {
  private Marks() {}

  /// Half-width marks that have a full-width twin in Chinese text. The full stop is no twin: its
  /// Chinese one looks different. Nor is what stands within numbers.
  private static final Map<Integer, Integer> WIDE =
      Map.of(
          (int) ',', (int) '，',
          (int) ';', (int) '；',
          (int) ':', (int) '：',
          (int) '(', (int) '（',
          (int) ')', (int) '）',
          (int) '?', (int) '？',
          (int) '!', (int) '！');

  static List<ReadCharacter> folded(List<ReadCharacter> characters) {
    List<ReadCharacter> folded = new ArrayList<>(characters.size());
    for (int i = 0; i < characters.size(); i++) {
      ReadCharacter character = characters.get(i);
      int mark = character.text().codePointAt(0);
      int other = mark;
      if (isWide(mark)) {
        OptionalInt before = letter(characters, i, -1);
        OptionalInt after = letter(characters, i, 1);
        // At the end of a line the one letter there is decides; a mark alone stays as it is.
        boolean latin =
            (before.isPresent() || after.isPresent())
                && all(before, after, letter -> !Word.standsAlone(letter));
        other = latin ? mark - 0xFEE0 : mark;
      } else if (mark == '￥' && all(letter(characters, i, 1), Character::isDigit)) {
        other = '¥';
      } else if (WIDE.containsKey(mark)) {
        OptionalInt before = letter(characters, i, -1);
        OptionalInt after = letter(characters, i, 1);
        boolean chinese =
            (before.isPresent() || after.isPresent()) && all(before, after, Word::standsAlone);
        other = chinese ? WIDE.get(mark) : mark;
      }
      folded.add(other == mark ? character : character.reading(Character.toString(other)));
    }
    pair(folded);
    return folded;
  }

  /// Brackets of one pair are of one width, the full one if either is: one side of `（1）预付款` stands
  /// beside letters of another script than the other.
  private static void pair(List<ReadCharacter> characters) {
    int open = -1;
    for (int i = 0; i < characters.size(); i++) {
      String mark = characters.get(i).text();
      if (mark.equals("(") || mark.equals("（")) {
        open = i;
      } else if (open >= 0 && (mark.equals(")") || mark.equals("）"))) {
        ReadCharacter first = characters.get(open);
        if (first.text().equals("(") && mark.equals("）")) {
          characters.set(open, first.reading("（"));
        } else if (first.text().equals("（") && mark.equals(")")) {
          characters.set(i, characters.get(i).reading("）"));
        }
        open = -1;
      }
    }
  }

  /// U+FF01 to U+FF5E are the ASCII characters in full width; letters and digits among them too.
  private static boolean isWide(int mark) {
    return mark >= 0xFF01 && mark <= 0xFF5E;
  }

  private static boolean all(OptionalInt one, OptionalInt other, IntPredicate holds) {
    return all(one, holds) && all(other, holds);
  }

  private static boolean all(OptionalInt letter, IntPredicate holds) {
    return letter.isEmpty() || holds.test(letter.getAsInt());
  }

  /// The nearest letter or digit on one side.
  private static OptionalInt letter(List<ReadCharacter> characters, int from, int step) {
    for (int i = from + step; i >= 0 && i < characters.size(); i += step) {
      int found = characters.get(i).text().codePointAt(0);
      if (Character.isLetterOrDigit(found) && !isWide(found)) {
        return OptionalInt.of(found);
      }
    }
    return OptionalInt.empty();
  }
}
