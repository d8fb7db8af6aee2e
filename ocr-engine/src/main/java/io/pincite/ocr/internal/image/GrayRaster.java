package io.pincite.ocr.internal.image;

/// Brightness of a page, 0 black to 255 white.
///
/// @param gray a byte a pixel, row by row from the top left; not copied, and not to be changed
///     once it is here
public record GrayRaster(int width, int height, byte[] gray) {
  public GrayRaster {
    if (width < 1 || height < 1 || gray.length != (long) width * height) {
      throw new IllegalArgumentException(
          "a gray raster of %d x %d px does not have %d bytes"
              .formatted(width, height, gray.length));
    }
  }

  public int at(int x, int y) {
    return gray[y * width + x] & 0xFF;
  }
}
