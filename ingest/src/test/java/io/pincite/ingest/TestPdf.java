package io.pincite.ingest;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/// Small PDFs made on the spot: a heading and sentences on every page.
public final class TestPdf {
  private TestPdf() {}

  /// @param title makes the bytes differ from those of another title
  public static byte[] of(String title, int pages) {
    try (var document = new PDDocument()) {
      for (int page = 1; page <= pages; page++) {
        write(document, title, page);
      }
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] withPassword(String title) {
    try (var document = new PDDocument()) {
      write(document, title, 1);
      var policy = new StandardProtectionPolicy("owner", "user", new AccessPermission());
      policy.setEncryptionKeyLength(128);
      document.protect(policy);
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its first page has text, its second only a picture, as of a scan, which is that of no other
  /// title.
  public static byte[] withPictureOnSecondPage(String title) {
    return withPictureOnSecondPage(title, title);
  }

  /// @param picture which one
  public static byte[] withPictureOnSecondPage(String picture, String title) {
    try (var document = new PDDocument()) {
      write(document, title, 1);
      var page = new PDPage(PDRectangle.A4);
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.drawImage(
            LosslessFactory.createFromImage(document, drawn(picture)),
            0,
            0,
            PDRectangle.A4.getWidth(),
            PDRectangle.A4.getHeight());
      }
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Small pages that are pictures, each another one.
  public static byte[] ofPictures(String title, int pages) {
    try (var document = new PDDocument()) {
      for (int number = 1; number <= pages; number++) {
        var page = new PDPage(new PDRectangle(200, 280));
        document.addPage(page);
        try (var content = new PDPageContentStream(document, page)) {
          content.drawImage(
              LosslessFactory.createFromImage(document, drawn(title + " " + number)),
              0,
              0,
              200,
              280);
        }
      }
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A bar, and below it the bits of the name as squares.
  private static BufferedImage drawn(String name) {
    var picture = new BufferedImage(200, 280, BufferedImage.TYPE_BYTE_GRAY);
    var graphics = picture.createGraphics();
    graphics.fillRect(20, 20, 100, 5);
    for (int bit = 0; bit < 32; bit++) {
      if ((name.hashCode() >> bit & 1) == 1) {
        graphics.fillRect(20 + 5 * bit, 40, 3, 3);
      }
    }
    graphics.dispose();
    return picture;
  }

  /// One page of 10 m by 10 m, and, where asked for, an ordinary one before it.
  public static byte[] withHugePage(String title, boolean ordinaryFirst) {
    try (var document = new PDDocument()) {
      if (ordinaryFirst) {
        write(document, title, 1);
      }
      var page = new PDPage(new PDRectangle(28_346, 28_346));
      document.addPage(page);
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(PDDocument document, String title, int number) throws IOException {
    var page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    var bold = new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD);
    var plain = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
    try (var content = new PDPageContentStream(document, page)) {
      content.beginText();
      content.setFont(bold, 14);
      content.newLineAtOffset(72, 760);
      content.showText(number + ". " + title);
      content.setFont(plain, 11);
      for (int line = 1; line <= 12; line++) {
        content.newLineAtOffset(0, -18);
        content.showText(
            "Sentence %d of page %d says that the parties agree on it.".formatted(line, number));
      }
      content.endText();
    }
  }

  private static byte[] bytes(PDDocument document) throws IOException {
    var out = new ByteArrayOutputStream();
    document.setDocumentId(42L);
    document.save(out);
    return out.toByteArray();
  }
}
