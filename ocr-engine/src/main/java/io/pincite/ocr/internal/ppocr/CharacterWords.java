package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.Word;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/// Characters of a line as words with edges.
public final class CharacterWords {
  private CharacterWords() {}

  /// @param width of the line image
  public static List<ReadWord> of(List<ReadCharacter> characters, double width) {
    List<ReadWord> words = new ArrayList<>();
    int i = 0;
    boolean space = false;
    while (i < characters.size()) {
      ReadCharacter first = characters.get(i);
      if (first.isSpace()) {
        space = true;
        i++;
        continue;
      }
      int end = i + 1;
      if (!standsAlone(first)) {
        while (end < characters.size()
            && !characters.get(end).isSpace()
            && !standsAlone(characters.get(end))) {
          end++;
        }
      }
      var text = new StringBuilder();
      double confidence = 0;
      for (ReadCharacter character : characters.subList(i, end)) {
        text.append(character.text());
        confidence += character.confidence();
      }
      double left = i == 0 ? 0 : edge(characters.get(i - 1), first, true);
      double right =
          end == characters.size()
              ? width
              : edge(characters.get(end - 1), characters.get(end), false);
      words.add(
          new ReadWord(
              Normalizer.normalize(text, Normalizer.Form.NFC),
              Math.min(left, right),
              right,
              confidence / (end - i),
              space && !words.isEmpty()));
      space = false;
      i = end;
    }
    return words;
  }

  private static boolean standsAlone(ReadCharacter character) {
    return Word.standsAlone(character.text().codePointAt(0));
  }

  /// Between two characters: half way; beside a space: where it begins or ends.
  private static double edge(ReadCharacter left, ReadCharacter right, boolean ofRight) {
    double middle = (left.center() + right.center()) / 2;
    if (left.isSpace() || right.isSpace()) {
      return ofRight ? Math.max(left.end(), middle) : Math.min(right.start(), middle);
    }
    return middle;
  }
}
