package io.pincite.ocr.internal.reading;

import io.pincite.ocr.Word;
import io.pincite.ocr.internal.ppocr.ReadCharacter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Spaces between Latin words that PP-OCR did not see: the paper between the letters shows them.
///
/// The recogniser tells a letter's place to about half a letter, the ink tells gaps to the pixel.
/// So gaps are found in the ink and each given to the nearest boundary between two characters.
final class WordGaps {
  private WordGaps() {}

  /// Paper that parts words, in pitches of the letters. Measured on five worn pages: 0.36 cuts
  /// words (0.7 % of the characters wrong at 150 dpi, against 0.04 %), 0.58 leaves some together.
  private static final double LEAST_GAP = 0.44;

  /// In heights of the line image: letters are 0.45 of the font size apart, the detector's lines
  /// 1.3 times as high as it.
  private static final double USUAL_PITCH = 0.35;

  /// How far from a boundary its gap may be, in pitches.
  private static final double REACH = 0.9;

  /// Pitches in favour of a boundary behind a mark that ends a word, against one before it.
  private static final double MARK = 0.4;

  /// Paper beside a 1 is as wide as that between words: numbers are left whole.
  private static final String NUMBER = "0123456789.,";

  static List<ReadCharacter> insert(List<ReadCharacter> characters, LineInk ink) {
    double pitch = pitch(characters, ink.height());
    if (characters.size() < 2) {
      return characters;
    }
    List<Gap> gaps = gaps(ink, LEAST_GAP * pitch);
    boolean[] spaceAfter = new boolean[characters.size()];
    boolean[] taken = new boolean[characters.size()];
    // The widest first: they are the surest.
    gaps.sort(Comparator.comparingDouble(Gap::width).reversed());
    double shift = shift(characters, gaps, pitch);
    for (Gap gap : gaps) {
      int boundary = boundary(characters, gap.middle() + shift, pitch, taken);
      if (boundary >= 0) {
        taken[boundary] = true;
        spaceAfter[boundary] = isOpen(characters, boundary);
      }
    }
    List<ReadCharacter> spaced = new ArrayList<>();
    for (int i = 0; i < characters.size(); i++) {
      spaced.add(characters.get(i));
      if (spaceAfter[i]) {
        double middle = (characters.get(i).center() + characters.get(i + 1).center()) / 2;
        spaced.add(new ReadCharacter(" ", middle, middle, characters.get(i).confidence()));
      }
    }
    return spaced;
  }

  /// Blank columns between inked ones.
  private record Gap(double from, double to) {
    double width() {
      return to - from;
    }

    double middle() {
      return (from + to) / 2;
    }
  }

  /// The usual distance of neighbouring Latin letters; of too few letters to say, what it is in
  /// lines as the detector cuts them.
  private static double pitch(List<ReadCharacter> characters, int height) {
    double[] distances = new double[characters.size()];
    int count = 0;
    for (int i = 0; i + 1 < characters.size(); i++) {
      if (isLatin(characters.get(i)) && isLatin(characters.get(i + 1))) {
        distances[count++] = characters.get(i + 1).center() - characters.get(i).center();
      }
    }
    if (count < 3) {
      return USUAL_PITCH * height;
    }
    double[] sorted = Arrays.copyOf(distances, count);
    Arrays.sort(sorted);
    return sorted[count / 2];
  }

  private static List<Gap> gaps(LineInk ink, double least) {
    List<Gap> gaps = new ArrayList<>();
    int blank = -1;
    for (int x = 0; x < ink.width(); x++) {
      if (!ink.inColumn(x)) {
        continue;
      }
      if (blank >= 0 && x - blank - 1 >= least) {
        gaps.add(new Gap(blank + 1, x));
      }
      blank = x;
    }
    return gaps;
  }

  /// By how much the recogniser's places lie behind the ink's: from the spaces that both saw.
  private static double shift(List<ReadCharacter> characters, List<Gap> gaps, double pitch) {
    List<Double> shifts = new ArrayList<>();
    for (ReadCharacter character : characters) {
      if (character.isSpace()) {
        gaps.stream()
            .min(Comparator.comparingDouble(gap -> Math.abs(gap.middle() - character.center())))
            .map(gap -> character.center() - gap.middle())
            .filter(shift -> Math.abs(shift) < pitch)
            .ifPresent(shifts::add);
      }
    }
    if (shifts.isEmpty()) {
      return 0;
    }
    shifts.sort(Comparator.naturalOrder());
    return shifts.get(shifts.size() / 2);
  }

  /// The boundary, named by the character before it, that a gap belongs to; -1 for none. A space
  /// that was read is a boundary too: its gap is not for others.
  private static int boundary(
      List<ReadCharacter> characters, double at, double pitch, boolean[] taken) {
    int best = -1;
    double nearest = REACH * pitch;
    for (int i = 0; i + 1 < characters.size(); i++) {
      ReadCharacter left = characters.get(i);
      ReadCharacter right = characters.get(i + 1);
      if (taken[i] || right.isSpace()) {
        continue;
      }
      double middle = left.isSpace() ? left.center() : (left.center() + right.center()) / 2;
      double distance = Math.abs(middle - at);
      if (!left.isSpace()) {
        if (isOneOf(left, ",.;:)]?!%")) {
          distance -= MARK * pitch;
        }
        if (isOneOf(right, ",.;:)]?!%") || isOneOf(left, "([$")) {
          distance += MARK * pitch;
        }
      } else {
        distance -= MARK * pitch;
      }
      if (distance < nearest) {
        nearest = distance;
        best = i;
      }
    }
    return best;
  }

  private static boolean isOpen(List<ReadCharacter> characters, int boundary) {
    ReadCharacter left = characters.get(boundary);
    ReadCharacter right = characters.get(boundary + 1);
    return !left.isSpace()
        && !right.isSpace()
        && !alone(left)
        && !alone(right)
        && !(isOneOf(left, NUMBER) && isOneOf(right, NUMBER));
  }

  private static boolean isOneOf(ReadCharacter character, String some) {
    return some.contains(character.text());
  }

  private static boolean isLatin(ReadCharacter character) {
    return !character.isSpace() && !alone(character);
  }

  private static boolean alone(ReadCharacter character) {
    return Word.standsAlone(character.text().codePointAt(0));
  }
}
