package io.pincite.ingest.internal.routing;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.List;
import java.util.Optional;

/// Whether the characters of a page look like language at all, without knowing which: fonts that
/// say wrong letters, and earlier OCR of other scripts, leave mixtures that no language has.
///
/// By one thread at a time.
final class Plausibility {
  /// Fewer letters than this say nothing about a page: headings, figures, a form.
  private static final int LEAST_LETTERS = 100;

  /// These eight letters, with their accents, make 50 to 66 in a hundred of the small letters of
  /// English, French, German, Spanish, Dutch, Polish, Finnish; of English shifted by one letter
  /// they make 32, by others fewer.
  private static final String FREQUENT = "aeinorstàáâãäåæèéêëìíîïòóôõöøœñńšśāąēęěīįōő";

  private static final double LEAST_FREQUENT = 0.4;

  /// Of Chinese and Japanese running text, 95 in a hundred ideographs are in the first level of one
  /// of the old character sets; of ideographs taken at random, 35.
  private static final double FEWEST_COMMON_IDEOGRAPHS = 0.7;

  /// More characters than this share that no text has: unknown ones, private ones, controls.
  private static final double MOST_STRANGE = 0.1;

  private final CharsetEncoder simplified = Charset.forName("GB2312").newEncoder();
  private final CharsetEncoder traditional = Charset.forName("Big5").newEncoder();
  private final CharsetEncoder japanese = Charset.forName("Shift_JIS").newEncoder();

  private int letters;
  private int frequent;
  private int ideographs;
  private int common;
  private int strange;
  private int all;

  private Plausibility() {}

  /// What is improbable about these words, in part of a sentence for people.
  static Optional<String> objection(List<String> words) {
    var counted = new Plausibility();
    words.forEach(word -> word.codePoints().forEach(counted::count));
    return counted.objection();
  }

  private void count(int character) {
    all++;
    if (character < 0x80) {
      countPlain(character);
    } else if (isStrange(character)) {
      strange++;
    } else if (Character.isIdeographic(character)) {
      ideographs++;
      common += isCommon(character) ? 1 : 0;
    } else if (Character.isLowerCase(character)
        && Character.UnicodeScript.of(character) == Character.UnicodeScript.LATIN) {
      letters++;
      frequent += FREQUENT.indexOf(character) >= 0 ? 1 : 0;
    }
  }

  private void countPlain(int character) {
    if (character >= 'a' && character <= 'z') {
      letters++;
      frequent += FREQUENT.indexOf(character) >= 0 ? 1 : 0;
    } else if (character < ' ' || character == 0x7F) {
      strange++;
    }
  }

  private static boolean isStrange(int character) {
    return switch (Character.getType(character)) {
      case Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.CONTROL,
          Character.SURROGATE,
          Character.FORMAT ->
          true;
      default -> character == 0xFFFD;
    };
  }

  private boolean isCommon(int ideograph) {
    if (Character.charCount(ideograph) > 1) {
      return false;
    }
    char c = (char) ideograph;
    return isIn(simplified, c, 0xB0, 0xD7)
        || isIn(traditional, c, 0xA4, 0xC6)
        || isIn(japanese, c, 0x88, 0x97);
  }

  private static boolean isIn(CharsetEncoder encoder, char c, int from, int to) {
    if (!encoder.canEncode(c)) {
      return false;
    }
    byte[] bytes = String.valueOf(c).getBytes(encoder.charset());
    int lead = bytes[0] & 0xFF;
    return bytes.length == 2 && from <= lead && lead <= to;
  }

  private Optional<String> objection() {
    if (all > 0 && strange > MOST_STRANGE * all) {
      return Optional.of(
          "%d %% of its characters are no characters of any script"
              .formatted(Math.round(100.0 * strange / all)));
    }
    if (letters >= LEAST_LETTERS && frequent < LEAST_FREQUENT * letters) {
      return Optional.of(
          "the letters that are frequent in every language are %d %% of it"
              .formatted(Math.round(100.0 * frequent / letters)));
    }
    if (ideographs >= LEAST_LETTERS && common < FEWEST_COMMON_IDEOGRAPHS * ideographs) {
      return Optional.of(
          "only %d %% of its ideographs are common ones"
              .formatted(Math.round(100.0 * common / ideographs)));
    }
    return Optional.empty();
  }
}
