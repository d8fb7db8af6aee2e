package io.pincite.ingest.internal.files;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ocr.ImageFile;
import io.pincite.ocr.OcrException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
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
  private final long maxBytes;

  /// Whoever sent the pictures waits for this; it must not take the processors from those who read.
  private final Semaphore oneAtATime = new Semaphore(1, true);

  @Inject
  public PictureBinder(PdfLimits limits, IngestSettings settings) {
    this(limits, settings.maxFileSize().asLongValue());
  }

  PictureBinder(PdfLimits limits, long maxBytes) {
    this.limits = limits;
    this.maxBytes = maxBytes;
  }

  /// @param name as the user knows it, for messages
  public record Picture(Path file, FileKind kind, String name) {}

  /// One list of pictures at a time, however many threads ask.
  ///
  /// @throws IngestException.NotADocument naming the picture that cannot be read, or has pages of
  ///     its own
  /// @throws IngestException.FileTooLarge naming the picture with which there are too many pixels
  ///     or bytes
  public void bind(List<Picture> pictures, Path pdf) throws IOException {
    oneAtATime.acquireUninterruptibly();
    try {
      bound(pictures, pdf);
    } finally {
      oneAtATime.release();
    }
  }

  private void bound(List<Picture> pictures, Path pdf) throws IOException {
    var cost = new Cost();
    var memory = MemoryUsageSetting.setupMixed(limits.scratchMemoryBytes());
    try (var document = new PDDocument(memory.streamCache)) {
      for (Picture picture : pictures) {
        add(document, picture, cost);
      }
      document.setDocumentId(NO_DATE_NO_CHANCE);
      document.save(pdf.toFile());
    }
  }

  /// What the pictures so far come to. A pixel that has to be decoded counts as a byte, as it is
  /// one in a gray picture: what is written without loss would seldom be smaller.
  private final class Cost {
    private long pixels;
    private long bytes;

    void pixels(Picture picture, ImageFile.Size size) {
      pixels += (long) size.width() * size.height();
      if (pixels > maxBytes) {
        throw new IngestException.FileTooLarge(
            "[%s] with this picture all together have %,d px; the limit is %,d, a byte each. Make two documents, or raise pincite.ingest.max-file-size."
                .formatted(picture.name(), pixels, maxBytes));
      }
    }

    void bytes(Picture picture, PDImageXObject image) {
      bytes += image.getCOSObject().getLength();
      if (bytes > maxBytes) {
        throw new IngestException.FileTooLarge(
            "[%s] with this picture the document has %,d bytes; the limit is %,d. Make two documents, or raise pincite.ingest.max-file-size."
                .formatted(picture.name(), bytes, maxBytes));
      }
    }
  }

  private void add(PDDocument document, Picture picture, Cost cost) throws IOException {
    var allowed = new ImageFile.Limits(limits.maxPageImagePixels(), limits.maxPages());
    try (ImageFile file = ImageFile.open(picture.file(), allowed)) {
      if (file.pages() > 1) {
        throw new IngestException.NotADocument(
            "[%s] the picture has %,d pages of its own. Upload it by itself."
                .formatted(picture.name(), file.pages()));
      }
      ImageFile.Size size = file.size(1);
      OptionalInt turn =
          picture.kind() == FileKind.JPEG
              ? JpegOrientation.turn(picture.file())
              : OptionalInt.empty();
      PDImageXObject image;
      if (turn.isPresent()) {
        try (InputStream bytes = Files.newInputStream(picture.file())) {
          image = JPEGFactory.createFromStream(document, bytes);
        }
      } else {
        cost.pixels(picture, size);
        image = LosslessFactory.createFromImage(document, file.page(1).pixels());
      }
      cost.bytes(picture, image);
      add(document, image, size.dpi(), turn.orElse(0));
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
