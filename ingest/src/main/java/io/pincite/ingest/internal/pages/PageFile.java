package io.pincite.ingest.internal.pages;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.pdf.LeftOutPicture;
import io.pincite.ingest.internal.pdf.PdfFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ocr.ImageFile;
import io.pincite.ocr.PageImage;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An open file of pages. For one thread at a time; several may be open on the same path.
///
/// What is wrong with a page fails that page's methods alone, as [IngestException.Permanent].
public sealed interface PageFile extends AutoCloseable permits PdfPages, PicturePages {

  /// @param file a PDF or a picture
  /// @throws IngestException.Permanent when the file as a whole cannot be read
  static PageFile open(Path file, FileKind kind, PdfLimits limits) {
    if (kind.isPicture()) {
      return PicturePages.open(
          file, new ImageFile.Limits(limits.maxPageImagePixels(), limits.maxPages()));
    }
    return new PdfPages(PdfFile.open(file, limits));
  }

  int pages();

  /// What a user should know about what is taken for the document.
  Optional<String> remark();

  /// @param page 1-based
  PageSize size(int page);

  /// The page as the file shows it, on white, in RGB.
  ///
  /// @param page 1-based
  /// @param widthPixels of the image; the height follows
  BufferedImage draw(int page, int widthPixels);

  /// The page as the file shows it, to be read.
  ///
  /// @param page 1-based
  /// @param dpi for a page that has no pixels of its own
  /// @param maxPixels that the image may have: it is coarser where it would have more
  Shown image(int page, double dpi, long maxPixels);

  /// A page's image, and which of its pictures it should show and does not.
  record Shown(PageImage image, List<LeftOutPicture> leftOut) {
    public Shown {
      leftOut = List.copyOf(leftOut);
    }
  }

  @Override
  void close();
}
