package io.pincite.ingest;

import io.pincite.ocr.BoundingBox;
import java.time.Instant;
import java.util.UUID;

/// That a reader changed words of a page: who, when, from what, to what.
///
/// @param before the revision that was corrected
/// @param after the revision that the correction made
/// @param turn clockwise degrees by which `before` turned the page, as its boxes do
/// @param box of the words on the page so turned
/// @param read what the engine had read there, also where this changed an earlier correction; what
///     stood there where it changed a part of one
/// @param replaced what stood there just before
/// @param corrected what the reader wrote; empty where words were taken out
/// @param engine that had read the page
/// @param seenIn the newest revision that `state` was found on
public record Correction(
    UUID id,
    UUID document,
    int version,
    int page,
    int before,
    int after,
    int turn,
    BoundingBox box,
    String read,
    String replaced,
    String corrected,
    String engine,
    State state,
    int seenIn,
    String actor,
    Instant at) {

  /// What became of a correction.
  public enum State {
    /// It stands on the page.
    APPLIED,
    /// The page was read again, and the reading says the same by itself.
    AGREED,
    /// The page was read again, and nothing like the corrected words is at their place any more.
    NOT_APPLIED,
    /// Another correction took its place.
    REPLACED,
    /// It brought back what had been read.
    UNDONE;

    /// Whether it says what the page should say.
    public boolean holds() {
      return switch (this) {
        case APPLIED, AGREED, NOT_APPLIED -> true;
        case REPLACED, UNDONE -> false;
      };
    }
  }
}
