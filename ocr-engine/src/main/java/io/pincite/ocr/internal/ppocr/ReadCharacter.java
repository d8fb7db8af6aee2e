package io.pincite.ocr.internal.ppocr;

/// A character the recogniser saw, the space among them.
///
/// @param text one character as a reader counts
/// @param start where the network began to see it, in pixels of the line image
/// @param end where it ceased to
/// @param confidence 0..1
public record ReadCharacter(String text, double start, double end, double confidence) {

  public boolean isSpace() {
    return text.isBlank();
  }

  /// The same place with another reading.
  public ReadCharacter reading(String other) {
    return new ReadCharacter(other, start, end, confidence);
  }

  public double center() {
    return (start + end) / 2;
  }
}
