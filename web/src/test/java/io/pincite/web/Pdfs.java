package io.pincite.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
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

  /// The second page is nothing but a picture in a format that is not decoded.
  static byte[] withJpeg2000OnSecondPage() {
    PDDocument document = document(1, PDRectangle.A4, "The tenant pays the rent in advance.");
    var page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    var picture = new COSStream();
    picture.setItem(COSName.TYPE, COSName.XOBJECT);
    picture.setItem(COSName.SUBTYPE, COSName.IMAGE);
    picture.setItem(COSName.FILTER, COSName.JPX_DECODE);
    picture.setInt(COSName.WIDTH, 600);
    picture.setInt(COSName.HEIGHT, 800);
    var pictures = new COSDictionary();
    pictures.setItem(COSName.getPDFName("Scan"), picture);
    var resources = new PDResources();
    resources.getCOSObject().setItem(COSName.XOBJECT, pictures);
    page.setResources(resources);
    var content = new PDStream(document);
    try (var raw = picture.createRawOutputStream();
        var drawn = content.createOutputStream()) {
      raw.write(new byte[] {0, 0, 0, 12, 'j', 'P', ' ', ' '});
      drawn.write("q 595 0 0 842 0 0 cm /Scan Do Q".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    page.setContents(content);
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
