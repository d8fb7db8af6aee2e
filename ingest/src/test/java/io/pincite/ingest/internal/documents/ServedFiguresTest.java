package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Corrections;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.ReadRequest;
import io.pincite.ingest.FigureReading;
import io.pincite.ingest.Figures;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.OcrTask;
import io.pincite.samples.ReplayScript;
import io.pincite.samples.ReplayScript.Step;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.junit.jupiter.api.Test;

/// Figures of digital pages, read on a model server.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(ServedPagesTest.WithStandIn.class)
class ServedFiguresTest extends ServedPages {
  private static final String CHART = ReplayScript.output("chart");
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Figures.Wish PARSED = wish(OcrTask.PARSE_FIGURE);
  private static final ReadRequest BY_TEXT =
      new ReadRequest(
          Optional.of("text-layer"), Optional.empty(), Set.of(), false, Optional.empty());

  @Inject Figures figures;
  @Inject Corrections corrections;

  @Test
  void whatAModelSaysOfAChartIsTextAtItsPlaceAndSaidToBeThat() {
    UUID document = added();
    PageReading before = page(document);
    BoundingBox box = before.layer().figures().getFirst().box();

    server.knowingFigure(bars(0x2B6CB0), CHART);
    Job job = ended(figures.read(ME, document, 1, 1, PARSED));

    assertThat(job.state()).as(job.toString()).isEqualTo(Job.State.DONE);
    assertThat(job.result()).containsEntry("placed", true).containsEntry("revision", 2);
    PageReading after = page(document);
    assertThat(after.revision()).isEqualTo(2);
    PlacedBlock table = described(after);
    assertThat(table.type()).isEqualTo(Block.Type.TABLE);
    assertThat(table.cells()).hasSize(10).extracting(cell -> cell.box()).containsOnly(box);
    assertThat(after.layer().text(table.start(), table.end())).contains("Q3\t7,431");
    assertThat(after.layer().boxes(table.start(), table.end())).containsExactly(box);
    int number = after.layer().text().indexOf("7,431");
    assertThat(after.layer().isDescribed(number, number + 5)).isTrue();
    assertThat(after.layer().isDescribed(0, 5)).isFalse();
    assertThat(after.layer().markdown())
        .contains("> \\[a model's reading of the figure\\]\n>\n> | Quarter |");
    assertThat(after.confidence()).isEqualTo(before.confidence());

    Figures.OnPage onPage = figures.onPage(ME, document, 1);
    assertThat(onPage.unplaced()).isEmpty();
    Figures.Figure figure = onPage.figures().getFirst();
    assertThat(figure.caption()).isEqualTo("Figure 1: Revenue in thousands");
    FigureReading reading = figure.readings().getFirst();
    assertThat(reading.written()).isEqualTo(CHART);
    assertThat(reading.engine()).isEqualTo("vllm");
    assertThat(reading.model()).contains("deepseek-ai/DeepSeek-OCR");
    assertThat(reading.actor()).isEqualTo(ME.actor());
    assertThat(server.requests().getLast().body().toString()).contains("Parse the figure.");
  }

  @Test
  void itSurvivesAnotherReadingAndWaitsWhereThereIsNoFigureAnyMore() {
    UUID document = added();
    assertThat(said(document, PARSED, CHART).state()).isEqualTo(Job.State.DONE);
    PageReading first = page(document);

    readAgain(document, BY_TEXT);
    assertThat(page(document).revision()).as("it says the same").isEqualTo(2);

    // The model knows no such page, and the engine that stands in finds no figures.
    readAgain(
        document,
        new ReadRequest(Optional.of("ppocr"), Optional.empty(), Set.of(), false, Optional.empty()));
    assertThat(page(document).layer().figures()).isEmpty();
    assertThat(page(document).layer().text()).doesNotContain("7,431");
    assertThat(figures.onPage(ME, document, 1).unplaced())
        .extracting(FigureReading::state)
        .containsExactly(FigureReading.State.NOT_APPLIED);

    readAgain(document, BY_TEXT);
    assertThat(page(document).layer()).isEqualTo(first.layer());
    assertThat(figures.onPage(ME, document, 1).figures().getFirst().readings())
        .extracting(FigureReading::state)
        .containsExactly(FigureReading.State.APPLIED);
  }

  @Test
  void theSameTaskAgainReplacesAndAnotherStandsBeside() {
    UUID document = added();
    said(document, PARSED, "| A | B |\n|---|---|\n| 1 | 2 |");
    said(document, wish(OcrTask.DESCRIBE), "Four bars that rise.");
    var inOtherWords =
        new Figures.Wish(
            OcrTask.PARSE_FIGURE,
            Optional.of("vllm"),
            Optional.empty(),
            Optional.of("Write the chart as a table."));
    said(document, inOtherWords, CHART);

    String text = page(document).layer().text();
    assertThat(text).contains("Four bars that rise.").contains("7,431").doesNotContain("A\tB");
    assertThat(figures.onPage(ME, document, 1).figures().getFirst().readings())
        .extracting(FigureReading::task)
        .containsExactly(OcrTask.PARSE_FIGURE, OcrTask.DESCRIBE);

    PageReading without = figures.takeBack(ME, document, 1, 1);
    assertThat(without.layer().text()).doesNotContain("bars").doesNotContain("7,431");
    assertThat(figures.onPage(ME, document, 1).figures().getFirst().readings()).isEmpty();
    assertThatThrownBy(() -> figures.takeBack(ME, document, 1, 1))
        .isInstanceOf(IngestException.NotFound.class)
        .hasMessage("There is no reading of figure 1, or you may not see it.");
  }

  @Test
  void whatWasSaidIsNotCorrectedAsIfItStoodThere() {
    UUID document = added();
    said(document, PARSED, CHART);
    PageReading page = page(document);
    int start = page.layer().text().indexOf("7,431");

    assertThatThrownBy(
            () ->
                corrections.correct(
                    ME,
                    document,
                    1,
                    new Corrections.Change(page.revision(), start, start + 5, "7,432")))
        .isInstanceOf(IngestException.Invalid.class)
        .hasMessage(
            "[start, end] %,d to %,d is what a model says of a figure, and stands nowhere. Have the figure read again, or take back what was said of it."
                .formatted(start, start + 5));
  }

  @Test
  void whatCannotBeIsRefused() {
    UUID document = added();

    assertThatThrownBy(() -> figures.read(ME, document, 1, 3, PARSED))
        .isInstanceOf(IngestException.NotFound.class)
        .hasMessage("There is no figure 3, or you may not see it.");
    assertThatThrownBy(() -> figures.read(ME, document, 1, 1, wish(OcrTask.LOCATE)))
        .isInstanceOf(IngestException.Invalid.class)
        .hasMessage("[task] a figure is read by PARSE_FIGURE or DESCRIBE, not by LOCATE.");
    var byPpocr =
        new Figures.Wish(
            OcrTask.DESCRIBE, Optional.of("ppocr"), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> figures.read(ME, document, 1, 1, byPpocr))
        .isInstanceOf(IngestException.Invalid.class)
        .hasMessage("[task] 'ppocr' does not do DESCRIBE; ask for DOCUMENT.");
  }

  @Test
  void anAnswerWithoutWordsIsKeptNowhereAndAskedForAnew() {
    UUID document = added();

    Job empty = said(document, PARSED, " \n ");

    assertThat(empty.state()).isEqualTo(Job.State.FAILED);
    assertThat(empty.attempts()).isEqualTo(1);
    assertThat(empty.problem().orElseThrow().code()).isEqualTo("figure-empty");
    assertThat(empty.problem().orElseThrow().detail())
        .isEqualTo(
            "[scan.pdf p.1 figure 1] the engine had nothing to say of it. Ask it again, in other words, or another engine.");
    assertThat(page(document).revision()).isEqualTo(1);
    assertThat(figures.onPage(ME, document, 1).figures().getFirst().readings()).isEmpty();
    assertThat(rows("figure_reading where document = '%s'".formatted(document))).isZero();
    assertThat(rows("ocr_reading where task = 'PARSE_FIGURE'")).isZero();

    assertThat(said(document, PARSED, CHART).state()).isEqualTo(Job.State.DONE);
    assertThat(server.asked()).isEqualTo(2);
    assertThat(page(document).layer().text()).contains("7,431");
  }

  private int rows(String of) {
    return sql.first("select count(*) from " + of, row -> row.getInt(1)).orElseThrow();
  }

  @Test
  void whoCancelsEndsTheQuestion() {
    Job job = beingSaid(added());

    jobs.cancel(ME, job.id());

    await()
        .atMost(SOON)
        .until(() -> jobs.find(ME, job.id()).orElseThrow().state() == Job.State.CANCELLED);
    await().atMost(SOON).until(() -> server.answering() == 0);
    assertThat(server.asked()).as("it is not asked again").isEqualTo(1);
  }

  @Test
  void whoDeletesTheDocumentEndsTheQuestion() {
    UUID document = added();
    beingSaid(document);

    documents.delete(ME, document);

    await().atMost(SOON).until(() -> server.answering() == 0);
  }

  @Test
  void whatIsSaidWhileTheDocumentIsReadWaitsForItsEndWithoutAnotherAttempt() {
    UUID document = added();
    server.follow(new Step.Slow(Duration.ofMillis(20)));
    server.knowingFigure(bars(0x2B6CB0), CHART);
    Job job = figures.read(ME, document, 1, 1, PARSED);
    await().atMost(PATIENCE).until(() -> server.answering() == 1);
    state(document, Document.State.READING);
    await().atMost(PATIENCE).until(() -> server.answering() == 0);

    await()
        .during(Duration.ofSeconds(7))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !jobs.find(ME, job.id()).orElseThrow().state().isFinal());
    state(document, Document.State.READABLE);

    Job ended = ended(job);
    assertThat(ended.state()).as(ended.toString()).isEqualTo(Job.State.DONE);
    assertThat(ended.attempts()).isEqualTo(1);
    assertThat(ended.result()).containsEntry("placed", true);
    assertThat(server.asked()).isEqualTo(1);
  }

  @Test
  void whatIsSaidOfADocumentThatCouldNotBeReadIsNotTriedAgain() {
    UUID document = added();
    server.follow(new Step.Slow(Duration.ofMillis(20)));
    server.knowingFigure(bars(0x2B6CB0), CHART);
    Job job = figures.read(ME, document, 1, 1, PARSED);
    await().atMost(PATIENCE).until(() -> server.answering() == 1);

    state(document, Document.State.FAILED);

    Job ended = ended(job);
    assertThat(ended.state()).isEqualTo(Job.State.FAILED);
    assertThat(ended.attempts()).isEqualTo(1);
    assertThat(ended.problem().orElseThrow().detail())
        .isEqualTo(
            "[scan.pdf] the document has not been read to its end. Have it read again, then its figures.");
  }

  // --- helpers ----------------------------------------------------------------------------------

  private static Figures.Wish wish(OcrTask task) {
    return new Figures.Wish(task, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// A question whose answer takes longer than anybody here waits.
  private Job beingSaid(UUID document) {
    server.knowingFigure(bars(0x2B6CB0), CHART);
    server.follow(new Step.Slow(Duration.ofSeconds(2)));
    Job job = figures.read(ME, document, 1, 1, PARSED);
    await().atMost(PATIENCE).until(() -> server.answering() == 1);
    return job;
  }

  private void state(UUID document, Document.State state) {
    sql.update("update document set state = ? where id = ?", state, document);
  }

  private UUID added() {
    Documents.Added added = add(report(), OcrChoice.NEVER);
    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    assertThat(page(added.document().id()).layer().figures()).hasSize(2);
    return added.document().id();
  }

  private Job said(UUID document, Figures.Wish wish, String words) {
    server.follow(new Step.Says(words));
    Job job = figures.read(ME, document, 1, 1, wish);
    return ended(job);
  }

  private Job ended(Job job) {
    return await()
        .atMost(PATIENCE)
        .until(() -> jobs.find(ME, job.id()).orElseThrow(), found -> found.state().isFinal());
  }

  private void readAgain(UUID document, ReadRequest request) {
    assertThat(ended(documents.read(ME, document, request)).state()).isEqualTo(Job.State.DONE);
    assertThat(documents.find(ME, document).orElseThrow().state())
        .isIn(Document.State.READABLE, Document.State.INDEXED);
  }

  private PageReading page(UUID document) {
    return documents.page(ME, document, Optional.empty(), 1).orElseThrow();
  }

  private static PlacedBlock described(PageReading page) {
    return page.layer().blocks().stream()
        .filter(PlacedBlock::isDescribed)
        .findFirst()
        .orElseThrow();
  }

  /// A sentence, two pictures of bars, and the caption of the first.
  private static byte[] report() {
    var out = new ByteArrayOutputStream();
    var font = new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN);
    try (var document = new PDDocument()) {
      var page = new PDPage(PDRectangle.A4);
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        text(content, font, 742, "The revenue of each quarter is shown below.");
        content.drawImage(
            LosslessFactory.createFromImage(document, bars(0x2B6CB0)), 72, 560, 220, 140);
        text(content, font, 545, "Figure 1: Revenue in thousands");
        content.drawImage(
            LosslessFactory.createFromImage(document, bars(0xB4530A)), 72, 340, 220, 140);
      }
      document.save(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void text(PDPageContentStream content, PDType1Font font, int y, String text)
      throws IOException {
    content.beginText();
    content.setFont(font, 11);
    content.newLineAtOffset(72, y);
    content.showText(text);
    content.endText();
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
}
