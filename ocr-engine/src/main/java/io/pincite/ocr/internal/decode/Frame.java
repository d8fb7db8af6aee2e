package io.pincite.ocr.internal.decode;

import io.pincite.ocr.ImageFile;

/// One picture of a file as it is stored, and how it is to be shown.
///
/// @param index of the codec
/// @param width as stored, 0 where the file does not say
/// @param height as stored
/// @param bytesPerPixel that the codec needs while it decodes
/// @param orientation of TIFF and Exif, 1..8
/// @param dpiX as stored, 0 where the file does not say
/// @param dpiY likewise
/// @param missing share of the packed pixels that the file is too short for, where its codec would
///     not complain
record Frame(
    int index,
    int width,
    int height,
    int bytesPerPixel,
    int orientation,
    double dpiX,
    double dpiY,
    double missing) {

  Frame(
      int index,
      int width,
      int height,
      int bytesPerPixel,
      int orientation,
      double dpiX,
      double dpiY) {
    this(index, width, height, bytesPerPixel, orientation, dpiX, dpiY, 0);
  }

  /// A sheet of A4, upright: what an image without a true resolution is taken to fill.
  private static final double SHEET_LONG_INCHES = 297 / 25.4;

  private static final double SHEET_SHORT_INCHES = 210 / 25.4;

  /// Believed resolutions: from a rough fax (98 lines) with room below, to a drum scanner.
  private static final double LEAST_DPI = 50;

  private static final double MOST_DPI = 2400;

  /// Nobody lays a sheet larger than A0 (1189 mm) on a scanner.
  private static final double LONGEST_PAPER_INCHES = 47;

  /// Programs and cameras write these when they know nothing; believed up to a sheet of A3.
  private static final double LONGEST_BY_DEFAULT_DPI_INCHES = 17;

  /// Square enough: JFIF and TIFF round their resolutions.
  private static final double MOST_SQUARE_ERROR = 0.03;

  /// Fax at its coarse resolution has pixels 2.08 times as high as wide; nothing real has more.
  private static final double MOST_STRETCH = 2.5;

  ImageFile.Size displayed() {
    boolean turned = orientation >= 5;
    int shownWidth = turned ? squareHeight() : squareWidth();
    int shownHeight = turned ? squareWidth() : squareHeight();
    return new ImageFile.Size(shownWidth, shownHeight, dpi());
  }

  /// Width with square pixels, before turning.
  int squareWidth() {
    return isStretched() && dpiX < dpiY ? (int) Math.round(width * dpiY / dpiX) : width;
  }

  int squareHeight() {
    return isStretched() && dpiY < dpiX ? (int) Math.round(height * dpiX / dpiY) : height;
  }

  private boolean isStretched() {
    if (!isBelievable(dpiX, width) || !isBelievable(dpiY, height)) {
      return false;
    }
    double ratio = Math.max(dpiX, dpiY) / Math.min(dpiX, dpiY);
    return ratio > 1 + MOST_SQUARE_ERROR && ratio <= MOST_STRETCH;
  }

  private double dpi() {
    double said = isStretched() ? Math.max(dpiX, dpiY) : dpiX;
    double longest = Math.max(squareWidth(), squareHeight());
    if (isBelievable(said, longest)) {
      return said;
    }
    double shortest = Math.min(squareWidth(), squareHeight());
    double guess = Math.max(longest / SHEET_LONG_INCHES, shortest / SHEET_SHORT_INCHES);
    return Math.clamp(guess, LEAST_DPI, MOST_DPI);
  }

  private static boolean isBelievable(double dpi, double pixels) {
    if (!(dpi >= LEAST_DPI && dpi <= MOST_DPI)) {
      return false;
    }
    boolean byDefault = Math.abs(dpi - 72) < 0.5 || Math.abs(dpi - 96) < 0.5;
    return pixels / dpi <= (byDefault ? LONGEST_BY_DEFAULT_DPI_INCHES : LONGEST_PAPER_INCHES);
  }
}
