package io.pincite.qa.internal.verification;

import io.pincite.ingest.Span;
import io.pincite.ocr.Doubt;
import io.pincite.qa.Citation;
import java.util.List;
import java.util.Optional;

/// What came of looking for a quote in a passage.
///
/// @param spans in reading order; empty when it was not found
/// @param confidence of the weakest word it rests on; absent where no page was read by OCR
/// @param disputed what two readers saw differently of its numbers, dates and amounts
public record Verdict(
    Citation.State state,
    List<Span> spans,
    Optional<Double> confidence,
    List<Doubt.Readings> disputed) {
  public static final Verdict NOT_FOUND =
      new Verdict(Citation.State.NOT_FOUND, List.of(), Optional.empty(), List.of());

  public Verdict {
    spans = List.copyOf(spans);
    disputed = List.copyOf(disputed);
  }

  public boolean isVerified() {
    return state != Citation.State.NOT_FOUND;
  }
}
