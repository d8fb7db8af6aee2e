package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.DocumentChange;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.ReadRequest;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.FakeEngine;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PageReading.Source;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.ingest.TestPdf;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.PageText;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Scans and photographs on their way through the real database and jobs; only the engine that
/// reads them is a fake.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ScannedDocumentsTest {
  private static final Caller ME = Caller.LOCAL;

  @Inject Documents documents;
  @Inject Jobs jobs;
  @Inject Sql sql;
  @Inject FakeEngine engine;

  @BeforeEach
  void forget() {
    engine.reset();
  }

  @Test
  void aScannedPageIsReadFromItsImageAndSaysSo() throws Exception {
    Document document = read(TestPdf.withPictureOnSecondPage("Scanned"), OcrChoice.AUTO);

    assertThat(document.state()).isEqualTo(Document.State.READABLE);
    assertThat(document.pagesReadByOcr()).isEqualTo(1);
    assertThat(document.pagesNeedingOcr()).isZero();
    PageReading page = page(document, 2);
    assertThat(page.source()).isEqualTo(Source.OCR);
    assertThat(page.sourceReason())
        .isEqualTo(new SourceReason(Code.PICTURE, "The page is a picture without a text layer."));
    assertThat(page.engine()).isEqualTo("ppocr");
    assertThat(page.confidence()).contains(0.9);
    assertThat(page.layer().words()).isNotEmpty();
    assertThat(page(document, 1).source()).isEqualTo(Source.TEXT_LAYER);
  }

  @Test
  void noPageIsReadTwiceByTheSameEngine() throws Exception {
    byte[] pdf = TestPdf.withPictureOnSecondPage("Only once");
    Document document = read(pdf, OcrChoice.AUTO);
    assertThat(engine.images()).isEqualTo(1);

    ended(documents.read(ME, document.id(), ReadRequest.ALL));

    assertThat(engine.images()).isEqualTo(1);
    assertThat(page(document, 2).revision()).isEqualTo(1);
  }

  @Test
  void whatWasReadGoesWithTheLastDocumentOfTheFile() throws Exception {
    Document document = read(TestPdf.withPictureOnSecondPage("Goes with it"), OcrChoice.AUTO);
    assertThat(kept(document)).isEqualTo(1);

    ended(documents.delete(ME, document.id()));

    assertThat(kept(document)).isZero();
  }

  @Test
  void neverLeavesAPageUnreadUntilTheChoiceChanges() throws Exception {
    Document document = read(TestPdf.withPictureOnSecondPage("Not now"), OcrChoice.NEVER);
    assertThat(document.pagesNeedingOcr()).isEqualTo(1);
    assertThat(page(document, 2).sourceReason())
        .isEqualTo(
            new SourceReason(
                Code.NEVER,
                "The page is a picture without a text layer. It needs OCR, which is switched off for this document (ocr=never)."));

    documents.change(
        ME,
        document.id(),
        new DocumentChange(Optional.empty(), Optional.empty(), Optional.of(OcrChoice.AUTO)));

    Document read = ended(document.id());
    assertThat(read.ocr()).isEqualTo(OcrChoice.AUTO);
    assertThat(read.pagesNeedingOcr()).isZero();
    assertThat(page(document, 2).source()).isEqualTo(Source.OCR);
  }

  @Test
  void alwaysReadsEveryPageFromItsImage() throws Exception {
    Document document = read(TestPdf.of("Always", 2), OcrChoice.ALWAYS);

    assertThat(document.pagesReadByOcr()).isEqualTo(2);
    assertThat(page(document, 1).source()).isEqualTo(Source.OCR);
  }

  @Test
  void oneActionReadsWhatNothingCouldReadSoFar() throws Exception {
    Document waiting = read(TestPdf.withPictureOnSecondPage("Waiting"), OcrChoice.NEVER);
    Document digital = read(TestPdf.of("Digital", 1), OcrChoice.AUTO);
    sql.update("update document_version set ocr = 'AUTO' where document = ?", waiting.id());

    List<Job> queued = documents.readNeedingOcr(ME, Optional.empty());

    assertThat(queued)
        .extracting(Job::document)
        .contains(Optional.of(waiting.id()))
        .doesNotContain(Optional.of(digital.id()));
    Document read = ended(waiting.id());
    assertThat(read.pagesNeedingOcr()).isZero();
    assertThat(page(waiting, 1).revision()).as("it was read already").isEqualTo(1);
    assertThat(page(waiting, 2).revision()).isEqualTo(2);
  }

  @Test
  void anEngineThatIsNamedReadsTheNamedPagesOnce() throws Exception {
    Document document = read(TestPdf.of("Named", 3), OcrChoice.AUTO);

    ended(
        documents.read(
            ME,
            document.id(),
            new ReadRequest(
                Optional.of("ppocr"), Optional.empty(), Set.of(2), false, Optional.empty())));

    assertThat(page(document, 1).source()).isEqualTo(Source.TEXT_LAYER);
    assertThat(page(document, 2).source()).isEqualTo(Source.OCR);
    assertThat(page(document, 3).source()).isEqualTo(Source.TEXT_LAYER);
    assertThat(ended(document.id()).ocr()).isEqualTo(OcrChoice.AUTO);
  }

  @Test
  void anEngineOrModeThatIsNotThereIsRefused() throws Exception {
    Document document = read(TestPdf.of("Refused", 1), OcrChoice.AUTO);
    for (ReadRequest request :
        List.of(
            new ReadRequest(
                Optional.of("magic"), Optional.empty(), Set.of(), false, Optional.empty()),
            new ReadRequest(
                Optional.empty(), Optional.of("large"), Set.of(), false, Optional.empty()))) {
      assertThatThrownBy(() -> documents.read(ME, document.id(), request))
          .isInstanceOfSatisfying(
              IngestException.Invalid.class,
              e -> assertThat(e.code()).isEqualTo("ocr-mode-not-served"));
    }
  }

  @Test
  void anImageThatCannotBeReadCostsItsPageOnly() throws Exception {
    engine.refuse("the image is blank of all meaning.");

    Document document = read(TestPdf.withPictureOnSecondPage("One fails"), OcrChoice.AUTO);

    assertThat(document.state()).isEqualTo(Document.State.READABLE);
    assertThat(document.pagesRead()).isEqualTo(1);
    assertThat(document.pagesFailed()).isEqualTo(1);
    assertThat(
            sql.first(
                "select problem_code, problem_detail from page where document = ? and number = 2",
                row -> List.of(row.getString(1), row.getString(2)),
                document.id()))
        .contains(List.of("image-unreadable", "[scan.pdf p.2] the image is blank of all meaning."));
  }

  @Test
  void readingOtherPagesAgainForgetsNoPageThatFailed() throws Exception {
    engine.refuse("the image is blank of all meaning.");
    Document document = read(TestPdf.withPictureOnSecondPage("Still failed"), OcrChoice.AUTO);
    engine.reset();
    awaitJobs(document);

    ended(documents.read(ME, document.id(), pages(1)));

    Document other = ended(document.id());
    assertThat(other.pagesRead() + other.pagesFailed()).isEqualTo(other.pages());
    assertThat(other.pagesFailed()).isEqualTo(1);

    ended(documents.read(ME, document.id(), pages(2)));

    assertThat(ended(document.id()).pagesFailed()).isZero();
    assertThat(problems(document)).isZero();
    assertThat(page(document, 2).source()).isEqualTo(Source.OCR);
  }

  @Test
  void aPageThatReadsAsBeforeHasNoProblemAnyMore() throws Exception {
    Document document = read(TestPdf.withPictureOnSecondPage("As before"), OcrChoice.AUTO);
    sql.update(
        "update page set problem_code = 'ocr-too-slow', problem_detail = '' where document = ?",
        document.id());
    awaitJobs(document);

    ended(documents.read(ME, document.id(), pages(2)));

    assertThat(page(document, 2).revision()).as("it says the same").isEqualTo(1);
    assertThat(problems(document)).as("that of the page that was not asked for").isEqualTo(1);
  }

  @Test
  void aReadingThatWasBrokenOffIsNoFailureOfThePage() throws Exception {
    var broken = new AtomicBoolean();
    engine.change(
        text -> {
          if (!broken.getAndSet(true)) {
            throw new CancellationException();
          }
          return text;
        });

    Document document = read(TestPdf.withPictureOnSecondPage("Broken off"), OcrChoice.AUTO);

    assertThat(document.pagesFailed()).isZero();
    assertThat(document.pagesReadByOcr()).isEqualTo(1);
  }

  @Test
  void aPageThatStandsOnItsHeadIsShownUpright() throws Exception {
    engine.change(text -> new PageText(text.blocks(), text.provenance(), 90, List.of()));
    byte[] png = picture(400, 200);

    Document document = read(png, "card.png", OcrChoice.AUTO);

    PageReading page = page(document, 1);
    assertThat(page.turn()).isEqualTo(90);
    assertThat(page.unit()).isEqualTo(PageReading.Unit.PX);
    assertThat(List.of(page.width(), page.height())).containsExactly(200.0, 400.0);
    Path shown = documents.pageImage(ME, document.id(), Optional.empty(), 1, Optional.empty(), 100);
    BufferedImage image = ImageIO.read(shown.toFile());
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(100, 200);
    // The black bar at the upper left of the file is at the upper right of the page turned by 90°.
    assertThat(new Color(image.getRGB(90, 20))).isEqualTo(Color.BLACK);
    assertThat(new Color(image.getRGB(10, 20))).isEqualTo(Color.WHITE);
  }

  @Test
  void doubtsAreKeptAndCounted() throws Exception {
    var doubt = new Doubt(Doubt.Kind.HANDWRITING, new BoundingBox(0.1, 0.8, 0.5, 0.9));
    engine.change(text -> new PageText(text.blocks(), text.provenance(), 0, List.of(doubt)));

    Document document = read(picture(401, 200), "form.png", OcrChoice.AUTO);

    assertThat(document.pagesDoubtful()).isEqualTo(1);
    assertThat(page(document, 1).doubts()).containsExactly(doubt);
  }

  @Test
  void picturesPutTogetherAreThePagesOfOneDocument() throws Exception {
    byte[] first = picture(300, 200);
    byte[] second = jpeg(200, 300);

    Documents.Added added = together("Lease", first, second);
    Documents.Added again = together("Lease", first, second);

    Document document = ended(added.document().id());
    assertThat(document.name()).isEqualTo("Lease.pdf");
    assertThat(document.pagesReadByOcr()).isEqualTo(2);
    assertThat(again.duplicate()).as("the same pictures are the same bytes").isTrue();
    assertThat(together("Lease", second, first).duplicate()).isFalse();
    byte[] file = Files.readAllBytes(documents.file(ME, document.id(), Optional.empty()));
    try (var pdf = Loader.loadPDF(file)) {
      assertThat(pdf.getNumberOfPages()).isEqualTo(2);
    }
    assertThat(indexOf(file, second)).as("the JPEG as it is").isNotNegative();
  }

  @Test
  void whatIsNoPictureCannotBePutTogether() {
    assertThatThrownBy(() -> together("Mixed", picture(30, 20), TestPdf.of("No picture", 1)))
        .isInstanceOf(IngestException.NotADocument.class)
        .hasMessage(
            "[page-2] this is no picture; only pictures can be the pages of one document. Upload it by itself.");
  }

  @Test
  void aPictureOfManyPagesIsADocumentByItself() {
    assertThatThrownBy(() -> together("Fax", picture(30, 20), fax(2)))
        .isInstanceOf(IngestException.NotADocument.class)
        .hasMessage("[page-2] the picture has 2 pages of its own. Upload it by itself.");
  }

  // --- helpers ----------------------------------------------------------------------------------

  /// A document is readable a moment before its job is over.
  private void awaitJobs(Document document) {
    var filter =
        new Jobs.JobFilter(
            Optional.of(Job.Type.READ),
            Optional.empty(),
            Optional.of(document.id()),
            10,
            Optional.empty());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> jobs.list(ME, filter).items().stream().allMatch(job -> job.state().isFinal()));
  }

  private static ReadRequest pages(Integer... numbers) {
    return new ReadRequest(
        Optional.empty(), Optional.empty(), Set.of(numbers), false, Optional.empty());
  }

  private int problems(Document document) {
    return sql.first(
            "select count(*) from page where document = ? and problem_code is not null",
            row -> row.getInt(1),
            document.id())
        .orElseThrow();
  }

  private Documents.Added together(String name, byte[]... pictures) throws IOException {
    var parts = new java.util.ArrayList<Documents.Picture>();
    for (byte[] picture : pictures) {
      parts.add(
          new Documents.Picture(new ByteArrayInputStream(picture), "page-" + (parts.size() + 1)));
    }
    return documents.addTogether(
        ME,
        new Documents.Pictures(parts, name, Optional.empty(), OcrChoice.AUTO, Optional.empty()));
  }

  private Document read(byte[] bytes, OcrChoice ocr) throws IOException {
    return read(bytes, "scan.pdf", ocr);
  }

  private Document read(byte[] bytes, String name, OcrChoice ocr) throws IOException {
    var upload =
        new Upload(new ByteArrayInputStream(bytes), name, Optional.empty(), ocr, Optional.empty());
    return ended(documents.add(ME, upload).document().id());
  }

  private Document ended(UUID document) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> documents.find(ME, document).orElseThrow(),
            found ->
                found.state() != Document.State.QUEUED && found.state() != Document.State.READING);
  }

  private Job ended(Job job) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> jobs.find(ME, job.id()).orElseThrow(), found -> found.state().isFinal());
  }

  private PageReading page(Document document, int number) {
    return documents.page(ME, document.id(), Optional.empty(), number).orElseThrow();
  }

  private int kept(Document document) {
    return sql.first(
            "select count(*) from ocr_reading where file = ?",
            row -> row.getInt(1),
            document.sha256())
        .orElseThrow();
  }

  /// White with a black bar in its upper left quarter.
  private static BufferedImage drawn(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.fillRect(0, 0, width / 4, height / 4);
    graphics.dispose();
    return image;
  }

  private static byte[] picture(int width, int height) throws IOException {
    return written(drawn(width, height), "png");
  }

  private static byte[] jpeg(int width, int height) throws IOException {
    return written(drawn(width, height), "jpeg");
  }

  private static byte[] fax(int pages) throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int page = 0; page < pages; page++) {
        writer.writeToSequence(new IIOImage(drawn(30, 20), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static byte[] written(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }
}
