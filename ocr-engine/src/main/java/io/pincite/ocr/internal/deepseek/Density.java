package io.pincite.ocr.internal.deepseek;

import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.Word;
import io.pincite.ocr.internal.image.Letters;
import io.pincite.ocr.internal.lines.PagePixels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How much is written on a page, and how small.
///
/// @param textTokens that it takes to write its text down, more rather than fewer
/// @param letterPixels height of small letters (x-height; half the body of a Chinese character)
///     where they are smallest, in pixels of the page
/// @param neededPixels of that height, below which letters are not told from one another
public record Density(int textTokens, double letterPixels, double neededPixels) {
  /// An `e` is three strokes with two gaps: five rows of pixels, or they run into each other.
  private static final double NEEDED_BY_LATIN = 5;

  /// Half of 16: the Chinese standard draws characters in 15 by 16 pixels (GB/T 5199).
  private static final double NEEDED_BY_CHINESE = 8;

  /// The same in connected areas of ink, where the script is not known: on two Chinese samples at
  /// 144 and 200 dpi the middle of their heights is 0.6 to 0.9 of the body.
  private static final double NEEDED_BY_ANY = 10;

  /// Of an English letter or space, and of a Chinese character, as DeepSeek's API documentation
  /// counts them (platform.deepseek.com, "Token & Token Usage").
  private static final double TOKENS_OF_LETTER = 0.3;

  private static final double TOKENS_OF_CHINESE = 0.6;

  /// Of a connected area of ink. The first two pages of each of the seven samples, at 144 and 200
  /// dpi, have 0.94 to 1.05 areas for an English letter, and a space for 4.9 to 5.4 of those; and
  /// 1.6 to 2.0 for a Chinese character: 0.34 to 0.39 and 0.30 to 0.37 tokens.
  private static final double TOKENS_OF_AREA = 0.39;

  /// x-height of the body, of common text faces (Times 0.45, Helvetica 0.52).
  private static final double SMALL_LETTERS = 0.5;

  /// Of the characters, that may be smaller: marks of footnotes, not footnotes.
  private static final double OVERLOOKED = 0.01;

  /// Of the characters, from which on a page is Chinese.
  private static final double CHINESE = 0.05;

  private static final double POINTS_PER_INCH = 72;

  /// From words that are known. Absent where there are none.
  ///
  /// @param dpi pixels of the page for an inch of the words' points
  public static Optional<Density> of(List<StyledWord> words, double dpi) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    int letters = 0;
    int chinese = 0;
    for (StyledWord each : words) {
      Word word = each.word();
      letters += word.spaceBefore() ? 1 : 0;
      int alone = (int) word.text().codePoints().filter(Word::standsAlone).count();
      chinese += alone;
      letters += word.text().codePointCount(0, word.text().length()) - alone;
    }
    double tokens = TOKENS_OF_LETTER * letters + TOKENS_OF_CHINESE * chinese;
    boolean isChinese = chinese >= CHINESE * (letters + chinese);
    return Optional.of(
        new Density(
            (int) Math.ceil(tokens),
            smallestBody(words) * dpi / POINTS_PER_INCH * SMALL_LETTERS,
            isChinese ? NEEDED_BY_CHINESE : NEEDED_BY_LATIN));
  }

  private static double smallestBody(List<StyledWord> words) {
    double[] bodies =
        words.stream()
            .flatMapToDouble(
                each -> {
                  double[] ofWord = new double[each.word().text().length()];
                  Arrays.fill(ofWord, each.fontSizePoints());
                  return Arrays.stream(ofWord);
                })
            .sorted()
            .toArray();
    return bodies[(int) (OVERLOOKED * bodies.length)];
  }

  /// From the ink, whatever the script. Absent where it does not stand in lines, as on pictures,
  /// and where there is little of it.
  public static Optional<Density> of(PagePixels page) {
    Letters letters = Letters.of(page);
    double[] lines = letters.heightsOfLines();
    if (!letters.isText() || lines.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Density(
            (int) Math.ceil(TOKENS_OF_AREA * letters.count()),
            Arrays.stream(lines).min().orElseThrow(),
            NEEDED_BY_ANY));
  }
}
