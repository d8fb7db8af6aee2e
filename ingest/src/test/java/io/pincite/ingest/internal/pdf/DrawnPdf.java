package io.pincite.ingest.internal.pdf;

import io.pincite.ocr.BoundingBox;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.util.Matrix;

/// A PDF made for a test, which remembers where it drew each word.
final class DrawnPdf implements AutoCloseable {
  record DrawnWord(String text, BoundingBox box) {}

  final PDDocument document = new PDDocument();
  final List<DrawnWord> words = new ArrayList<>();
  PDPage page;
  PDPageContentStream content;
  private AffineTransform toDisplay = new AffineTransform();
  private double width;
  private double height;

  static final PDFont HELVETICA = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
  static final PDFont TIMES_BOLD = new PDType1Font(Standard14Fonts.FontName.TIMES_BOLD);

  static DrawnPdf letter() throws IOException {
    return new DrawnPdf(PDRectangle.LETTER, PDRectangle.LETTER, 0, 1);
  }

  DrawnPdf(PDRectangle media, PDRectangle crop, int rotation, double userUnit) throws IOException {
    addPage(media, crop, rotation, userUnit);
  }

  void addPage(PDRectangle media, PDRectangle crop, int rotation, double userUnit)
      throws IOException {
    if (content != null) {
      content.close();
    }
    words.clear();
    page = new PDPage(media);
    page.setCropBox(crop);
    page.setRotation(rotation);
    if (userUnit != 1) {
      page.setUserUnit((float) userUnit);
    }
    document.addPage(page);
    content = new PDPageContentStream(document, page);
    boolean turned = rotation % 180 != 0;
    double w = crop.getWidth() * userUnit;
    double h = crop.getHeight() * userUnit;
    width = turned ? h : w;
    height = turned ? w : h;
    // Built step by step as the specification tells it, not as the reader does it: crop, scale,
    // flip, then turn clockwise about the middle.
    toDisplay = new AffineTransform();
    toDisplay.translate(width / 2, height / 2);
    toDisplay.rotate(Math.toRadians(rotation));
    toDisplay.translate(-w / 2, -h / 2);
    toDisplay.translate(0, h);
    toDisplay.scale(userUnit, -userUnit);
    toDisplay.translate(-crop.getLowerLeftX(), -crop.getLowerLeftY());
  }

  PDType0Font liberation() throws IOException {
    try (InputStream font =
        PDDocument.class.getResourceAsStream(
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
      return PDType0Font.load(document, font, true);
    }
  }

  /// Shows words in one go, with spaces between them, and remembers the place of each.
  void show(PDFont font, double size, double x, double y, String text) throws IOException {
    show(font, size, AffineTransform.getTranslateInstance(x, y), text);
  }

  void show(PDFont font, double size, AffineTransform place, String text) throws IOException {
    content.beginText();
    content.setFont(font, (float) size);
    content.setTextMatrix(new Matrix(place));
    content.showText(text);
    content.endText();
    remember(font, size, place, text);
  }

  void remember(PDFont font, double size, AffineTransform place, String text) throws IOException {
    double start = 0;
    for (String word : text.split(" ", -1)) {
      double end = start + font.getStringWidth(word) / 1000 * size;
      if (!word.isEmpty()) {
        words.add(new DrawnWord(word, box(font, size, place, start, end)));
      }
      start = end + font.getStringWidth(" ") / 1000 * size;
    }
  }

  BoundingBox box(PDFont font, double size, AffineTransform place, double start, double end) {
    double ascent = font.getFontDescriptor().getAscent() / 1000 * size;
    double descent = font.getFontDescriptor().getDescent() / 1000 * size;
    return box(place, new Rectangle2D.Double(start, descent, end - start, ascent - descent));
  }

  BoundingBox box(AffineTransform place, Rectangle2D rectangle) {
    Rectangle2D shown =
        toDisplay.createTransformedShape(place.createTransformedShape(rectangle)).getBounds2D();
    return BoundingBox.clamped(
        shown.getMinX() / width,
        shown.getMinY() / height,
        shown.getMaxX() / width,
        shown.getMaxY() / height);
  }

  /// Adds drawing instructions as they are.
  void raw(String instructions) throws IOException {
    content.close();
    var stream = new PDStream(document);
    try (var out = stream.createOutputStream()) {
      out.write(instructions.getBytes(StandardCharsets.ISO_8859_1));
    }
    List<PDStream> all = new ArrayList<>();
    page.getContentStreams().forEachRemaining(all::add);
    all.add(stream);
    page.setContents(all);
    content =
        new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true, false);
  }

  COSDictionary resources(COSName kind) {
    COSDictionary resources = page.getCOSObject().getCOSDictionary(COSName.RESOURCES);
    if (resources == null) {
      resources = new COSDictionary();
      page.getCOSObject().setItem(COSName.RESOURCES, resources);
    }
    COSDictionary of = resources.getCOSDictionary(kind);
    if (of == null) {
      of = new COSDictionary();
      resources.setItem(kind, of);
    }
    return of;
  }

  Path save(Path folder) throws IOException {
    content.close();
    Path file = folder.resolve("drawn-" + System.nanoTime() + ".pdf");
    document.save(file.toFile());
    return file;
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
