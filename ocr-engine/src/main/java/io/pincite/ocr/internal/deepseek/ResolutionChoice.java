package io.pincite.ocr.internal.deepseek;

import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.internal.deepseek.Resolution.OneView;
import io.pincite.ocr.internal.lines.PagePixels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// The resolution for a page, and why: the one of fewest tokens in which what is written on it can
/// be expected to be read, and its smallest letters to be seen.
///
/// @param reason in words, for people
public record ResolutionChoice(Resolution resolution, String reason) {
  /// Share of characters that is to be read right. At 0.96 the published limit is 10.5 text tokens
  /// for a vision token, what the paper calls nearly lossless; below it the next row is 0.915.
  public static final double LEAST_PRECISION = 0.96;

  /// Ink that is that much more than the known words would leave: they are not all there is.
  private static final double UNKNOWN_INK = 1.5;

  /// Chooses by the words that are known, or by the ink where it is much more than they say, or
  /// nothing is known.
  ///
  /// @param dpi pixels of the page for an inch of the words' points
  public static ResolutionChoice of(
      PagePixels page, double dpi, List<StyledWord> words, ServedModes served) {
    Optional<Density> known = Density.of(words, dpi);
    Optional<Density> seen = Density.of(page);
    boolean isMore =
        known.isPresent()
            && seen.isPresent()
            && seen.get().textTokens() > UNKNOWN_INK * known.get().textTokens();
    Optional<Density> density = known.isEmpty() || isMore ? seen : known;
    return density
        .map(each -> of(each, page.width(), page.height(), served, LEAST_PRECISION))
        .orElseGet(() -> unsure(page.width(), page.height(), served));
  }

  private static ResolutionChoice unsure(int width, int height, ServedModes served) {
    Resolution most = byTokens(served, width, height).getLast();
    return new ResolutionChoice(
        most,
        "%s: no lines of text were made out from which to tell how much there is."
            .formatted(most.label()));
  }

  /// @param width of the page in pixels
  /// @param leastPrecision share of characters that is to be read right, 0..1
  public static ResolutionChoice of(
      Density density, int width, int height, ServedModes served, double leastPrecision) {
    var tooSmall = new ArrayList<String>();
    List<Resolution> candidates = byTokens(served, width, height);
    for (Resolution each : candidates) {
      // A preview is asked for by name or not at all.
      if (each == OneView.TINY) {
        continue;
      }
      double ratio = (double) density.textTokens() / each.validTokens(width, height);
      OptionalDouble precision = Compression.precision(ratio);
      double letters = density.letterPixels() * Math.min(1, each.scale(width, height));
      if (precision.isEmpty() || precision.getAsDouble() < leastPrecision) {
        tooSmall.add(
            english("%s would write %.1f text tokens for each that sees", each.label(), ratio));
      } else if (letters < density.neededPixels()) {
        tooSmall.add(
            english(
                "%s shows the smallest letters %.1f px high of %.0f needed",
                each.label(), letters, density.neededPixels()));
      } else {
        return new ResolutionChoice(
            each,
            english(
                "%s: about %d text tokens, %.1f for each that sees, of which %.1f %% were read right"
                    + " on Fox; the smallest letters are %.1f px high, %.0f are needed%s.",
                each.label(),
                density.textTokens(),
                ratio,
                100 * precision.getAsDouble(),
                letters,
                density.neededPixels(),
                tooSmall.isEmpty() ? "" : " (" + String.join("; ", tooSmall) + ")"));
      }
    }
    Resolution most = candidates.getLast();
    return new ResolutionChoice(
        most,
        english(
            "%s: the most that is served, though too little for about %d text tokens (%s).",
            most.label(), density.textTokens(), String.join("; ", tooSmall)));
  }

  /// Of equally many tokens, those with more pixels last.
  private static List<Resolution> byTokens(ServedModes served, int width, int height) {
    return served.resolutions().stream()
        .sorted(
            Comparator.<Resolution>comparingInt(each -> each.imageTokens(width, height))
                .thenComparingDouble(each -> each.scale(width, height)))
        .toList();
  }

  private static String english(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
