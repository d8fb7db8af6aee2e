package io.pincite.qa;

import io.pincite.ingest.Span;
import io.pincite.ocr.Doubt;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A quote with where it stands, and how surely it stands there.
///
/// @param marker the number in the answer's text, `[1]`
/// @param spans where the quote was found; empty when it was not
/// @param confidence the weakest word it rests on, where the page was read by OCR
/// @param disputed the numbers, dates and amounts in it that two readers of the page saw
///     differently; with any, it is never exact
public record Citation(
    UUID id,
    int marker,
    UUID document,
    String documentName,
    int version,
    String quote,
    State state,
    Optional<Double> confidence,
    List<Span> spans,
    List<Doubt.Readings> disputed) {
  public Citation {
    spans = List.copyOf(spans);
    disputed = List.copyOf(disputed);
    if (spans.isEmpty() != (state == State.NOT_FOUND)) {
      throw new IllegalArgumentException("a quote has spans exactly when it was found: " + state);
    }
  }

  public enum State {
    /// Equal after Unicode NFC and white-space folding, every word of it surely read.
    EXACT,
    /// Equal after folding hyphenation, ligatures, quote marks and width, and on pages read by OCR
    /// what the engine confuses; or equal, but resting on a word read with less than 0.6, on a
    /// disputed one, or on what a model says of a figure.
    NORMALIZED,
    /// Shown as unverified and never boxed.
    NOT_FOUND
  }
}
