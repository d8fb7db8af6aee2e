package io.pincite.ocr.internal.reading;

import io.pincite.ocr.Word;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where words stand in a line image by the rule for boxes: from the origin of the first character
/// to the end of the advance of the last, over the font's ascent to descent. Readers know about
/// where a word is; the ink says it to the pixel, and what letters it has says how high its font
/// reaches above and below the ink.
final class WordPlaces {

  // Shares of the font size, means of Times, Arial and their like (Liberation Serif / Sans, their
  // metric twins: cap height 0.66 / 0.73, ascenders 0.68 / 0.73, x-height 0.46 / 0.53, descenders
  // 0.21; ascent 0.891 / 0.905, descent 0.216 / 0.212).
  private static final double CAPITAL = 0.68;
  private static final double SMALL = 0.47;
  private static final double BELOW = 0.21;

  // A `t`, or the dot of an `i`, and a comma's tail: between those of the two fonts.
  private static final double TAIL = 0.6;
  private static final double COMMA = 0.14;

  private static final double ASCENT = 0.89;
  private static final double DESCENT = 0.216;

  // Noto CJK, SimSun: ascent 0.88, descent 0.12, ideographs 0.92 high in the middle of that.
  private static final double CJK_ASCENT = 0.88;
  private static final double CJK_INK = 0.92;

  /// Paper before and after the ink of a character, within its advance.
  private static final double BEARING = 0.04;

  /// Paper before a full-width colon: its ink is in the middle of the left half of its em.
  private static final double COLON_BEARING = 0.15;

  /// Of a mark that ends a clause the ink is the left half of its em: where the reader sees the
  /// middle between it and the character before is so much too far left, as a share of the size.
  private static final double MARK_SHIFT = 0.2;

  /// @param left in pixels of the line image, as all
  /// @param alone whether it is a character that has an em to itself
  /// @param size of the font
  /// @param isSizeSure whether letters that tell it well were seen whole
  /// @param stroke how thick its strokes are, as a share of its size; 0 where that is not known
  record Place(
      ReadWord word,
      boolean alone,
      double left,
      double right,
      double top,
      double bottom,
      double baseline,
      double size,
      boolean isSizeSure,
      double stroke) {

    /// The same word in a font of another size.
    ///
    /// @param still the level that stays where it is
    Place sized(double other, double still) {
      double factor = other / size;
      return new Place(
          word,
          alone,
          left,
          right,
          still + factor * (top - still),
          still + factor * (bottom - still),
          still + factor * (baseline - still),
          other,
          isSizeSure,
          stroke / factor);
    }
  }

  private final LineInk ink;
  private final LineInk around;
  private final List<ReadWord> words;

  private WordPlaces(LineInk ink, LineInk around, List<ReadWord> words) {
    this.ink = ink;
    this.around = around;
    this.words = words;
  }

  /// @param around the same line in an image that reaches as much further up as down, for letters
  /// that its box cuts
  static List<Place> of(LineInk ink, LineInk around, List<ReadWord> words) {
    return words.isEmpty() ? List.of() : new WordPlaces(ink, around, words).places();
  }

  private List<Place> places() {
    int count = words.size();
    double[] left = new double[count];
    double[] right = new double[count];
    for (int i = 0; i < count; i++) {
      left[i] = words.get(i).left();
      right[i] = words.get(i).right();
    }
    double guess = 0.6 * ink.height();
    left[0] = firstInk(left[0] - guess / 2, middle(0), left[0]);
    right[count - 1] = lastInk(middle(count - 1), right[count - 1] + guess / 2, right[count - 1]);
    for (int i = 0; i + 1 < count; i++) {
      part(i, left, right, guess);
    }
    return measured(left, right);
  }

  private double middle(int i) {
    return (words.get(i).left() + words.get(i).right()) / 2;
  }

  private double firstInk(double from, double to, double otherwise) {
    for (int x = Math.max(0, (int) from); x < Math.min(ink.width(), to); x++) {
      if (ink.inColumn(x)) {
        return x;
      }
    }
    return Math.max(0, otherwise);
  }

  private double lastInk(double from, double to, double otherwise) {
    for (int x = Math.min(ink.width(), (int) Math.ceil(to)) - 1; x >= Math.max(0, from); x--) {
      if (ink.inColumn(x)) {
        return x + 1;
      }
    }
    return Math.min(ink.width(), otherwise);
  }

  /// The paper between two words: of the blank runs near the place where the reader saw them part,
  /// the widest in text with spaces, the nearest between characters that stand alone.
  private void part(int i, double[] left, double[] right, double size) {
    double expected = (words.get(i).right() + words.get(i + 1).left()) / 2;
    if (isClosing(words.get(i + 1).text().codePointAt(0))) {
      expected += MARK_SHIFT * size;
    }
    boolean spaced = words.get(i + 1).spaceBefore();
    double reach = spaced ? 0.6 * size : 0.4 * size;
    int from = (int) Math.max(0, Math.max(middle(i), expected - reach));
    int to = (int) Math.min(ink.width(), Math.min(middle(i + 1), expected + reach));
    double best = Double.NEGATIVE_INFINITY;
    int blankFrom = 0;
    int blankTo = 0;
    int x = from;
    while (x < to) {
      if (ink.inColumn(x)) {
        x++;
        continue;
      }
      int start = x;
      while (x < to && !ink.inColumn(x)) {
        x++;
      }
      double distance = Math.max(0, Math.max(start - expected, expected - x));
      double worth = (x - start) - (spaced ? 0.5 : 1) * distance;
      if (worth > best) {
        best = worth;
        blankFrom = start;
        blankTo = x;
      }
    }
    if (best == Double.NEGATIVE_INFINITY) {
      right[i] = Math.max(expected, left[i]);
      left[i + 1] = right[i];
      return;
    }
    // The paper may be wider than was looked at: an em of it follows 第一条.
    while (blankFrom - 1 > middle(i) && !ink.inColumn(blankFrom - 1)) {
      blankFrom--;
    }
    while (blankTo < Math.min(ink.width(), middle(i + 1)) && !ink.inColumn(blankTo)) {
      blankTo++;
    }
    right[i] = blankFrom;
    left[i + 1] = blankTo;
  }

  private List<Place> measured(double[] left, double[] right) {
    int count = words.size();
    double[] tops = new double[count];
    double[] bottoms = new double[count];
    for (int i = 0; i < count; i++) {
      int from = Math.clamp((int) Math.floor(left[i]), 0, ink.width() - 1);
      int to = Math.clamp((int) Math.ceil(right[i]), from + 1, ink.width());
      int[] rows = around.rowsBeyond(ink, from, to);
      tops[i] = rows[0] <= rows[1] ? rows[0] : Double.NaN;
      bottoms[i] = rows[0] <= rows[1] ? rows[1] + 1 : Double.NaN;
    }
    var latin = new Scale();
    var roughly = new Scale();
    var cjk = new Scale();
    for (int i = 0; i < count; i++) {
      if (Double.isNaN(tops[i])) {
        continue;
      }
      if (isAlone(i)) {
        if (Character.isIdeographic(words.get(i).text().codePointAt(0))) {
          cjk.heights.add((bottoms[i] - tops[i]) / CJK_INK);
          cjk.levels.add((bottoms[i] + tops[i]) / 2);
        }
      } else {
        // The detector's box may be too low for its line and cut the letters.
        boolean isCut = tops[i] == 0 || bottoms[i] == ink.height();
        measure(words.get(i).text(), tops[i], bottoms[i], isCut ? roughly : latin, roughly);
      }
    }
    boolean isLatinSure = !latin.heights.isEmpty();
    boolean isCjkSure = !cjk.heights.isEmpty();
    if (!isLatinSure) {
      latin = roughly;
    }
    // Ideographs such as 一 are low: the higher ones show the size.
    double cjkSize = quantile(cjk.heights, 0.75);
    double latinSize = quantile(latin.heights, 0.5);
    double baseline = quantile(latin.levels, 0.5);
    double middle = quantile(cjk.levels, 0.5);
    if (Double.isNaN(latinSize)) {
      latinSize = Double.isNaN(cjkSize) ? 0.62 * ink.height() : cjkSize;
    }
    if (Double.isNaN(cjkSize)) {
      cjkSize = latinSize;
    }
    if (Double.isNaN(baseline)) {
      baseline =
          Double.isNaN(middle)
              ? ink.height() / 2.0 + 0.33 * latinSize
              : middle + (CJK_ASCENT - 0.5) * cjkSize;
    }
    if (Double.isNaN(middle)) {
      middle = baseline - (CJK_ASCENT - 0.5) * cjkSize;
    }
    List<Place> places = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean alone = isAlone(i);
      double size = alone ? cjkSize : latinSize;
      double[] edges = alone ? cell(i, left, right, size) : advance(left[i], right[i], size);
      int from = Math.clamp((int) Math.floor(left[i]), 0, ink.width() - 1);
      int to = Math.clamp((int) Math.ceil(right[i]), from + 1, ink.width());
      double stroke =
          Double.isNaN(tops[i]) || size <= 0
              ? 0
              : ink.stroke(
                      from,
                      to,
                      (int) Math.max(0, tops[i]),
                      (int) Math.min(ink.height(), bottoms[i]) - 1)
                  / size;
      double on = alone ? middle + (CJK_ASCENT - 0.5) * size : baseline;
      places.add(
          new Place(
              words.get(i),
              alone,
              edges[0],
              edges[1],
              alone ? middle - size / 2 : baseline - ASCENT * size,
              alone ? middle + size / 2 : baseline + DESCENT * size,
              on,
              size,
              alone ? isCjkSure : isLatinSure,
              stroke));
    }
    return places;
  }

  private static double[] advance(double left, double right, double size) {
    return new double[] {left - BEARING * size, right + BEARING * size};
  }

  /// A character that stands alone has an em to itself, of which marks fill only a part.
  private double[] cell(int i, double[] left, double[] right, double size) {
    int mark = words.get(i).text().codePointAt(0);
    boolean opening =
        Character.getType(mark) == Character.START_PUNCTUATION
            || Character.getType(mark) == Character.INITIAL_QUOTE_PUNCTUATION;
    double from = left[i] - (mark == '：' || mark == '；' ? COLON_BEARING : BEARING) * size;
    double to = right[i] + BEARING * size;
    double before = i == 0 ? Double.NEGATIVE_INFINITY : right[i - 1];
    double after = i + 1 == words.size() ? Double.POSITIVE_INFINITY : left[i + 1];
    double free = size - (to - from);
    if (free <= 0) {
      return new double[] {from, to};
    }
    if (opening) {
      from -= Math.clamp(from - before, 0, free);
    } else if (isClosing(mark)) {
      to += Math.clamp(after - BEARING * size - to, 0, free);
    } else {
      // In the middle of its em, unless the ink beside it says that it was seen in part.
      from -= free / 2;
      to += free / 2;
      double shift =
          Math.clamp(to - after, 0, Math.max(0, from - before))
              - Math.clamp(before - from, 0, Math.max(0, after - to));
      from -= shift;
      to -= shift;
    }
    return new double[] {from, to};
  }

  /// Also a quotation mark between characters that stand alone: it is as wide as they are.
  private boolean isAlone(int i) {
    String text = words.get(i).text();
    if (standsAlone(i)) {
      return true;
    }
    return (text.equals("“") || text.equals("”"))
        && words.size() > 1
        && (i == 0 || standsAlone(i - 1))
        && (i + 1 == words.size() || standsAlone(i + 1));
  }

  private boolean standsAlone(int i) {
    return Word.standsAlone(words.get(i).text().codePointAt(0));
  }

  private static boolean isClosing(int mark) {
    int type = Character.getType(mark);
    return type == Character.END_PUNCTUATION
        || type == Character.FINAL_QUOTE_PUNCTUATION
        || type == Character.OTHER_PUNCTUATION;
  }

  /// What words say about a line: sizes of the font, and levels of the baseline or of the middle.
  private static final class Scale {
    final List<Double> heights = new ArrayList<>();
    final List<Double> levels = new ArrayList<>();
  }

  /// @param exact for words of which it is known how high and how deep they reach
  /// @param roughly for those of which it is not: marks differ from font to font
  private static void measure(String text, double top, double bottom, Scale exact, Scale roughly) {
    boolean tall = has(text, TALL);
    boolean small = has(text, LOW) || has(text, HANGING);
    boolean hanging = has(text, HANGING);
    if (has(text, ODD) || !tall && (!small || has(text, "ijt"))) {
      if (tall || small) {
        double above = tall || has(text, HIGH_MARKS) ? CAPITAL : has(text, "ijt") ? TAIL : SMALL;
        double below = hanging || has(text, DEEP_MARKS) ? BELOW : has(text, ",;") ? COMMA : 0;
        double size = (bottom - top) / (above + below);
        roughly.heights.add(size);
        roughly.levels.add(bottom - below * size);
      }
      return;
    }
    double above = tall ? CAPITAL : SMALL;
    if (hanging) {
      double size = (bottom - top) / (above + BELOW);
      exact.heights.add(size);
      exact.levels.add(bottom - BELOW * size);
    } else {
      exact.heights.add((bottom - top) / above);
      exact.levels.add(bottom);
    }
  }

  /// As high as capitals.
  private static final String TALL = "ABCDEFGHIKLMNOPRSTUVWXYZ0123456789bdfhkl";

  private static final String LOW = "aceimnorstuvwxz";
  private static final String HANGING = "gpqy";

  private static final String HIGH_MARKS = "()[]{}/|$§@Qj‘’“”'\"*&";
  private static final String DEEP_MARKS = "()[]{}/|$§@Qj_";

  /// Reach below the baseline or above capitals by what differs from font to font.
  private static final String ODD = ",;()[]{}/|$§@Qj_‘’“”'\"*&";

  private static boolean has(String text, String some) {
    for (int i = 0; i < text.length(); i++) {
      if (some.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static double quantile(List<Double> values, double share) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
