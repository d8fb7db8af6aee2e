package io.pincite.ingest.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.DataFolder;
import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentReadable;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.FakeEngine;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.OcrRequests;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.TestPdf;
import io.pincite.ingest.internal.files.FileStore;
import io.pincite.ingest.internal.sql.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ingestion that dies at its first call, at its second, … until a run meets no death. After each,
/// a new start must find its way to the one right end.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CrashAtEveryStepTest {
  private static final Caller ME = Caller.LOCAL;
  private static final int PAGES = 2;
  private static final int MORE_THAN_ENOUGH = 200;

  @Inject Documents documents;
  @Inject Jobs jobs;
  @Inject OcrRequests requests;
  @Inject Sql sql;
  @Inject FileStore files;
  @Inject Sweep sweep;
  @Inject DataFolder dataFolder;
  @Inject FakeEngine engine;

  /// As the index does: queues its own work in the transaction that makes the document readable.
  @Singleton
  static class Index {
    @Inject Jobs jobs;

    void queue(@Observes DocumentReadable readable) {
      jobs.enqueue(
          Caller.SYSTEM,
          Job.Type.IMPORT,
          Optional.of(readable.document()),
          Map.of("version", readable.version()));
    }
  }

  @AfterEach
  void live() {
    Faults.live();
  }

  @Test
  void everyCrashOfAnUploadEndsInOneReadDocument() throws Exception {
    int crashes = 0;
    for (boolean afterwards : new boolean[] {false, true}) {
      boolean died = true;
      for (int n = 1; died; n++) {
        assertThat(n).isLessThan(MORE_THAN_ENOUGH);
        byte[] pdf = TestPdf.withPictureOnSecondPage("Crash " + n + afterwards);
        engine.reset();
        Faults.dieAtCall(n, afterwards);
        Optional<UUID> document = upload(pdf);
        died = endOrDeath(document);
        crashes += died ? 1 : 0;
        startAgain();
        UUID id = document.isPresent() ? document.get() : upload(pdf).orElseThrow();
        assertRight(id, n);
      }
    }
    assertThat(crashes).isGreaterThan(40);
  }

  @Test
  void everyCrashOfADeletionEndsInNothing() throws Exception {
    for (boolean afterwards : new boolean[] {false, true}) {
      boolean died = true;
      for (int n = 1; died; n++) {
        assertThat(n).isLessThan(MORE_THAN_ENOUGH);
        UUID id = upload(TestPdf.withPictureOnSecondPage("Delete " + n + afterwards)).orElseThrow();
        assertThat(settled(id)).isEqualTo(Document.State.READABLE);
        String picture = picture(id);
        Faults.dieAtCall(n, afterwards);
        died = !deleted(id);
        startAgain();
        if (documents.find(ME, id).isPresent()) {
          // The caller was told that it failed, and asks once more.
          documents.delete(ME, id);
        }
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> count("select count(*) from document where id = ?", id) == 0);
        awaitIdle();
        assertNoOrphans();
        assertThat(files.path(picture)).as("after death %d", n).doesNotExist();
        assertThat(
                count(
                    "select count(*) from job where document = ? and type = 'DELETE' and state = 'DONE' and (result ->> 'pages')::int = 2",
                    id))
            .as("deletions that say how many pages went, after death %d", n)
            .isEqualTo(1);
      }
    }
  }

  /// The file of what is asked about a page, which is a picture of it.
  private String picture(UUID document) throws Exception {
    Job job =
        requests.locate(
            ME,
            new OcrRequests.Sought(
                document, Optional.empty(), 2, "a seal", Optional.empty(), Optional.empty()));
    assertThat(endOfJob(job.id())).isTrue();
    awaitIdle();
    return sql.first(
            "select file from ocr_request where job = ?", row -> row.getString(1), job.id())
        .orElseThrow();
  }

  private boolean deleted(UUID id) {
    try {
      Job job = documents.delete(ME, id);
      return endOfJob(job.id());
    } catch (Faults.Death e) {
      return false;
    } catch (RuntimeException e) {
      assertThat(Faults.isDead()).as("died, rather than failed: %s", e).isTrue();
      return false;
    }
  }

  private boolean endOfJob(UUID job) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                Faults.isDead()
                    ? Optional.of(false)
                    : look(() -> jobs.find(ME, job).orElseThrow().state().isFinal())
                        .filter(ended -> ended),
            Optional::isPresent)
        .orElseThrow();
  }

  private Optional<UUID> upload(byte[] pdf) throws Exception {
    try {
      var upload =
          new Upload(
              new ByteArrayInputStream(pdf),
              "crash.pdf",
              Optional.empty(),
              OcrChoice.AUTO,
              Optional.empty());
      return Optional.of(documents.add(ME, upload).document().id());
    } catch (Throwable e) {
      assertThat(Faults.isDead()).as("died, rather than failed: %s", e).isTrue();
      return Optional.empty();
    }
  }

  /// True when the process died on the way.
  private boolean endOrDeath(Optional<UUID> document) {
    if (document.isEmpty()) {
      return true;
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                Faults.isDead()
                    || look(() -> count("select count(*) from scheduled_tasks") == 0)
                        .orElse(false));
    return Faults.isDead();
  }

  private interface Look<T> {
    T look();
  }

  /// Looking counts as a call too, and may be the one that dies.
  private static <T> Optional<T> look(Look<T> look) {
    try {
      return Optional.of(look.look());
    } catch (Faults.Death e) {
      return Optional.empty();
    }
  }

  /// What the start of a process does: sweeps up and takes back the triggers of the dead one.
  private void startAgain() throws Exception {
    Faults.live();
    files.removeUnfinished();
    sweep.removeOrphans();
    sql.update(
        """
        update scheduled_tasks
        set picked = false, picked_by = null, last_heartbeat = null, version = version + 1,
            execution_time = now()
        """);
  }

  private void assertRight(UUID id, int n) throws Exception {
    assertThat(settled(id)).as("after a crash at call %d", n).isEqualTo(Document.State.READABLE);
    awaitIdle();
    Document document = documents.find(ME, id).orElseThrow();
    assertThat(document.pagesRead()).isEqualTo(PAGES);
    assertThat(document.pagesReadByOcr()).isEqualTo(1);
    assertThat(document.problem()).isEmpty();
    assertThat(count("select count(*) from page_reading where document = ?", id))
        .as("every page once, after a crash at call %d", n)
        .isEqualTo(PAGES);
    assertThat(count("select count(*) from ocr_reading where file = ?", document.sha256()))
        .isEqualTo(1);
    // Once more only where it died between reading and keeping what was read.
    assertThat(engine.images()).isBetween(1, 2);
    assertThat(count("select count(*) from document_version where file = ?", document.sha256()))
        .isEqualTo(1);
    assertThat(count("select count(*) from job where document = ? and type = 'IMPORT'", id))
        .as(
            "the index heard of it, after a crash at call %d: %s",
            n,
            sql.list(
                "select job::text from job where document = ? order by id",
                row -> row.getString(1),
                id))
        .isEqualTo(1);
    assertNoOrphans();
  }

  private void assertNoOrphans() throws Exception {
    List<String> rows = sql.list("select sha256 from file", row -> row.getString(1));
    assertThat(files.all()).containsExactlyInAnyOrderElementsOf(rows);
    try (var incoming = Files.list(dataFolder.folder("files/incoming"))) {
      assertThat(incoming).isEmpty();
    }
  }

  private void awaitIdle() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> count("select count(*) from scheduled_tasks") == 0);
  }

  private Document.State settled(UUID id) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> documents.find(ME, id).orElseThrow().state(),
            state -> state != Document.State.QUEUED && state != Document.State.READING);
  }

  private int count(String question, Object... parameters) {
    return sql.first(question, row -> row.getInt(1), parameters).orElseThrow();
  }
}
