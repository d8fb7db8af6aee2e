package io.pincite.ocr;

import java.util.Optional;

/// A region of a page that was not, or not safely, read: shown to the uploader, and never the
/// ground of an exact citation. Words within it carry a confidence of at most 0.5.
///
/// @param box fractions of the displayed page
/// @param readings what either reader saw there; for [Kind#READERS_DISAGREE], and only there
public record Doubt(Kind kind, BoundingBox box, Optional<Readings> readings) {
  public Doubt {
    if ((kind == Kind.READERS_DISAGREE) != readings.isPresent()) {
      throw new IllegalArgumentException(
          "what two readers saw belongs to their disagreement, and to nothing else: " + kind);
    }
  }

  /// A doubt that is not about two readings.
  public Doubt(Kind kind, BoundingBox box) {
    this(kind, box, Optional.empty());
  }

  /// A number, date or amount that two readers saw differently.
  public static Doubt between(Readings readings, BoundingBox box) {
    return new Doubt(Kind.READERS_DISAGREE, box, Optional.of(readings));
  }

  /// The same doubt, its region told in other coordinates.
  public Doubt at(BoundingBox other) {
    return new Doubt(kind, other, readings);
  }

  public enum Kind {
    /// Looks written by hand.
    HANDWRITING,
    /// Letters too small or too blurred for the resolution.
    BELOW_RESOLUTION,
    /// The page is seen from its back, as in a mirror; it was read, and should be scanned again.
    MIRRORED,
    /// There is something here the engine could make little of.
    UNCERTAIN,
    /// A number, date or amount that a model and another reader of the same image saw differently.
    READERS_DISAGREE
  }

  /// What two readers saw in one place.
  ///
  /// @param model what the model wrote, which stands in the text; empty where it left out what the
  ///     other saw, which stands there then
  /// @param other what the other reader saw, never empty
  public record Readings(String model, String other) {
    public Readings {
      if (other.isBlank()) {
        throw new IllegalArgumentException("the other reader saw something");
      }
    }
  }
}
