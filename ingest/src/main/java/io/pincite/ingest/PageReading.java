package io.pincite.ingest;

import java.util.Optional;

/// What one page says according to one reading of it. Never changes: reading again, or a
/// correction, makes a new revision.
///
/// @param width of the page as displayed, in `unit`
/// @param rotation clockwise degrees the file asks to be turned by before display
/// @param sourceReason why this source was chosen, for people
/// @param confidence mean word confidence; absent for a text layer and a page without words
public record PageReading(
    int page,
    int revision,
    double width,
    double height,
    Unit unit,
    int rotation,
    Source source,
    String sourceReason,
    String engine,
    Optional<String> mode,
    Optional<Double> confidence,
    TokenLayer layer) {

  public enum Source {
    TEXT_LAYER,
    OCR,
    MIXED,
    /// Nothing could be read: the page needs OCR.
    NONE
  }

  public enum Unit {
    /// 1/72 inch
    PT,
    PX
  }
}
