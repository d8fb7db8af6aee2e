package io.pincite.ingest;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.OcrTask;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// That an engine was asked what a figure shows, and what it said: a model's words about the
/// figure, not what stands on the page.
///
/// @param turn clockwise degrees by which the reading that had the figure turned the page
/// @param box of the figure on the page so turned
/// @param task PARSE_FIGURE or DESCRIBE
/// @param prompt what it was asked instead of the task's own words
/// @param model whose weights, where the engine says so
/// @param written what it said, as it came
/// @param seenIn the newest revision that `state` was found on
/// @param actor who asked
public record FigureReading(
    UUID id,
    UUID document,
    int version,
    int page,
    int turn,
    BoundingBox box,
    OcrTask task,
    Optional<String> prompt,
    String engine,
    Optional<String> model,
    Optional<String> mode,
    String written,
    State state,
    int seenIn,
    String actor,
    Instant at) {

  /// What became of it.
  public enum State {
    /// It is part of the page's text, at the figure's place.
    APPLIED,
    /// The page was read again, and no figure is at that place any more.
    NOT_APPLIED,
    /// The figure was read anew by the same task.
    REPLACED,
    /// Somebody took it out of the page's text.
    TAKEN_BACK;

    /// Whether it says what the page should say.
    public boolean holds() {
      return switch (this) {
        case APPLIED, NOT_APPLIED -> true;
        case REPLACED, TAKEN_BACK -> false;
      };
    }
  }
}
