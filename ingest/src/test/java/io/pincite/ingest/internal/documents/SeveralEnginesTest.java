package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.ReadRequest;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.FakeEngine;
import io.pincite.ingest.FakeWriter;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.ingest.TestPdf;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.PageRequest;
import io.pincite.ocr.PageText;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two engines side by side: who reads, how, and who stands in.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SeveralEnginesTest {
  private static final Caller ME = Caller.LOCAL;

  @Inject Documents documents;
  @Inject Jobs jobs;
  @Inject Ocr ocr;
  @Inject Sql sql;
  @Inject FakeEngine engine;
  @Inject FakeWriter writer;

  @BeforeEach
  void forget() {
    engine.reset();
    writer.reset();
  }

  @Test
  void everyEngineIsListedTheOneOfTheSettingsFirst() {
    assertThat(ocr.engines()).extracting(Ocr.Status::engine).containsExactly("ppocr", "writer");
    assertThat(ocr.engines().getFirst()).isEqualTo(ocr.status());
    assertThat(ocr.engines().getLast().modes()).containsExactlyInAnyOrder("small", "large");
    assertThat(ocr.fallback()).contains("ppocr");
  }

  @Test
  void aDocumentIsReadByTheEngineAndInTheModeThatItsUploadNames() throws Exception {
    Document document = read("Named", Optional.of("writer"), Optional.of("large"));

    PageReading page = page(document, 2);
    assertThat(page.engine()).isEqualTo("writer");
    assertThat(page.mode()).contains("large");
    assertThat(writer.requests())
        .extracting(PageRequest::mode)
        .containsExactly(Optional.of("large"));
    assertThat(engine.images()).isZero();
    PageReading.Usage usage = page.usage().orElseThrow();
    assertThat(usage.millis()).isNotNegative();
    assertThat(usage.output())
        .contains(
            new ModelOutput(
                "Written in large", Optional.of("large"), 100, 250, ModelOutput.End.COMPLETE));
    assertThat(usage.output().flatMap(ModelOutput::compression)).contains(2.5);
    assertThat(page(document, 1).usage()).isEmpty();
  }

  @Test
  void readingAgainNamesAnotherEngineAndModeAndEachIsKeptApart() throws Exception {
    Document document = read("Again", Optional.empty(), Optional.empty());
    assertThat(page(document, 2).engine()).isEqualTo("ppocr");
    assertThat(page(document, 2).usage().orElseThrow().output()).isEmpty();

    again(document, Optional.of("writer"), Optional.of("small"));
    assertThat(page(document, 2).engine()).isEqualTo("writer");
    again(document, Optional.of("writer"), Optional.of("large"));
    again(document, Optional.of("writer"), Optional.of("small"));
    again(document, Optional.of("ppocr"), Optional.empty());

    assertThat(writer.requests())
        .as("each mode once")
        .extracting(PageRequest::mode)
        .containsExactly(Optional.of("small"), Optional.of("large"));
    assertThat(engine.images()).isEqualTo(1);
    assertThat(page(document, 2).engine()).isEqualTo("ppocr");
  }

  @Test
  void theSameImageInTwoFilesIsReadOnce() throws Exception {
    Document first = read(TestPdf.withPictureOnSecondPage("One image", "First page"));
    Document second = read(TestPdf.withPictureOnSecondPage("One image", "Another first page"));

    assertThat(second.sha256()).isNotEqualTo(first.sha256());
    assertThat(engine.images()).isEqualTo(1);
    assertThat(page(second, 2).layer()).isEqualTo(page(first, 2).layer());
  }

  @Test
  void whatAnEngineDoesNotFinishAnotherReadsAndThePageSaysSo() throws Exception {
    writer.endsWith(ModelOutput.End.LOOPED);

    Document document = read("Looped", Optional.of("writer"), Optional.empty());

    PageReading page = page(document, 2);
    assertThat(page.engine()).isEqualTo("ppocr");
    assertThat(page.mode()).isEmpty();
    assertThat(page.sourceReason())
        .isEqualTo(
            new SourceReason(
                Code.FALLBACK,
                "The page is a picture without a text layer. ppocr read it, for writer repeated itself and was stopped."));
    assertThat(writer.requests()).hasSize(1);
  }

  @Test
  void aPageOnWhichTheStandInFindsNoTextStillSaysThatAnotherReadIt() throws Exception {
    writer.endsWith(ModelOutput.End.LOOPED);
    engine.change(read -> new PageText(List.of(), read.provenance(), read.turn(), List.of()));

    Document document = read("Looped on nothing", Optional.of("writer"), Optional.empty());

    assertThat(page(document, 2).sourceReason())
        .isEqualTo(
            new SourceReason(
                Code.FALLBACK,
                "The page is a picture without a text layer. No text was found on its image. ppocr read it, for writer repeated itself and was stopped."));
  }

  @Test
  void anEngineThatFailsIsAskedWithEveryAttemptOfTheJobBeforeAnotherReads() throws Exception {
    writer.fail();

    Documents.Added added = add("Away", Optional.of("writer"), Optional.empty());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> jobs.find(ME, added.job().id()).orElseThrow().state() == Job.State.RETRYING);
    sql.update("update job set attempts = 4 where id = ?", added.job().id());
    sql.update(
        "update scheduled_tasks set execution_time = now() where task_instance = ?",
        added.job().id().toString());
    Document document = ended(added);

    PageReading page = page(document, 2);
    assertThat(page.engine()).isEqualTo("ppocr");
    assertThat(page.sourceReason().code()).isEqualTo(Code.FALLBACK);
    assertThat(page.sourceReason().text())
        .endsWith("ppocr read it, for writer failed: the server is away.");
    assertThat(writer.requests()).as("the first attempt and the last, twice each").hasSize(4);
  }

  @Test
  void anEngineOrModeThatIsNotThereIsRefusedAtUpload() {
    assertThatThrownBy(() -> read("No engine", Optional.of("magic"), Optional.empty()))
        .isInstanceOf(IngestException.Invalid.class)
        .hasMessage("[engine] 'magic' is not there. Ask for 'ppocr' or 'writer'.");
    assertThatThrownBy(() -> read("No mode", Optional.of("writer"), Optional.of("huge")))
        .isInstanceOf(IngestException.Invalid.class)
        .hasMessage("[mode] 'writer' has no mode 'huge'; ask for one of large, small.");
  }

  @Test
  void anIdempotencyKeyStandsForTheEngineAndItsModeToo() throws Exception {
    byte[] pdf = TestPdf.withPictureOnSecondPage("Key of a writer");
    Optional<String> written = Optional.of("writer");
    Optional<String> large = Optional.of("large");
    Documents.Added first = addWithKey(pdf, written, large);
    assertThat(addWithKey(pdf, written, large).job().id()).isEqualTo(first.job().id());
    for (Optional<String> engine : List.of(written, Optional.<String>empty())) {
      assertThatThrownBy(() -> addWithKey(pdf, engine, Optional.empty()))
          .isInstanceOf(IngestException.Invalid.class)
          .hasMessageStartingWith(
              "[Idempotency-Key writer-key] it was used for another upload within the last ");
    }
    ended(first);
  }

  // --- helpers ----------------------------------------------------------------------------------

  private Document read(String title, Optional<String> engine, Optional<String> mode)
      throws IOException {
    return ended(add(title, engine, mode));
  }

  private Documents.Added add(String title, Optional<String> engine, Optional<String> mode)
      throws IOException {
    var upload =
        new Upload(
            new ByteArrayInputStream(TestPdf.withPictureOnSecondPage(title)),
            "scan.pdf",
            Optional.empty(),
            OcrChoice.AUTO,
            engine,
            mode,
            Optional.empty());
    return documents.add(ME, upload);
  }

  private Documents.Added addWithKey(byte[] pdf, Optional<String> engine, Optional<String> mode)
      throws IOException {
    return documents.add(
        ME,
        new Upload(
            new ByteArrayInputStream(pdf),
            "scan.pdf",
            Optional.empty(),
            OcrChoice.AUTO,
            engine,
            mode,
            Optional.of("writer-key")));
  }

  private Document read(byte[] pdf) throws IOException {
    var upload =
        new Upload(
            new ByteArrayInputStream(pdf),
            "scan.pdf",
            Optional.empty(),
            OcrChoice.AUTO,
            Optional.empty());
    return ended(documents.add(ME, upload));
  }

  private void again(Document document, Optional<String> engine, Optional<String> mode) {
    ended(
        documents
            .read(
                ME,
                document.id(),
                new ReadRequest(engine, mode, Set.of(2), false, Optional.empty()))
            .id());
  }

  private Document ended(Documents.Added added) {
    ended(added.job().id());
    return documents.find(ME, added.document().id()).orElseThrow();
  }

  private Job ended(UUID job) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> jobs.find(ME, job).orElseThrow(), found -> found.state().isFinal());
  }

  private PageReading page(Document document, int number) {
    return documents.page(ME, document.id(), Optional.empty(), number).orElseThrow();
  }
}
