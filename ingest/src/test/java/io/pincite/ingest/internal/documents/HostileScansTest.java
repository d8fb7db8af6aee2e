package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.FakeEngine;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PageReading.Source;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.TestPdf;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.HostilePictures;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pictures made to break readers, on their way through the real database and jobs: what each page
/// ends in, that the other pages are none the worse for it, and that nothing is stuck afterwards.
/// Only the engine that reads images is a fake.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class HostileScansTest {
  private static final Caller ME = Caller.LOCAL;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Inject Documents documents;
  @Inject Jobs jobs;
  @Inject Sql sql;
  @Inject FakeEngine engine;
  @Inject OcrSettings settings;

  @BeforeEach
  void forget() {
    engine.reset();
  }

  // --- pictures in a PDF ------------------------------------------------------------------------

  @Test
  void everyPageOfAHostilePdfHasItsOwnOutcome() throws Exception {
    byte[] jpeg = HostilePictures.written(drawn(300, 400), "jpg");
    byte[] pdf =
        pdf(
            new Scan("DCTDecode", jpeg, 300, 400),
            new Scan("JPXDecode", new byte[] {0, 0, 0, 12, 'j', 'P', ' ', ' '}, 300, 400),
            new Scan("DCTDecode", Arrays.copyOf(jpeg, 40), 300, 400),
            new Scan("FlateDecode", HostilePictures.deflated(1 << 28), 30_000, 30_000),
            new Scan("JBIG2Decode", new byte[] {0, 0, 0, 0, 48, 0, 1}, 300, 400),
            new Scan("DCTDecode", HostilePictures.written(blank(), "jpg"), 300, 400),
            new Scan("DCTDecode", jpeg, 300, 400));

    Document document = read(pdf, "hostile.pdf");

    assertThat(document.state()).isEqualTo(Document.State.READABLE);
    for (int good : List.of(1, 7)) {
      assertThat(page(document, good).source()).isEqualTo(Source.OCR);
      assertThat(page(document, good).layer().words()).isNotEmpty();
      assertThat(page(document, good).doubts()).isEmpty();
    }
    assertThat(problem(document, 2))
        .startsWith(
            "picture-unreadable [hostile.pdf p.2] the page is a picture that cannot be shown: it is ")
        .endsWith(
            ". Print the PDF to a new PDF in a program that shows the page, or scan it again as JPEG or PNG.");
    assertThat(problem(document, 3))
        .startsWith(
            "picture-unreadable [hostile.pdf p.3] the page is a picture that cannot be shown: it is damaged (");
    assertThat(problem(document, 4))
        .startsWith(
            "picture-unreadable [hostile.pdf p.4] the page is a picture that cannot be shown: it has 30,000 x 30,000 px, more than the 64,000,000 that one may have (pincite.ingest.pdf.max-page-image-pixels).");
    assertThat(problem(document, 5))
        .startsWith(
            "picture-unreadable [hostile.pdf p.5] the page is a picture that cannot be shown: it is damaged (");
    assertThat(page(document, 6).sourceReason().text()).endsWith("No text was found on its image.");
    assertThat(page(document, 6).layer().words()).isEmpty();
  }

  @Test
  void textUnderAPictureThatCannotBeShownIsKept() throws Exception {
    byte[] pdf = pdfWithText(RenderingMode.NEITHER, PDRectangle.A4);

    PageReading page = page(read(pdf, "archive.pdf"), 1);

    assertThat(page.source()).isEqualTo(Source.TEXT_LAYER);
    assertThat(page.layer().text()).contains("The tenant pays the rent in advance");
    assertThat(page.sourceReason().text())
        .startsWith(
            "The page's own text is taken as it is. A picture on it cannot be shown, so nothing in it is read: it is ");
  }

  @Test
  void aGapThatAPictureLeavesBesideTextIsInDoubt() throws Exception {
    byte[] pdf = pdfWithText(RenderingMode.FILL, new PDRectangle(100, 100, 300, 200));

    PageReading page = page(read(pdf, "annex.pdf"), 1);

    assertThat(page.source()).isEqualTo(Source.TEXT_LAYER);
    assertThat(page.layer().text()).contains("The tenant pays the rent in advance");
    assertThat(page.sourceReason().text()).contains("A picture on it cannot be shown");
    assertThat(page.doubts()).hasSize(1);
    Doubt doubt = page.doubts().getFirst();
    assertThat(doubt.kind()).isEqualTo(Doubt.Kind.UNCERTAIN);
    double width = PDRectangle.A4.getWidth();
    double height = PDRectangle.A4.getHeight();
    assertThat(
            doubt
                .box()
                .iou(new BoundingBox(100 / width, 1 - 300 / height, 400 / width, 1 - 100 / height)))
        .isGreaterThan(0.99);
  }

  // --- picture files ----------------------------------------------------------------------------

  static Stream<Map.Entry<String, byte[]>> broken() {
    return Stream.of(
            HostilePictures.giants(), HostilePictures.liars(), halves(HostilePictures.wholes()))
        .flatMap(files -> files.entrySet().stream());
  }

  private static Map<String, byte[]> halves(Map<String, byte[]> wholes) {
    wholes.replaceAll((_, whole) -> Arrays.copyOf(whole, whole.length / 2));
    return wholes;
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aBrokenPictureEndsInPagesOrAProblemAndHoldsUpNobody(Map.Entry<String, byte[]> broken)
      throws Exception {
    Document document;
    try {
      document = read(broken.getValue(), broken.getKey());
    } catch (IngestException.NotADocument | IngestException.Permanent refused) {
      assertThat(refused.getMessage()).startsWith("[" + broken.getKey());
      return;
    }

    if (document.state() == Document.State.FAILED) {
      assertThat(document.problem())
          .hasValueSatisfying(
              problem -> assertThat(problem.detail()).startsWith("[" + broken.getKey()));
    } else {
      assertThat(document.state()).isEqualTo(Document.State.READABLE);
      assertThat(document.pagesRead()).isEqualTo(document.pages());
    }
    assertThat(document.state()).isIn(Document.State.FAILED, Document.State.READABLE);
  }

  @Test
  void ofAnAnimationItIsSaidThatOnlyTheFirstPictureIsRead() throws Exception {
    byte[] gif;
    try (var in = HostilePictures.class.getResourceAsStream("/pictures/animated.gif")) {
      gif = java.util.Objects.requireNonNull(in).readAllBytes();
    }

    PageReading page = page(read(gif, "animated.gif"), 1);

    assertThat(page.sourceReason().text())
        .startsWith(
            "The document is a picture: an animation of 3 pictures; only the first is read.");
  }

  // --- a thousand pages -------------------------------------------------------------------------

  @Test
  void aFaxOfAThousandPagesIsReadPageByPage() throws Exception {
    int atOnce = Runtime.getRuntime().availableProcessors() + 1;
    var most = new AtomicLong();
    var read = new AtomicInteger();
    engine.change(
        text -> {
          if (read.incrementAndGet() % 250 == 0) {
            most.accumulateAndGet(engine.imagesInMemory(), Math::max);
          }
          return text;
        });

    Document document = read(HostilePictures.fax(1_000, 160, 200), "fax.tif");

    assertThat(document.pages()).isEqualTo(1_000);
    assertThat(document.pagesRead()).isEqualTo(1_000);
    assertThat(engine.images()).isEqualTo(1_000);
    assertThat(settings.pagesInFlight()).as("the default").isZero();
    assertThat(most.get()).as("decoded pages in memory").isBetween(1L, (long) atOnce);
    assertThat(page(document, 1_000).sourceReason().text()).isEqualTo("The document is a picture.");
    Job job = jobOf(document.id());
    assertThat(List.of(job.done(), job.total())).containsExactly(1_000, 1_000);
  }

  @Test
  void aFaxOfAThousandPagesStopsWhenItIsCancelled() throws Exception {
    var read = new AtomicInteger();
    engine.change(
        text -> {
          if (read.incrementAndGet() == 40) {
            jobs.cancel(ME, running().id());
          }
          return text;
        });

    Document cancelled = read(HostilePictures.fax(1_000, 150, 200), "cancelled.tif");

    assertThat(cancelled.state()).isEqualTo(Document.State.CANCELLED);
    Job job =
        await().atMost(LONGEST).until(() -> jobOf(cancelled.id()), it -> it.state().isFinal());
    assertThat(job.done()).isLessThan(1_000);
    assertThat(engine.images()).isLessThan(1_000);
    engine.reset();
    assertThat(read(TestPdf.withPictureOnSecondPage("After the fax"), "after.pdf").pagesReadByOcr())
        .isEqualTo(1);
  }

  // --- an engine that fails ---------------------------------------------------------------------

  @Test
  void aPageThatTheEngineFailsAtIsReadByTheNextAttempt() throws Exception {
    // Each attempt tries a page twice.
    engine.failTimes(2);

    Document document = read(TestPdf.withPictureOnSecondPage("Tried again"), "again.pdf");

    assertThat(document.pagesFailed()).isZero();
    assertThat(page(document, 2).source()).isEqualTo(Source.OCR);
    assertThat(engine.images()).isEqualTo(3);
    assertThat(page(document, 1).revision()).as("read once").isEqualTo(1);
  }

  // --- helpers ----------------------------------------------------------------------------------

  private record Scan(String filter, byte[] stream, int width, int height) {}

  private static byte[] pdf(Scan... scans) throws IOException {
    try (var document = new PDDocument()) {
      for (Scan scan : scans) {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        draw(document, page, scan, PDRectangle.A4);
      }
      return saved(document);
    }
  }

  /// A sentence, and a picture in JPEG 2000.
  private static byte[] pdfWithText(RenderingMode mode, PDRectangle place) throws IOException {
    try (var document = new PDDocument()) {
      var page = new PDPage(PDRectangle.A4);
      document.addPage(page);
      draw(document, page, new Scan("JPXDecode", new byte[] {0, 0, 0, 12}, 300, 400), place);
      try (var content =
          new PDPageContentStream(
              document, page, PDPageContentStream.AppendMode.APPEND, false, true)) {
        content.beginText();
        content.setRenderingMode(mode);
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
        content.newLineAtOffset(72, 700);
        for (int line = 0; line < 8; line++) {
          content.showText("The tenant pays the rent in advance, and in full, on each first day.");
          content.newLineAtOffset(0, -18);
        }
        content.endText();
      }
      return saved(document);
    }
  }

  /// Written by hand: PDFBox looks into the pictures that it adds, and these are not to be looked
  /// into.
  private static void draw(PDDocument document, PDPage page, Scan scan, PDRectangle place)
      throws IOException {
    var picture = new PDStream(document);
    var dictionary = picture.getCOSObject();
    try (var out = dictionary.createRawOutputStream()) {
      out.write(scan.stream());
    }
    dictionary.setItem(COSName.TYPE, COSName.XOBJECT);
    dictionary.setItem(COSName.SUBTYPE, COSName.IMAGE);
    dictionary.setItem(COSName.FILTER, COSName.getPDFName(scan.filter()));
    dictionary.setInt(COSName.WIDTH, scan.width());
    dictionary.setInt(COSName.HEIGHT, scan.height());
    dictionary.setInt(COSName.BITS_PER_COMPONENT, scan.filter().equals("JBIG2Decode") ? 1 : 8);
    dictionary.setItem(
        COSName.COLORSPACE,
        scan.filter().equals("DCTDecode") ? COSName.DEVICERGB : COSName.DEVICEGRAY);
    var resources = new PDResources();
    page.setResources(resources);
    var pictures = new org.apache.pdfbox.cos.COSDictionary();
    pictures.setItem(COSName.getPDFName("Scan"), dictionary);
    resources.getCOSObject().setItem(COSName.XOBJECT, pictures);
    var content = new PDStream(document);
    try (var out = content.createOutputStream()) {
      out.write(
          "q %f 0 0 %f %f %f cm /Scan Do Q\n"
              .formatted(
                  place.getWidth(), place.getHeight(), place.getLowerLeftX(), place.getLowerLeftY())
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    page.setContents(content);
  }

  private static byte[] saved(PDDocument document) throws IOException {
    var out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  private static BufferedImage blank() {
    var image = new BufferedImage(300, 400, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.fillRect(0, 0, 300, 400);
    graphics.dispose();
    return image;
  }

  private static BufferedImage drawn(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(java.awt.Color.BLACK);
    graphics.fillRect(20, 20, 60, 12);
    graphics.fillRect(90, 20, 60, 12);
    graphics.dispose();
    return image;
  }

  private Document read(byte[] bytes, String name) throws IOException {
    var upload =
        new Upload(
            new ByteArrayInputStream(bytes),
            name,
            Optional.empty(),
            OcrChoice.AUTO,
            Optional.empty());
    UUID document = documents.add(ME, upload).document().id();
    return await()
        .atMost(LONGEST)
        .until(
            () -> documents.find(ME, document).orElseThrow(),
            found ->
                found.state() != Document.State.QUEUED && found.state() != Document.State.READING);
  }

  private Job running() {
    return jobs.list(
            ME,
            new Jobs.JobFilter(
                Optional.of(Job.Type.READ),
                Optional.of(Job.State.RUNNING),
                Optional.empty(),
                1,
                Optional.empty()))
        .items()
        .getFirst();
  }

  private Job jobOf(UUID document) {
    return jobs.list(
            ME,
            new Jobs.JobFilter(
                Optional.of(Job.Type.READ),
                Optional.empty(),
                Optional.of(document),
                1,
                Optional.empty()))
        .items()
        .getFirst();
  }

  private PageReading page(Document document, int number) {
    return documents.page(ME, document.id(), Optional.empty(), number).orElseThrow();
  }

  private String problem(Document document, int page) {
    return sql.first(
            "select problem_code || ' ' || problem_detail from page where document = ? and number = ?",
            row -> row.getString(1),
            document.id(),
            page)
        .orElseThrow();
  }
}
