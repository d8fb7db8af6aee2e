package io.pincite.ocr;

import io.pincite.ocr.internal.decode.PictureFile;
import java.nio.file.Path;
import java.util.Optional;

/// A picture file as a document of pages: JPEG, PNG, WebP, GIF, and TIFF with many pages. By one
/// thread at a time.
public interface ImageFile extends AutoCloseable {

  /// Opens a file whatever its name; its kind is told by its content. No pixel is decoded.
  ///
  /// @throws OcrException.UnreadableImage when it is none of these kinds, has no page, more pages
  ///     than allowed, or is damaged where its pages are listed
  static ImageFile open(Path file, Limits limits) {
    return PictureFile.open(file, limits);
  }

  int pages();

  /// What a user should know about what is taken for the document, such as that of an animation
  /// only the first frame is read.
  Optional<String> remark();

  /// Size and resolution without decoding the pixels.
  ///
  /// @param page 1-based
  /// @throws OcrException.UnreadableImage when the page is damaged or beyond the limits
  Size size(int page);

  /// The page decoded: EXIF orientation applied, pixels square, transparency on white, 8 bits a
  /// channel, sRGB.
  ///
  /// @param page 1-based
  /// @throws OcrException.UnreadableImage when the page is damaged or beyond the limits
  PageImage page(int page);

  /// The page decoded as by [#page(int)], but no larger than asked for: where the file is larger,
  /// it is decoded at a part of its size, in less memory.
  ///
  /// @param page 1-based
  /// @param longestSide most pixels the longer side of the result has
  /// @throws OcrException.UnreadableImage when the page is damaged or beyond the limits
  PageImage page(int page, int longestSide);

  @Override
  void close();

  /// Of the page as displayed.
  ///
  /// @param width in pixels
  /// @param height in pixels
  /// @param dpi what the file says where that can be true, else a guess from the size: as if the
  ///     picture filled a sheet of A4
  record Size(int width, int height, double dpi) {}

  /// What one file may cost.
  ///
  /// @param maxPixels of one page
  /// @param maxPages of one file
  record Limits(long maxPixels, int maxPages) {
    public Limits {
      if (maxPixels < 1 || maxPages < 1) {
        throw new IllegalArgumentException("limits are positive");
      }
    }
  }
}
