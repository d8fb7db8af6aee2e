package io.pincite.ocr;

import java.util.Optional;

/// What a model that writes text wrote of a page.
///
/// @param text as it came, tags and all
/// @param mode the resolution mode that took effect, as the count of prompt tokens proves; absent
///     where the server does not tell that count
/// @param visionTokens that stood for the image, 0 where they are not known
/// @param textTokens that were written, 0 where they are not known
public record ModelOutput(
    String text, Optional<String> mode, int visionTokens, int textTokens, End end) {

  public enum End {
    /// The model said that it is done.
    COMPLETE,
    /// It ran out of room.
    TRUNCATED,
    /// It repeated itself and was stopped.
    LOOPED
  }

  /// Text tokens for each vision token: how much the image was compressed. Absent where either is
  /// not known.
  public Optional<Double> compression() {
    return visionTokens > 0 && textTokens > 0
        ? Optional.of((double) textTokens / visionTokens)
        : Optional.empty();
  }
}
