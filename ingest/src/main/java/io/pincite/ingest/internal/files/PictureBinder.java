package io.pincite.ingest.internal.files;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ocr.ImageFile;
import io.pincite.ocr.OcrException;
import jakarta.inject.Singleton;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/// Binds pictures into one PDF, a page for each. The bytes of JPEG files go in as they are, the
/// pixels of others without loss. The same pictures in the same order are the same bytes. Safe for
/// use by many threads.
@Singleton
public class PictureBinder {
  private static final long NO_DATE_NO_CHANCE = 0;
  private static final double POINTS_PER_INCH = 72;

  private final PdfLimits limits;

  public PictureBinder(PdfLimits limits) {
    this.limits = limits;
  }

  /// @param name as the user knows it, for messages
  public record Picture(Path file, FileKind kind, String name) {}

  /// @throws IngestException.NotADocument naming the picture that cannot be read
  public void bind(List<Picture> pictures, Path pdf) throws IOException {
    var memory = MemoryUsageSetting.setupMixed(limits.scratchMemoryBytes());
    try (var document = new PDDocument(memory.streamCache)) {
      for (Picture picture : pictures) {
        add(document, picture);
      }
      document.setDocumentId(NO_DATE_NO_CHANCE);
      document.save(pdf.toFile());
    }
  }

  private void add(PDDocument document, Picture picture) throws IOException {
    var allowed = new ImageFile.Limits(limits.maxPageImagePixels(), limits.maxPages());
    try (ImageFile file = ImageFile.open(picture.file(), allowed)) {
      for (int page = 1; page <= file.pages(); page++) {
        ImageFile.Size size = file.size(page);
        OptionalInt turn =
            picture.kind() == FileKind.JPEG
                ? JpegOrientation.turn(picture.file())
                : OptionalInt.empty();
        if (turn.isPresent()) {
          try (InputStream bytes = Files.newInputStream(picture.file())) {
            add(
                document,
                JPEGFactory.createFromStream(document, bytes),
                size.dpi(),
                turn.getAsInt());
          }
        } else {
          BufferedImage pixels = file.page(page).pixels();
          add(document, LosslessFactory.createFromImage(document, pixels), size.dpi(), 0);
        }
      }
    } catch (OcrException.UnreadableImage e) {
      throw new IngestException.NotADocument(
          "[%s] the picture cannot be read: %s".formatted(picture.name(), e.getMessage()));
    }
  }

  private static void add(PDDocument document, PDImageXObject image, double dpi, int turn)
      throws IOException {
    float width = (float) (image.getWidth() * POINTS_PER_INCH / dpi);
    float height = (float) (image.getHeight() * POINTS_PER_INCH / dpi);
    var page = new PDPage(new PDRectangle(width, height));
    page.setRotation(turn);
    document.addPage(page);
    try (var content = new PDPageContentStream(document, page)) {
      content.drawImage(image, 0, 0, width, height);
    }
  }
}
