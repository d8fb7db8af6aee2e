package io.pincite.web;

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

/// PDF files as they should not be.
final class Pdfs {
  private Pdfs() {}

  static byte[] of(int pages, PDRectangle size, String text) {
    return written(document(pages, size, text));
  }

  static byte[] withPassword() {
    PDDocument document = document(1, PDRectangle.A4, "Nobody reads this.");
    try {
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written(document);
  }

  static byte[] withoutPages() {
    return written(new PDDocument());
  }

  static byte[] blank() {
    var document = new PDDocument();
    document.addPage(new PDPage(PDRectangle.A4));
    return written(document);
  }

  private static PDDocument document(int pages, PDRectangle size, String text) {
    var document = new PDDocument();
    var font = new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN);
    try {
      for (int i = 1; i <= pages; i++) {
        var page = new PDPage(size);
        document.addPage(page);
        try (var content = new PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(font, 12);
          content.newLineAtOffset(72, size.getHeight() - 100);
          content.showText(text.replace("#", Integer.toString(i)));
          content.endText();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return document;
  }

  private static byte[] written(PDDocument document) {
    var bytes = new ByteArrayOutputStream();
    try (document) {
      document.save(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
