package io.pincite.ocr.internal.image;

import io.pincite.ocr.internal.lines.PagePixels;

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

  /// Luma by ITU-R BT.601, in whole numbers: the same on every machine.
  public static GrayRaster of(PagePixels page) {
    byte[] rgb = page.rgb();
    byte[] gray = new byte[rgb.length / 3];
    for (int i = 0, p = 0; i < gray.length; i++, p += 3) {
      int luma = 299 * (rgb[p] & 0xFF) + 587 * (rgb[p + 1] & 0xFF) + 114 * (rgb[p + 2] & 0xFF);
      gray[i] = (byte) ((luma + 500) / 1000);
    }
    return new GrayRaster(page.width(), page.height(), gray);
  }

  public int at(int x, int y) {
    return gray[y * width + x] & 0xFF;
  }
}
