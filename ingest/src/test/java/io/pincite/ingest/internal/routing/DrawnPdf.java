package io.pincite.ingest.internal.routing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.rendering.PDFRenderer;

/// PDFs of one page (Letter) with text, pictures, and both.
public final class DrawnPdf {
  private static final PDFont FONT = new PDType1Font(FontName.HELVETICA);

  private DrawnPdf() {}

  public interface Drawing {
    void draw(PDDocument document, PDPageContentStream content) throws IOException;
  }

  public static byte[] page(Drawing drawing) throws IOException {
    try (var document = new PDDocument()) {
      var page = new PDPage(PDRectangle.LETTER);
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        drawing.draw(document, content);
      }
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  /// Lines in 12 points, 20 points apart.
  public static void text(PDPageContentStream content, float x, float y, String... lines)
      throws IOException {
    content.beginText();
    content.setFont(FONT, 12);
    content.newLineAtOffset(x, y);
    for (String line : lines) {
      content.showText(line);
      content.newLineAtOffset(0, -20);
    }
    content.endText();
  }

  public static void picture(
      PDDocument document,
      PDPageContentStream content,
      BufferedImage image,
      float x,
      float y,
      float width,
      float height)
      throws IOException {
    content.drawImage(LosslessFactory.createFromImage(document, image), x, y, width, height);
  }

  /// What these lines look like on a page, as a picture.
  public static BufferedImage written(String... lines) throws IOException {
    return seen(page((document, content) -> text(content, 72, 700, lines)));
  }

  /// A page as a picture, at 150 dpi.
  public static BufferedImage seen(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFRenderer(document).renderImageWithDPI(0, 150);
    }
  }

  /// A scan of lines over the invisible text of others, moved by so many points.
  public static byte[] scan(String[] lines, float moved, String... recognised) throws IOException {
    BufferedImage scan = written(lines);
    return page(
        (document, content) -> {
          picture(document, content, scan, 0, 0, 612, 792);
          content.setRenderingMode(RenderingMode.NEITHER);
          text(content, 72, 700 + moved, recognised);
        });
  }
}
