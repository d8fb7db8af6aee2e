package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;

/// A place that a model and another reader read differently, beyond what is form alone.
///
/// @param model what the model wrote; empty where it left the other's words out
/// @param other what the other reader saw; never empty
/// @param box of the place, fractions of the page
public record Disagreement(String model, String other, BoundingBox box, Concern concern) {

  /// Shown of either side: a figure is shorter, and a line that was left out says enough by then.
  private static final int MOST_SHOWN = 80;

  /// Whether it is about a number, a date or an amount.
  boolean isOfFigures() {
    return switch (concern) {
      case AMOUNT, DATE, FIGURE -> true;
      case NEGATION, NAME, WORDING -> false;
    };
  }

  /// The same, for people.
  Doubt doubt() {
    return Doubt.between(new Doubt.Readings(shown(model), shown(other)), box);
  }

  private static String shown(String text) {
    return text.codePointCount(0, text.length()) <= MOST_SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "…";
  }
}
