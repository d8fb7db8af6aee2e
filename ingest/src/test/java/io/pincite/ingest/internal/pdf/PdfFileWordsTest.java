package io.pincite.ingest.internal.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.SourceReason;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.ingest.internal.pdf.DrawnPdf.DrawnWord;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageContent.StyledWord;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationFreeText;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The oracle is what the test drew: every PDF is made here, its words' boxes known by the rule
/// "origin to end of advance, ascent to descent".
class PdfFileWordsTest {
  @TempDir Path folder;

  private PdfPage read(DrawnPdf pdf) throws IOException {
    return read(pdf, 1);
  }

  private PdfPage read(DrawnPdf pdf, int page) throws IOException {
    try (PdfFile file = PdfFile.open(pdf.save(folder), PdfLimits.DEFAULTS)) {
      return file.page(page);
    }
  }

  private static List<String> texts(PdfPage page) {
    return page.content().words().stream().map(word -> word.word().text()).toList();
  }

  /// The words as a person would type them.
  private static String typed(PdfPage page) {
    var text = new StringBuilder();
    for (StyledWord word : page.content().words()) {
      if (!text.isEmpty() && word.word().spaceBefore()) {
        text.append(' ');
      }
      text.append(word.word().text());
    }
    return text.toString();
  }

  private static void assertDrawn(PdfPage page, List<DrawnWord> drawn) {
    assertThat(texts(page)).isEqualTo(drawn.stream().map(DrawnWord::text).toList());
    for (int i = 0; i < drawn.size(); i++) {
      assertThat(page.content().words().get(i).word().box().iou(drawn.get(i).box()))
          .as("box of '%s'", drawn.get(i).text())
          .isGreaterThan(0.98);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,0,1",
    "90,0,1",
    "180,0,1",
    "270,0,1",
    "0,1,1",
    "90,1,1",
    "180,1,1",
    "270,1,1",
    "0,0,2",
    "90,1,2",
    "180,1,0.5",
    "270,1,2",
    "-90,1,1",
    "450,0,1"
  })
  void boxesAreThoseOfThePageAsDisplayed(int rotation, int cropped, double userUnit)
      throws IOException {
    var crop = cropped == 1 ? new PDRectangle(40, 70, 430, 610) : PDRectangle.LETTER;
    try (var pdf = new DrawnPdf(PDRectangle.LETTER, crop, rotation, userUnit)) {
      PDFont liberation = pdf.liberation();
      pdf.show(liberation, 12, 60, 600, "The quick brown fox");
      pdf.show(DrawnPdf.HELVETICA, 9, 60, 580, "jumps over");
      pdf.show(liberation, 10, new AffineTransform(0, 1, -1, 0, 300, 200), "sideways text");
      pdf.show(liberation, 10, new AffineTransform(-1, 0, 0, -1, 300, 150), "upside down");
      pdf.show(liberation, 1, new AffineTransform(14, 0, 0, 14, 60, 300), "scaled by matrix");
      PdfPage page = read(pdf);
      assertDrawn(page, pdf.words);
      int turned = Math.floorMod(rotation, 360);
      assertThat(page.content().words().getFirst().direction()).isEqualTo(turned);
      assertThat(page.content().words().get(6).direction())
          .isEqualTo(Math.floorMod(turned + 270, 360));
      assertThat(page.content().words().getFirst().fontSizePoints())
          .isCloseTo(12 * userUnit, org.assertj.core.data.Offset.offset(0.01));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "90", "180", "270"})
  void inkLiesInTheBoxesAndNowhereElse(int rotation) throws IOException {
    var crop = new PDRectangle(40, 70, 430, 610);
    try (var pdf = new DrawnPdf(PDRectangle.LETTER, crop, rotation, 1)) {
      PDFont liberation = pdf.liberation();
      pdf.show(liberation, 20, 60, 600, "Pinned to the place");
      pdf.show(liberation, 20, new AffineTransform(0, 1, -1, 0, 300, 200), "and here");
      try (PdfFile file = PdfFile.open(pdf.save(folder), PdfLimits.DEFAULTS)) {
        PdfPage page = file.page(1);
        BufferedImage image = file.render(1, 800);
        assertThat(image.getWidth()).isEqualTo(800);
        int inside = 0;
        int outside = 0;
        for (int y = 0; y < image.getHeight(); y++) {
          for (int x = 0; x < image.getWidth(); x++) {
            if ((image.getRGB(x, y) & 0xFF) < 100) {
              double fx = (x + 0.5) / image.getWidth();
              double fy = (y + 0.5) / image.getHeight();
              boolean boxed =
                  page.content().words().stream().anyMatch(w -> w.word().box().contains(fx, fy));
              inside += boxed ? 1 : 0;
              outside += boxed ? 0 : 1;
            }
          }
        }
        assertThat(inside).isGreaterThan(1000);
        assertThat(outside).isZero();
      }
    }
  }

  @Test
  void pagesOfOneFileMayHaveDifferentSizes() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "first");
      pdf.addPage(PDRectangle.A3, PDRectangle.A3, 90, 1);
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "second page");
      Path file = pdf.save(folder);
      try (PdfFile open = PdfFile.open(file, PdfLimits.DEFAULTS)) {
        assertThat(open.geometry(1)).isEqualTo(new PageGeometry(612, 792, 0));
        assertThat(open.geometry(2).width())
            .isCloseTo(1190.55, org.assertj.core.data.Offset.offset(0.01));
        assertDrawn(open.page(2), pdf.words);
      }
    }
  }

  @Test
  void ligaturesAreTheirLetters() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      PDFont font = pdf.liberation();
      pdf.show(font, 12, 72, 700, "ﬁrst ﬂoor");
      assertThat(texts(read(pdf))).containsExactly("first", "floor");
    }
  }

  @Test
  void accentsAreComposed() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      PDFont font = pdf.liberation();
      pdf.show(font, 12, 72, 700, "Ve\u0301lez café");
      assertThat(texts(read(pdf))).containsExactly("Vélez", "café");
    }
  }

  @Test
  void textDrawnTwiceToLookBoldIsOneTextAndBold() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "Terms and conditions");
      List<DrawnWord> once = new ArrayList<>(pdf.words);
      pdf.show(DrawnPdf.HELVETICA, 12, 72.4, 700, "Terms and conditions");
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 650, "Terms and conditions");
      once.addAll(pdf.words.subList(6, 9));
      PdfPage page = read(pdf);
      assertDrawn(page, once);
      assertThat(page.content().words().stream().map(StyledWord::bold))
          .containsExactly(true, true, true, false, false, false);
    }
  }

  @Test
  void eachLetterDrawnTwiceIsOneLetter() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.raw("");
      pdf.page.setResources(new PDResources());
      COSName font = pdf.page.getResources().add(DrawnPdf.HELVETICA);
      pdf.raw(
          "BT /%s 12 Tf 72 700 Td (f) Tj 0.3 0 Td (f) Tj 3.03 0 Td (e) Tj 0.3 0 Td (e) Tj ET"
              .formatted(font.getName()));
      assertThat(texts(read(pdf))).containsExactly("fe");
    }
  }

  @Test
  void wordsAreToldApartByGapsWhereThereAreNoSpaces() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 10, 72, 700, "gap");
      double end = 72 + DrawnPdf.HELVETICA.getStringWidth("gap") / 100;
      pdf.show(DrawnPdf.HELVETICA, 10, end + 2.5, 700, "less");
      double touching = end + 2.5 + DrawnPdf.HELVETICA.getStringWidth("less") / 100;
      pdf.show(DrawnPdf.HELVETICA, 10, touching, 700, "ness");
      assertThat(texts(read(pdf))).containsExactly("gap", "lessness");
    }
  }

  @Test
  void piecesDrawnOutOfOrderAreOneWord() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      double end = 72 + DrawnPdf.HELVETICA.getStringWidth("agree") / 100;
      pdf.show(DrawnPdf.HELVETICA, 10, 72, 700, "agree");
      pdf.show(DrawnPdf.HELVETICA, 10, 72, 600, "elsewhere");
      pdf.show(DrawnPdf.HELVETICA, 10, end, 700, "ment");
      assertThat(texts(read(pdf))).containsExactly("agreement", "elsewhere");
    }
  }

  @Test
  void spacedLettersAreOneWord() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.content.beginText();
      pdf.content.setFont(DrawnPdf.HELVETICA, 12);
      pdf.content.setCharacterSpacing(5);
      pdf.content.newLineAtOffset(72, 700);
      pdf.content.showText("LEASE");
      pdf.content.endText();
      pdf.content.beginText();
      pdf.content.setCharacterSpacing(0);
      pdf.content.newLineAtOffset(72, 650);
      pdf.content.showText("A G R E E M E N T   O F   S A L E");
      pdf.content.endText();
      assertThat(texts(read(pdf))).containsExactly("LEASE", "AGREEMENT", "OF", "SALE");
    }
  }

  @Test
  void superscriptsBelongToTheirWord() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "the 21");
      double end = 72 + DrawnPdf.HELVETICA.getStringWidth("the 21") / 1000 * 12;
      pdf.show(DrawnPdf.HELVETICA, 7, end, 704, "st");
      pdf.show(DrawnPdf.HELVETICA, 12, end + 12, 700, "day");
      assertThat(texts(read(pdf))).containsExactly("the", "21st", "day");
    }
  }

  @Test
  void hyphensAtLineEndsStayAndSoftHyphensAreHyphens() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      PDFont font = pdf.liberation();
      pdf.show(font, 12, 72, 700, "termi-");
      pdf.show(font, 12, 72, 684, "nation obli\u00AD");
      pdf.show(font, 12, 72, 668, "gation");
      PdfPage page = read(pdf);
      assertThat(texts(page)).containsExactly("termi-", "nation", "obli-", "gation");
      assertThat(page.content().words()).allMatch(word -> word.word().spaceBefore());
    }
  }

  @Test
  void everyIdeographIsAWordOfItsOwn() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.resources(COSName.FONT).setItem(COSName.getPDFName("CJK"), chinese("UniGB-UCS2-H"));
      pdf.raw("BT /CJK 12 Tf 72 700 Td <7B2C4E096761300154084FEE0031003200204E2AFF0C> Tj ET");
      PdfPage page = read(pdf);
      assertThat(texts(page)).containsExactly("第", "三", "条", "、", "合", "修", "12", "个", "，");
      assertThat(typed(page)).isEqualTo("第三条、合修12 个，");
      BoundingBox third = page.content().words().get(2).word().box();
      assertThat(third.x0() * 612).isCloseTo(96, org.assertj.core.data.Offset.offset(0.01));
      assertThat(third.x1() * 612).isCloseTo(108, org.assertj.core.data.Offset.offset(0.01));
      assertThat(third.y0() * 792)
          .isCloseTo(792 - 700 - 12 * 0.88, org.assertj.core.data.Offset.offset(0.01));
    }
  }

  @Test
  void verticalWritingRunsDown() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.resources(COSName.FONT).setItem(COSName.getPDFName("CJK"), chinese("UniGB-UCS2-V"));
      pdf.raw("BT /CJK 12 Tf 300 700 Td <7B2C4E09> Tj ET");
      PdfPage page = read(pdf);
      assertThat(texts(page)).containsExactly("第", "三");
      BoundingBox second = page.content().words().get(1).word().box();
      assertThat(second.centerX() * 612).isCloseTo(300, org.assertj.core.data.Offset.offset(0.1));
      assertThat(second.y0() * 792)
          .isCloseTo(792 - 700 + 12, org.assertj.core.data.Offset.offset(0.1));
    }
  }

  /// A Chinese font that is not in the file, as many Chinese PDFs have it.
  static COSDictionary chinese(String encoding) {
    var descriptor = new COSDictionary();
    descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
    descriptor.setName(COSName.FONT_NAME, "STSong-Light");
    descriptor.setInt(COSName.FLAGS, 6);
    descriptor.setInt(COSName.ASCENT, 880);
    descriptor.setInt(COSName.DESCENT, -120);
    var system = new COSDictionary();
    system.setItem(COSName.REGISTRY, new COSString("Adobe"));
    system.setItem(COSName.ORDERING, new COSString("GB1"));
    system.setInt(COSName.SUPPLEMENT, 2);
    var descendant = new COSDictionary();
    descendant.setItem(COSName.TYPE, COSName.FONT);
    descendant.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE0);
    descendant.setName(COSName.BASE_FONT, "STSong-Light");
    descendant.setItem(COSName.CIDSYSTEMINFO, system);
    descendant.setInt(COSName.DW, 1000);
    // CIDs 814 to 907 are the half-width Latin letters
    var widths = new COSArray();
    widths.add(COSInteger.get(814));
    widths.add(COSInteger.get(907));
    widths.add(COSInteger.get(500));
    descendant.setItem(COSName.W, widths);
    descendant.setItem(COSName.FONT_DESC, descriptor);
    var font = new COSDictionary();
    font.setItem(COSName.TYPE, COSName.FONT);
    font.setItem(COSName.SUBTYPE, COSName.TYPE0);
    font.setName(COSName.BASE_FONT, "STSong-Light-" + encoding);
    font.setName(COSName.ENCODING, encoding);
    var descendants = new COSArray();
    descendants.add(descendant);
    font.setItem(COSName.DESCENDANT_FONTS, descendants);
    return font;
  }

  @Test
  void whatCannotBeSeenIsNotRead() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "seen");
      pdf.content.setNonStrokingColor(1f, 1f, 1f);
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 650, "white on white");
      pdf.content.setNonStrokingColor(0f, 0f, 0.5f);
      pdf.content.addRect(60, 590, 300, 30);
      pdf.content.fill();
      pdf.content.setNonStrokingColor(1f, 1f, 1f);
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 600, "white on blue");
      pdf.content.setNonStrokingColor(0f, 0f, 0f);
      pdf.show(DrawnPdf.HELVETICA, 12, 700, 500, "off the page");
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 450, "redacted");
      pdf.content.addRect(60, 440, 300, 30);
      pdf.content.fill();
      pdf.content.saveGraphicsState();
      pdf.content.addRect(60, 340, 100, 30);
      pdf.content.clip();
      pdf.show(DrawnPdf.HELVETICA, 12, 300, 350, "clipped away");
      pdf.content.restoreGraphicsState();
      pdf.content.setRenderingMode(RenderingMode.NEITHER);
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 300, "invisible");
      PdfPage page = read(pdf);
      assertThat(typed(page)).isEqualTo("seen white on blue");
      assertThat(page.verdict().invisible()).isFalse();
    }
  }

  @Test
  void anInvisibleLayerUnderAScanIsReadAndMarked() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      var scan = new BufferedImage(50, 60, BufferedImage.TYPE_INT_RGB);
      pdf.content.drawImage(LosslessFactory.createFromImage(pdf.document, scan), 0, 0, 612, 792);
      pdf.content.setRenderingMode(RenderingMode.NEITHER);
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 300, "recognised words");
      PdfPage page = read(pdf);
      assertThat(texts(page)).containsExactly("recognised", "words");
      assertThat(page.verdict().usable()).isTrue();
      assertThat(page.verdict().invisible()).isTrue();
    }
  }

  @Test
  void textUnderAScanIsThatLayerToo() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 300, "words under the picture");
      var scan = new BufferedImage(50, 60, BufferedImage.TYPE_INT_RGB);
      pdf.content.drawImage(LosslessFactory.createFromImage(pdf.document, scan), 0, 0, 612, 792);
      PdfPage page = read(pdf);
      assertThat(typed(page)).isEqualTo("words under the picture");
      assertThat(page.verdict().invisible()).isTrue();
    }
  }

  @Test
  void aScanWithoutTextNeedsOcrAndSaysSo() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      var strip = new BufferedImage(50, 60, BufferedImage.TYPE_INT_RGB);
      var image = LosslessFactory.createFromImage(pdf.document, strip);
      for (int i = 0; i < 8; i++) {
        pdf.content.drawImage(image, 0, i * 99, 612, 99);
      }
      PdfPage page = read(pdf);
      assertThat(page.verdict())
          .isEqualTo(
              new PdfPage.Verdict(
                  false,
                  false,
                  new SourceReason(Code.PICTURE, "The page is a picture without a text layer.")));
      assertThat(page.content().images()).hasSize(8);
    }
  }

  @Test
  void aBlankPageIsUsableAndSaysSo() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      assertThat(read(pdf).verdict())
          .isEqualTo(
              new PdfPage.Verdict(true, false, new SourceReason(Code.BLANK, "The page is blank.")));
    }
  }

  @Test
  void fontsThatDoNotSayTheirLettersNeedOcr() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      var encoding = new COSDictionary();
      var differences = new COSArray();
      differences.add(COSInteger.get(65));
      for (int i = 0; i < 26; i++) {
        differences.add(COSName.getPDFName("g" + (300 + i)));
      }
      encoding.setItem(COSName.DIFFERENCES, differences);
      var font = new COSDictionary();
      font.setItem(COSName.TYPE, COSName.FONT);
      font.setItem(COSName.SUBTYPE, COSName.TYPE1);
      font.setName(COSName.BASE_FONT, "Helvetica");
      font.setItem(COSName.ENCODING, encoding);
      pdf.resources(COSName.FONT).setItem(COSName.getPDFName("Odd"), font);
      pdf.raw("BT /Odd 12 Tf 72 700 Td (ABCDEF GHIJKL) Tj ET");
      PdfPage.Verdict verdict = read(pdf).verdict();
      assertThat(verdict.usable()).isFalse();
      assertThat(verdict.reason())
          .isEqualTo(
              new SourceReason(
                  Code.UNKNOWN_LETTERS,
                  "The fonts of the page do not say which letters 100 % of its characters are."));
    }
  }

  @Test
  void textInFormsIsReadWhereItIsDrawn() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      var form = new PDFormXObject(pdf.document);
      form.setBBox(new PDRectangle(0, 0, 200, 50));
      form.setResources(new PDResources());
      COSName font = form.getResources().add(DrawnPdf.HELVETICA);
      try (var out = form.getContentStream().createOutputStream()) {
        out.write(
            "BT /%s 10 Tf 5 20 Td (inside a form) Tj ET"
                .formatted(font.getName())
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      }
      pdf.content.saveGraphicsState();
      pdf.content.transform(new Matrix(2, 0, 0, 2, 100, 400));
      pdf.content.drawForm(form);
      pdf.content.restoreGraphicsState();
      pdf.remember(
          DrawnPdf.HELVETICA, 10, new AffineTransform(2, 0, 0, 2, 110, 440), "inside a form");
      assertDrawn(read(pdf), pdf.words);
    }
  }

  @Test
  void formsThatContainThemselvesEnd() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      var form = new PDFormXObject(pdf.document);
      form.setBBox(new PDRectangle(0, 0, 600, 700));
      form.setResources(new PDResources());
      COSName font = form.getResources().add(DrawnPdf.HELVETICA);
      COSName self = form.getResources().add(form);
      try (var out = form.getContentStream().createOutputStream()) {
        out.write(
            "BT /%s 10 Tf 72 500 Td (once) Tj ET /%s Do /%s Do"
                .formatted(font.getName(), self.getName(), self.getName())
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      }
      pdf.content.drawForm(form);
      assertThat(texts(read(pdf))).containsExactly("once");
    }
  }

  @Test
  void annotationsAreReadAsTheyAppear() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "page");
      var appearance = new PDAppearanceStream(pdf.document);
      appearance.setBBox(new PDRectangle(0, 0, 100, 20));
      appearance.setResources(new PDResources());
      COSName font = appearance.getResources().add(DrawnPdf.HELVETICA);
      try (var out = appearance.getContentStream().createOutputStream()) {
        out.write(
            "BT /%s 10 Tf 2 5 Td (typed in) Tj ET"
                .formatted(font.getName())
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      }
      for (int hidden = 0; hidden < 2; hidden++) {
        var note = new PDAnnotationFreeText();
        note.setRectangle(new PDRectangle(200, 300 + 100 * hidden, 100, 20));
        note.setHidden(hidden == 1);
        var appearances = new PDAppearanceDictionary();
        appearances.setNormalAppearance(appearance);
        note.setAppearance(appearances);
        pdf.page.getAnnotations().add(note);
      }
      pdf.remember(
          DrawnPdf.HELVETICA, 10, AffineTransform.getTranslateInstance(202, 305), "typed in");
      assertDrawn(read(pdf), pdf.words);
    }
  }

  @Test
  void layersThatAreOffAreNotRead() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      var properties = new PDOptionalContentProperties();
      pdf.document.getDocumentCatalog().setOCProperties(properties);
      var on = new PDOptionalContentGroup("on");
      var off = new PDOptionalContentGroup("off");
      properties.addGroup(on);
      properties.addGroup(off);
      properties.setGroupEnabled(off, false);
      pdf.content.beginMarkedContent(COSName.OC, on);
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 700, "shown");
      pdf.content.endMarkedContent();
      pdf.content.beginMarkedContent(COSName.OC, off);
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 650, "draft");
      pdf.content.endMarkedContent();
      pdf.show(DrawnPdf.HELVETICA, 12, 72, 600, "after");
      assertThat(texts(read(pdf))).containsExactly("shown", "after");
    }
  }

  @Test
  void typeThreeFontsHaveBoxesByTheirOwnScale() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.resources(COSName.FONT).setItem(COSName.getPDFName("T3"), typeThree(pdf));
      pdf.raw("BT /T3 20 Tf 72 700 Td (AA) Tj ET");
      PdfPage page = read(pdf);
      assertThat(texts(page)).containsExactly("AA");
      BoundingBox box = page.content().words().getFirst().word().box();
      assertThat(box.x0() * 612).isCloseTo(72, org.assertj.core.data.Offset.offset(0.01));
      assertThat(box.x1() * 612).isCloseTo(72 + 32, org.assertj.core.data.Offset.offset(0.01));
      assertThat(box.y0() * 792).isCloseTo(792 - 716, org.assertj.core.data.Offset.offset(0.01));
      assertThat(box.y1() * 792).isCloseTo(792 - 700, org.assertj.core.data.Offset.offset(0.01));
    }
  }

  private static COSDictionary typeThree(DrawnPdf pdf) throws IOException {
    var glyph = pdf.document.getDocument().createCOSStream();
    try (var out = glyph.createOutputStream()) {
      out.write("8 0 0 0 8 8 d1 0 0 8 8 re f".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    var procedures = new COSDictionary();
    procedures.setItem("A", glyph);
    var differences = new COSArray();
    differences.add(COSInteger.get(65));
    differences.add(COSName.getPDFName("A"));
    var encoding = new COSDictionary();
    encoding.setItem(COSName.DIFFERENCES, differences);
    var font = new COSDictionary();
    font.setItem(COSName.TYPE, COSName.FONT);
    font.setItem(COSName.SUBTYPE, COSName.TYPE3);
    font.setItem(COSName.FONT_BBOX, numbers(0, 0, 8, 8));
    font.setItem(COSName.FONT_MATRIX, numbers(0.1f, 0, 0, 0.1f, 0, 0));
    font.setItem(COSName.CHAR_PROCS, procedures);
    font.setItem(COSName.ENCODING, encoding);
    font.setInt(COSName.FIRST_CHAR, 65);
    font.setInt(COSName.LAST_CHAR, 65);
    font.setItem(COSName.WIDTHS, numbers(8));
    return font;
  }

  private static COSBase numbers(float... values) {
    var array = new COSArray();
    for (float value : values) {
      array.add(new COSFloat(value));
    }
    return array;
  }

  @Test
  void linesAreTakenInTheSamePass() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      PDPageContentStream content = pdf.content;
      content.setLineWidth(1);
      content.moveTo(72, 600);
      content.lineTo(372, 600);
      content.stroke();
      content.addRect(72, 500, 300, 0.5f);
      content.fill();
      content.addRect(72, 400, 100, 50);
      content.stroke();
      // a dashed line, drawn dash by dash
      for (int x = 72; x < 372; x += 6) {
        content.moveTo(x, 300);
        content.lineTo(x + 3, 300);
      }
      content.stroke();
      content.moveTo(72, 200);
      content.lineTo(372, 100);
      content.stroke();
      PdfPage page = read(pdf);
      List<double[]> rulings =
          page.content().rulings().stream()
              .map(
                  r ->
                      new double[] {
                        r.horizontal() ? 1 : 0,
                        Math.round(r.box().x0() * 612),
                        Math.round(792 - r.box().centerY() * 792),
                        Math.round(r.box().x1() * 612)
                      })
              .toList();
      assertThat(rulings)
          .containsExactlyInAnyOrder(
              new double[] {1, 72, 600, 372},
              new double[] {1, 72, 500, 372},
              new double[] {1, 72, 400, 172},
              new double[] {1, 72, 450, 172},
              new double[] {0, 72, 425, 73},
              new double[] {0, 172, 425, 173},
              new double[] {1, 72, 300, 369});
    }
  }

  @Test
  void aPageWithoutContentsOrBoxesIsStillAPage() throws IOException {
    try (var pdf = DrawnPdf.letter()) {
      pdf.document.addPage(new PDPage(new COSDictionary()));
      try (PdfFile file = PdfFile.open(pdf.save(folder), PdfLimits.DEFAULTS)) {
        assertThat(file.page(2).geometry()).isEqualTo(new PageGeometry(612, 792, 0));
      }
    }
  }
}
