package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.FakeEngine;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.TestPdf;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.sql.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Scans whose images are under way, and everything else that is to be done meanwhile. The engine
/// holds every image until a test lets them go.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ScansAndOtherWorkTest {
  private static final Caller ME = Caller.LOCAL;

  @Inject Documents documents;
  @Inject Jobs jobs;
  @Inject Sql sql;
  @Inject FakeEngine engine;
  @Inject OcrThreads threads;

  private final CountDownLatch gate = new CountDownLatch(1);

  @BeforeEach
  void hold() {
    engine.reset();
    engine.change(
        text -> {
          try {
            assertThat(gate.await(2, TimeUnit.MINUTES)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return text;
        });
  }

  @AfterEach
  void letGo() {
    gate.countDown();
    engine.reset();
  }

  @Test
  void scansHoldUpNoOtherWorkAndAreAllReadOnce() throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    int count = threads.lane(false).documentsAtOnce() + Math.max(2, processors) + 3;
    var scans = new ArrayList<UUID>();
    for (int i = 0; i < count; i++) {
      scans.add(add(TestPdf.withPictureOnSecondPage("Held " + i)));
    }

    // All were looked at; a few wait for their images, the others were sent away until then.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(scans).allMatch(scan -> find(scan).pagesRead() == 1);
              assertThat(jobsOf(scans, Job.State.RUNNING))
                  .isEqualTo(threads.lane(false).documentsAtOnce());
              assertThat(jobsOf(scans, Job.State.QUEUED))
                  .isEqualTo(count - threads.lane(false).documentsAtOnce());
            });
    UUID digital = add(TestPdf.of("Digital", 3));
    assertThat(ended(digital).state()).isEqualTo(Document.State.READABLE);
    Job deleted = documents.delete(ME, digital);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> jobs.find(ME, deleted.id()).orElseThrow().state() == Job.State.DONE);

    // Neither one that waits for its turn nor one whose turn it is holds up the others.
    UUID sentAway = oneWhoseJobIs(scans, Job.State.QUEUED);
    UUID underWay = oneWhoseJobIs(scans, Job.State.RUNNING);
    jobs.cancel(ME, jobOf(sentAway));
    assertThat(find(sentAway).state()).isEqualTo(Document.State.CANCELLED);
    jobs.cancel(ME, jobOf(underWay));
    scans.removeAll(List.of(sentAway, underWay));
    assertThat(scans).allMatch(scan -> find(scan).state() == Document.State.READING);

    gate.countDown();

    for (UUID scan : scans) {
      Document read = ended(scan);
      assertThat(read.state()).isEqualTo(Document.State.READABLE);
      assertThat(List.of(read.pagesRead(), read.pagesReadByOcr())).containsExactly(2, 1);
    }
    assertThat(ended(underWay).state()).isEqualTo(Document.State.CANCELLED);
    assertThat(engine.images())
        .as("every one once, that of the cancelled one if it was begun")
        .isBetween(scans.size(), scans.size() + 1);
    await()
        .untilAsserted(
            () -> {
              assertThat(jobsOf(scans, Job.State.DONE)).isEqualTo(scans.size());
              assertThat(
                      sql.first(
                          "select max(attempts) from job where document = any (?)",
                          row -> row.getInt(1),
                          (Object) scans.toArray(UUID[]::new)))
                  .as("to be sent away is no attempt")
                  .contains(1);
            });
  }

  // --- helpers ----------------------------------------------------------------------------------

  private UUID add(byte[] pdf) throws IOException {
    var upload =
        new Upload(
            new ByteArrayInputStream(pdf),
            "held.pdf",
            Optional.empty(),
            OcrChoice.AUTO,
            Optional.empty());
    return documents.add(ME, upload).document().id();
  }

  private Document find(UUID document) {
    return documents.find(ME, document).orElseThrow();
  }

  private Document ended(UUID document) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> find(document),
            found ->
                found.state() != Document.State.QUEUED && found.state() != Document.State.READING);
  }

  private long jobsOf(List<UUID> scans, Job.State state) {
    return scans.stream().filter(scan -> stateOf(scan) == state).count();
  }

  private UUID oneWhoseJobIs(List<UUID> scans, Job.State state) {
    return scans.reversed().stream()
        .filter(scan -> stateOf(scan) == state)
        .findFirst()
        .orElseThrow();
  }

  private Job.State stateOf(UUID document) {
    return jobs.find(ME, jobOf(document)).orElseThrow().state();
  }

  private UUID jobOf(UUID document) {
    return sql.first(
            "select id from job where document = ? and type = 'READ'",
            row -> row.getObject(1, UUID.class),
            document)
        .orElseThrow();
  }
}
