package io.pincite.web;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
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
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/// PDF files as they should not be.
public final class Pdfs {
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

  /// A page with a sentence, two pictures of bars, each 220 by 140 points, and the caption of the
  /// first.
  public static byte[] withFigures() {
    return withFigures(0x2B6CB0);
  }

  /// The same with the first picture's bars in a colour, so that it is a picture of its own.
  public static byte[] withFigures(int colour) {
    PDDocument document =
        document(1, PDRectangle.A4, "The revenue of each quarter is shown below.");
    var font = new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN);
    try (var content =
        new PDPageContentStream(
            document, document.getPage(0), PDPageContentStream.AppendMode.APPEND, true)) {
      content.drawImage(LosslessFactory.createFromImage(document, bars(colour)), 72, 560, 220, 140);
      content.beginText();
      content.setFont(font, 10);
      content.newLineAtOffset(72, 545);
      content.showText("Figure 1: Revenue in thousands");
      content.endText();
      content.drawImage(
          LosslessFactory.createFromImage(document, bars(0xB4530A)), 72, 340, 220, 140);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written(document);
  }

  private static BufferedImage bars(int colour) {
    var image = new BufferedImage(440, 280, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 440, 280);
    graphics.setColor(new Color(colour));
    for (int i = 0; i < 4; i++) {
      graphics.fillRect(30 + i * 100, 200 - i * 50, 70, 80 + i * 50);
    }
    graphics.dispose();
    return image;
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
