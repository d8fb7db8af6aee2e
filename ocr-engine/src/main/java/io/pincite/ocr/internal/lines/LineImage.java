package io.pincite.ocr.internal.lines;

/// One line of text cut out of a page and turned level, as RGB pixels.
///
/// @param rgb 3 bytes a pixel, row by row from the top left
public record LineImage(int width, int height, byte[] rgb) {
  public LineImage {
    if (width < 1 || height < 1 || rgb.length != 3 * width * height) {
      throw new IllegalArgumentException(
          "a line image of %d x %d px has %d bytes, not %d"
              .formatted(width, height, 3 * width * height, rgb.length));
    }
  }

  /// The line as in a mirror beside it.
  public LineImage mirrored() {
    return new LineImage(width, height, new PagePixels(width, height, rgb).mirrored().rgb());
  }

  /// The line as in a mirror below it.
  public LineImage upsideDownMirrored() {
    return new LineImage(
        width, height, new PagePixels(width, height, rgb).mirrored().turned(180).rgb());
  }
}
