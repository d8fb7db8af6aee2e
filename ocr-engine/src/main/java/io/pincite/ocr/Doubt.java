package io.pincite.ocr;

/// A region of a page that was not, or not safely, read: shown to the uploader, and never the
/// ground of an exact citation. Words within it carry a confidence of at most 0.5.
///
/// @param box fractions of the displayed page
public record Doubt(Kind kind, BoundingBox box) {

  public enum Kind {
    /// Looks written by hand.
    HANDWRITING,
    /// Letters too small or too blurred for the resolution.
    BELOW_RESOLUTION,
    /// The page is seen from its back, as in a mirror; it was read, and should be scanned again.
    MIRRORED,
    /// There is something here the engine could make little of.
    UNCERTAIN
  }
}
