package io.pincite.ingest;

import io.pincite.ocr.Doubt;
import java.util.List;
import java.util.Optional;

/// How large a page is and where its text came from: a [PageReading] without the text, which is
/// most of it. The parts are those of the reading.
///
/// @param corrected how many of its words readers wrote
/// @param figures how many figures it has
public record PageGeometry(
    int page,
    int revision,
    double width,
    double height,
    PageReading.Unit unit,
    int rotation,
    PageReading.Source source,
    SourceReason sourceReason,
    String engine,
    Optional<String> mode,
    Optional<Double> confidence,
    int turn,
    List<Doubt> doubts,
    int corrected,
    int figures) {
  public PageGeometry {
    doubts = List.copyOf(doubts);
  }
}
