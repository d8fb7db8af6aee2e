package io.pincite.samples.internal.typeset;

import io.pincite.samples.Truth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/// A typeset contract: the file, the same bytes for the same manuscript, and what is true about it.
public final class Composed {
  /// A diagram: lines and areas without text.
  public record Figure(int page, Truth.Box box) {}

  private final byte[] pdf;
  private final Truth truth;
  private final List<Figure> figures;

  private Composed(byte[] pdf, Truth truth, List<Figure> figures) {
    this.pdf = pdf;
    this.truth = truth;
    this.figures = List.copyOf(figures);
  }

  public List<Figure> figures() {
    return figures;
  }

  public byte[] pdf() {
    return pdf.clone();
  }

  public Truth truth() {
    return truth;
  }

  /// How many pages a manuscript fills; quicker than composing it.
  public static int pages(String manuscript) {
    var typesetter = new Typesetter(Manuscript.parse(manuscript));
    typesetter.setAll();
    return typesetter.sheets().size();
  }

  /// Sets a manuscript.
  ///
  /// @param name of the sample
  /// @param manuscript in the form described at [Manuscript]
  public static Composed of(String name, String manuscript) {
    Manuscript parsed = Manuscript.parse(manuscript);
    var typesetter = new Typesetter(parsed);
    typesetter.setAll();
    String title = parsed.setting("title", name);
    try (var document = new PDDocument()) {
      var fonts = new COSDictionary();
      for (EmbeddedFont font : typesetter.fonts()) {
        font.finish(document);
        fonts.setItem(COSName.getPDFName(font.resource), font.dictionary);
      }
      var resources = new COSDictionary();
      resources.setItem(COSName.FONT, fonts);
      for (Sheet sheet : typesetter.sheets()) {
        boolean turned = sheet.rotation % 180 != 0;
        double width = turned ? sheet.displayHeight() : sheet.displayWidth();
        double height = turned ? sheet.displayWidth() : sheet.displayHeight();
        double trim = sheet.trim;
        var page =
            new PDPage(new PDRectangle((float) (width + 2 * trim), (float) (height + 2 * trim)));
        if (trim > 0) {
          page.setCropBox(
              new PDRectangle((float) trim, (float) trim, (float) width, (float) height));
        }
        page.setRotation(sheet.rotation);
        page.getCOSObject().setItem(COSName.RESOURCES, resources);
        page.getCOSObject()
            .setItem(
                COSName.CONTENTS,
                EmbeddedFont.stream(
                    document, sheet.drawing.toString().getBytes(StandardCharsets.US_ASCII)));
        document.addPage(page);
      }
      var date = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
      date.clear();
      date.set(2026, Calendar.JANUARY, 5, 9, 0, 0);
      var information = document.getDocumentInformation();
      information.setTitle(title);
      information.setProducer("Pincite samples");
      information.setCreationDate(date);
      information.setModificationDate(date);
      document.getDocumentCatalog().setLanguage(parsed.setting("language", "en"));
      document.setDocumentId((long) manuscript.hashCode());
      var bytes = new ByteArrayOutputStream();
      document.save(bytes);
      var pages =
          typesetter.sheets().stream()
              .map(
                  sheet ->
                      new Truth.Page(
                          sheet.number,
                          sheet.displayWidth(),
                          sheet.displayHeight(),
                          sheet.rotation,
                          sheet.blocks))
              .toList();
      return new Composed(
          bytes.toByteArray(),
          new Truth(name, title, parsed.setting("language", "en"), pages, typesetter.questions()),
          typesetter.figures());
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
