package io.pincite.ocr;

import java.util.Optional;

/// What a model that writes text wrote of a page.
///
/// @param text as it came, tags and all
/// @param mode the resolution mode that took effect, as the count of prompt tokens proves; absent
///     where the server does not tell that count
/// @param visionTokens that stood for the image, 0 where they are not known
/// @param textTokens that were written, 0 where they are not known
/// @param linesUnread of the page that were found on it and that nobody but the model has read
public record ModelOutput(
    String text,
    Optional<String> mode,
    int visionTokens,
    int textTokens,
    End end,
    int linesUnread) {

  /// What a model wrote of a page that has no lines that only it has read.
  public ModelOutput(
      String text, Optional<String> mode, int visionTokens, int textTokens, End end) {
    this(text, mode, visionTokens, textTokens, end, 0);
  }

  /// The same of a page that has so many lines that only the model has read.
  public ModelOutput withLinesUnread(int lines) {
    return new ModelOutput(text, mode, visionTokens, textTokens, end, lines);
  }

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
