package io.pincite.ocr;

/// A picture file as a document of pages: JPEG, PNG, WebP, and TIFF with many pages. By one thread
/// at a time.
public interface ImageFile extends AutoCloseable {

  int pages();

  /// Size and resolution without decoding the pixels.
  ///
  /// @param page 1-based
  /// @throws OcrException.UnreadableImage when the page is damaged or beyond the limits
  Size size(int page);

  /// The page decoded: EXIF orientation applied, transparency on white, 8 bits a channel, sRGB.
  ///
  /// @param page 1-based
  /// @throws OcrException.UnreadableImage when the page is damaged or beyond the limits
  PageImage page(int page);

  @Override
  void close();

  /// Of the page as displayed.
  ///
  /// @param width in pixels
  /// @param height in pixels
  /// @param dpi what the file says where that can be true, else a guess from the size
  record Size(int width, int height, double dpi) {}

  /// @param maxPixels of one page
  /// @param maxPages of one file
  record Limits(long maxPixels, int maxPages) {}
}
