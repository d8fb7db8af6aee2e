package io.pincite.ocr.internal.reading;

import io.pincite.ocr.Word;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import java.util.ArrayList;
import java.util.List;

/// Whether a line of Latin letters looks written by a pen: the readers are not as sure of it as of
/// print, and its letters do not stand on one line, or hang together.
final class Penned {
  /// Mean confidence. Print has 0.95 and more unless it is noisy, written lines 0.72 to 0.94.
  private static final double AS_PRINT = 0.95;

  /// Fewer letters stand anywhere.
  private static final int FEWEST = 6;

  /// Of a line image's height; what is lower are dots, commas and dashes.
  private static final double LEAST_HEIGHT = 0.25;

  /// Share of the letters that end at one height. Of print 0.57 to 1, where letters hang below the
  /// line, and of unsure print hardly ever below 0.7; of drawn handwriting 0.3 to 0.65.
  private static final double EVEN = 0.66;

  /// Likewise where letters hang together.
  private static final double EVEN_IF_JOINED = 0.75;

  /// How far from that height, in heights of letters.
  private static final double AT_ONE_HEIGHT = 0.08;

  /// Pieces of ink a character. Print has about one, 0.4 where its letters touch; joined letters
  /// 0.15 to 0.5.
  private static final double JOINED = 0.5;

  /// Likewise of so few pieces that their heights say nothing.
  private static final double MUCH_JOINED = 0.35;

  /// Pixels that edges are wide: blur runs letters of print together too.
  private static final double SHARP = 2.6;

  /// Pixels that the pieces of ink are high in the middle. Of a footnote scanned at 150 dpi 12 to
  /// 16: its letters touch by themselves. Of drawn handwriting at 200 dpi 29 to 56.
  private static final int LEAST_PIXELS = 20;

  private Penned() {}

  /// @param edge how wide the edges of its strokes are, in pixels
  static boolean is(LineInk ink, double edge, List<ReadWord> words) {
    double sure = words.stream().mapToDouble(ReadWord::confidence).average().orElse(1);
    if (sure >= AS_PRINT || edge >= SHARP || words.stream().anyMatch(Penned::standsAlone)) {
      return false;
    }
    int characters = words.stream().mapToInt(word -> word.text().length()).sum();
    List<Letter> letters = letters(ink);
    if (characters < FEWEST || letters.isEmpty() || middle(letters) < LEAST_PIXELS) {
      return false;
    }
    if (letters.size() < FEWEST) {
      return letters.size() < MUCH_JOINED * characters;
    }
    return evenness(letters) <= (letters.size() < JOINED * characters ? EVEN_IF_JOINED : EVEN);
  }

  private static boolean standsAlone(ReadWord word) {
    return Word.standsAlone(word.text().codePointAt(0));
  }

  /// First and last row of a piece of ink that hangs together.
  private record Letter(int top, int bottom) {
    int height() {
      return bottom - top + 1;
    }
  }

  private static int middle(List<Letter> letters) {
    int[] heights = letters.stream().mapToInt(Letter::height).sorted().toArray();
    return heights[heights.length / 2];
  }

  private static double evenness(List<Letter> letters) {
    double near = Math.max(1, AT_ONE_HEIGHT * middle(letters));
    long most = 0;
    for (Letter letter : letters) {
      most =
          Math.max(
              most,
              letters.stream()
                  .filter(other -> Math.abs(other.bottom() - letter.bottom()) <= near)
                  .count());
    }
    return (double) most / letters.size();
  }

  /// What is as high as a letter, without what goes through the whole line image.
  private static List<Letter> letters(LineInk ink) {
    int width = ink.width();
    int height = ink.height();
    boolean[] seen = new boolean[width * height];
    int[] stack = new int[width * height];
    List<Letter> letters = new ArrayList<>();
    for (int start = 0; start < seen.length; start++) {
      if (seen[start] || !ink.at(start % width, start / width)) {
        continue;
      }
      int size = 0;
      stack[size++] = start;
      seen[start] = true;
      int top = height;
      int bottom = 0;
      while (size > 0) {
        int at = stack[--size];
        int x = at % width;
        int y = at / width;
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
        for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
          for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
            int to = v * width + u;
            if (!seen[to] && ink.at(u, v)) {
              seen[to] = true;
              stack[size++] = to;
            }
          }
        }
      }
      var letter = new Letter(top, bottom);
      if (letter.height() >= LEAST_HEIGHT * height && letter.height() < height) {
        letters.add(letter);
      }
    }
    return letters;
  }
}
