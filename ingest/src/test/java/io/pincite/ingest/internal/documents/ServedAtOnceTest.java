package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.Job;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.TestPdf;
import io.pincite.samples.ReplayScript.Step;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A model server that says nothing for as long as a test likes: how many pages it is asked about
/// at once, and what goes on meanwhile.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(ServedAtOnceTest.Patient.class)
class ServedAtOnceTest extends ServedPages {
  /// The default of `pincite.ocr.vllm.concurrency`.
  private static final int AT_ONCE = 64;

  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<Documents.Added> underWay = new ArrayList<>();

  public static final class Patient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return served(Map.of("pincite.ocr.vllm.silence", "10m", "pincite.ocr.vllm.page-time", "10m"));
    }
  }

  @AfterEach
  void cancel() {
    for (Documents.Added added : underWay) {
      if (!job(added).state().isFinal()) {
        jobs.cancel(ME, added.job().id());
      }
    }
    underWay.forEach(this::ended);
  }

  @Test
  void theServerIsAskedAboutAsManyPagesAtOnceAsItTakes() {
    hang(AT_ONCE + 20);
    begin(TestPdf.ofPictures("Many pages", AT_ONCE + 10), "vllm");

    await().atMost(PATIENCE).until(() -> server.answering() >= AT_ONCE);
    assertThat(server.answering()).isEqualTo(AT_ONCE);
    assertThat(server.asked()).isEqualTo(AT_ONCE);
  }

  @Test
  void documentsOfOnePageAreReadAtOnceTooAndHoldUpNoOtherEngine() {
    hang(AT_ONCE + 20);
    for (int i = 0; i < AT_ONCE + 4; i++) {
      begin(TestPdf.ofPictures("One page " + i, 1), "vllm");
    }
    await().atMost(PATIENCE).until(() -> server.answering() == AT_ONCE);

    Documents.Added local = begin(TestPdf.ofPictures("Read here", 5), "ppocr");

    assertThat(ended(local).state()).isEqualTo(Job.State.DONE);
    Document read = document(local);
    assertThat(List.of(read.pages(), read.pagesReadByOcr())).containsExactly(5, 5);
    assertThat(server.answering()).isEqualTo(AT_ONCE);
  }

  @Test
  void whoCancelsEndsWhatTheServerWrites() {
    IntStream.range(0, PAGES).forEach(_ -> server.follow(new Step.Slow(Duration.ofMillis(200))));
    Documents.Added added = begin(SCAN.bytes(), "vllm");
    await().atMost(PATIENCE).until(() -> server.answering() == PAGES);

    jobs.cancel(ME, added.job().id());

    await().atMost(SOON).until(() -> job(added).state() == Job.State.CANCELLED);
    await().atMost(SOON).until(() -> server.answering() == 0);
    assertThat(server.asked()).as("none is asked again").isEqualTo(PAGES);
  }

  @Test
  void whoDeletesADocumentEndsWhatTheServerWrites() {
    IntStream.range(0, PAGES).forEach(_ -> server.follow(new Step.Slow(Duration.ofMillis(200))));
    Documents.Added added = begin(SCAN.bytes(), "vllm");
    await().atMost(PATIENCE).until(() -> server.answering() == PAGES);

    documents.delete(ME, added.document().id());
    underWay.remove(added);

    await().atMost(SOON).until(() -> server.answering() == 0);
  }

  // --- helpers ----------------------------------------------------------------------------------

  private void hang(int pages) {
    IntStream.range(0, pages).forEach(_ -> server.follow(new Step.Stalls(1)));
  }

  private Documents.Added begin(byte[] file, String engine) {
    try {
      Documents.Added added =
          documents.add(
              ME,
              new Upload(
                  new ByteArrayInputStream(distinct(file)),
                  "scan.pdf",
                  Optional.empty(),
                  OcrChoice.AUTO,
                  Optional.of(engine),
                  Optional.empty(),
                  Optional.empty()));
      underWay.add(added);
      return added;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
