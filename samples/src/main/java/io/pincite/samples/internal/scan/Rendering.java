package io.pincite.samples.internal.scan;

import io.pincite.samples.Wear;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/// A page as drawn.
public record Rendering(Picture picture, double dpi) {

  /// @param page 1-based
  public static Rendering of(byte[] pdf, int page, double dpi, Wear wear) {
    boolean colour = wear.isPhotograph() || wear.isStamped();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      var image =
          new PDFRenderer(document)
              .renderImageWithDPI(page - 1, (float) dpi, colour ? ImageType.RGB : ImageType.GRAY);
      return new Rendering(Picture.of(image), dpi);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
