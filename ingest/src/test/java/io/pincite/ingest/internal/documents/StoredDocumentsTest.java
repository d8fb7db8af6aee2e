package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collection;
import io.pincite.ingest.Collections;
import io.pincite.ingest.DataFolder;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.DocumentChange;
import io.pincite.ingest.Documents.DocumentFilter;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.ReadRequest;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.TestPdf;
import io.pincite.ingest.internal.sql.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class StoredDocumentsTest {
  private static final Caller ME = Caller.LOCAL;

  @Inject Documents documents;
  @Inject Collections collections;
  @Inject Jobs jobs;
  @Inject DataFolder dataFolder;
  @Inject Sql sql;

  @Test
  void anUploadBecomesReadable() throws Exception {
    Documents.Added added = add("Lease.pdf", TestPdf.of("Lease", 20));
    assertThat(added.duplicate()).isFalse();
    Document document = ended(added.document().id());
    assertThat(document.state()).isEqualTo(Document.State.READABLE);
    assertThat(document.pages()).isEqualTo(20);
    assertThat(document.pagesRead()).isEqualTo(20);
    List<PageReading> pages = documents.pages(ME, document.id(), Optional.empty());
    assertThat(pages).extracting(PageReading::page).isSorted().hasSize(20);
    assertThat(pages.get(6).layer().text()).contains("7. Lease", "Sentence 3 of page 7 says");
    assertThat(pages.get(6).source()).isEqualTo(PageReading.Source.TEXT_LAYER);
    assertThat(documents.geometry(ME, document.id(), Optional.empty()))
        .isEqualTo(pages.stream().map(PageReading::geometry).toList());
    assertThat(documents.structure(ME, document.id(), Optional.empty()).elements()).isNotEmpty();
    Job job = jobs.find(ME, added.job().id()).orElseThrow();
    assertThat(job.state()).isEqualTo(Job.State.DONE);
    assertThat(job.result()).containsEntry("pagesRead", 20);
  }

  @Test
  void theSameBytesTwiceAreOneDocument() throws Exception {
    byte[] bytes = TestPdf.of("Twice", 1);
    Documents.Added first = add("a.pdf", bytes);
    Documents.Added second = add("b.pdf", bytes);
    assertThat(second.duplicate()).isTrue();
    assertThat(second.document().id()).isEqualTo(first.document().id());
    assertThat(second.job().id()).isEqualTo(first.job().id());
  }

  @Test
  void theSameBytesInAnotherCollectionAreAnotherDocument() throws Exception {
    byte[] bytes = TestPdf.of("Two places", 1);
    UUID other = collections.create(ME, "other place").id();
    Documents.Added first = add("a.pdf", bytes);
    Documents.Added second =
        documents.add(ME, upload("a.pdf", bytes, Optional.of(other), Optional.empty()));
    assertThat(second.duplicate()).isFalse();
    assertThat(second.document().id()).isNotEqualTo(first.document().id());
    assertThat(second.document().sha256()).isEqualTo(first.document().sha256());
  }

  @Test
  void racingUploadsOfTheSameBytesAreOneDocument() throws Exception {
    for (int round = 0; round < 10; round++) {
      byte[] bytes = TestPdf.of("Race " + round, 1);
      var barrier = new CyclicBarrier(4);
      Callable<Documents.Added> upload =
          () -> {
            barrier.await();
            return add("race.pdf", bytes);
          };
      try (var threads = Executors.newFixedThreadPool(4)) {
        var added = threads.invokeAll(List.of(upload, upload, upload, upload));
        var ids = new java.util.HashSet<UUID>();
        int originals = 0;
        for (var each : added) {
          ids.add(each.get().document().id());
          originals += each.get().duplicate() ? 0 : 1;
        }
        assertThat(ids).hasSize(1);
        assertThat(originals).isEqualTo(1);
      }
    }
  }

  @Test
  void anIdempotencyKeyGivesTheSameAnswer() throws Exception {
    byte[] bytes = TestPdf.of("Key", 1);
    var key = Optional.of("key-1");
    Documents.Added first = documents.add(ME, upload("k.pdf", bytes, Optional.empty(), key));
    Documents.Added second = documents.add(ME, upload("k.pdf", bytes, Optional.empty(), key));
    assertThat(second.duplicate()).isFalse();
    assertThat(second.document().id()).isEqualTo(first.document().id());
    assertThat(second.job().id()).isEqualTo(first.job().id());
  }

  @Test
  void anIdempotencyKeyForOtherContentIsRefused() throws Exception {
    var key = Optional.of("key-2");
    documents.add(ME, upload("k.pdf", TestPdf.of("Key 2", 1), Optional.empty(), key));
    assertThatThrownBy(
            () -> documents.add(ME, upload("k.pdf", TestPdf.of("Key 3", 1), Optional.empty(), key)))
        .isInstanceOf(IngestException.Invalid.class)
        .extracting(e -> ((IngestException) e).code())
        .isEqualTo("idempotency-key-reused");
  }

  @Test
  void anIdempotencyKeyOutlivesAnUpgrade() throws Exception {
    byte[] bytes = TestPdf.of("Key 4", 1);
    var key = Optional.of("key-4");
    Documents.Added first = documents.add(ME, upload("k.pdf", bytes, Optional.empty(), key));
    // As versions wrote it that knew of no engines.
    int written =
        sql.update(
            "update idempotency_key set fingerprint = ? where key = ?",
            "%s\n%s\nAUTO\nk.pdf".formatted(first.document().sha256(), Collection.DEFAULT),
            key.get());
    assertThat(written).isEqualTo(1);
    Documents.Added second = documents.add(ME, upload("k.pdf", bytes, Optional.empty(), key));
    assertThat(second.job().id()).isEqualTo(first.job().id());
  }

  @Test
  void aPasswordIsAClearProblem() throws Exception {
    Document document = ended(add("secret.pdf", TestPdf.withPassword("Secret")).document().id());
    assertThat(document.state()).isEqualTo(Document.State.FAILED);
    assertThat(document.problem().orElseThrow().code()).isEqualTo("pdf-password");
    assertThat(document.problem().orElseThrow().detail())
        .isEqualTo(
            "[secret.pdf] The PDF opens only with a password. Save a copy without one and upload that.");
  }

  @Test
  void aTruncatedFileIsAClearProblem() throws Exception {
    byte[] whole = TestPdf.of("Truncated", 30);
    Document document = ended(add("cut.pdf", java.util.Arrays.copyOf(whole, 200)).document().id());
    assertThat(document.state()).isEqualTo(Document.State.FAILED);
    assertThat(document.problem().orElseThrow().code()).isIn("pdf-damaged", "pdf-no-pages");
    assertThat(document.problem().orElseThrow().detail()).startsWith("[cut.pdf] ");
  }

  @Test
  void aFailedDocumentUploadedAgainIsReadAgain() throws Exception {
    byte[] bytes = TestPdf.withPassword("Again");
    Documents.Added first = add("again.pdf", bytes);
    ended(first.document().id());
    Documents.Added second = add("again.pdf", bytes);
    assertThat(second.duplicate()).isTrue();
    assertThat(second.document().id()).isEqualTo(first.document().id());
    assertThat(second.job().id()).isNotEqualTo(first.job().id());
    assertThat(ended(first.document().id()).state()).isEqualTo(Document.State.FAILED);
  }

  @Test
  void aScannedPageNeedsOcrWhereItIsSwitchedOffAndTheOthersAreRead() throws Exception {
    byte[] pdf = TestPdf.withPictureOnSecondPage("Half");
    var upload =
        new Upload(
            new ByteArrayInputStream(pdf),
            "half.pdf",
            Optional.empty(),
            OcrChoice.NEVER,
            Optional.empty());
    Document document = ended(documents.add(ME, upload).document().id());
    assertThat(document.state()).isEqualTo(Document.State.READABLE);
    assertThat(document.pagesRead()).isEqualTo(2);
    assertThat(document.pagesNeedingOcr()).isEqualTo(1);
    PageReading empty = documents.page(ME, document.id(), Optional.empty(), 2).orElseThrow();
    assertThat(empty.source()).isEqualTo(PageReading.Source.NONE);
    assertThat(empty.sourceReason().text()).isNotBlank();
  }

  @Test
  void aPageTooLargeFailsAloneWithItsPlaceInTheMessage() throws Exception {
    Document document = ended(add("huge.pdf", TestPdf.withHugePage("Huge", true)).document().id());
    assertThat(document.state()).isEqualTo(Document.State.READABLE);
    assertThat(document.pagesFailed()).isEqualTo(1);
    Document alone = ended(add("huge.pdf", TestPdf.withHugePage("Huge", false)).document().id());
    assertThat(alone.state()).isEqualTo(Document.State.FAILED);
    assertThat(alone.problem().orElseThrow().code()).isEqualTo("page-too-large");
    assertThat(alone.problem().orElseThrow().detail())
        .isEqualTo(
            "[huge.pdf p.1] the page is 28,346 x 28,346 points; the limit is 14,400 a side. Print it to a smaller page, or raise pincite.ingest.max-page-points.");
  }

  @Test
  void whatIsNoDocumentIsRefused() {
    for (byte[] bytes :
        List.of(
            new byte[0],
            "plain text".getBytes(),
            "<html><body>%PDF</body></html>".getBytes(),
            new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3})) {
      assertThatThrownBy(() -> add("x.pdf", bytes))
          .isInstanceOf(IngestException.NotADocument.class)
          .hasMessageStartingWith("[x.pdf] ");
    }
  }

  @Test
  void namesAreCleanedAndNeverPaths() throws Exception {
    String emoji = "😀".repeat(300) + ".pdf";
    assertThat(add("../../etc/passwd", TestPdf.of("n1", 1)).document().name()).isEqualTo("passwd");
    assertThat(add("", TestPdf.of("n2", 1)).document().name()).isEqualTo("Untitled.pdf");
    String kept = add(emoji, TestPdf.of("n3", 1)).document().name();
    assertThat(kept.codePointCount(0, kept.length())).isEqualTo(255);
    assertThat(kept).startsWith("😀😀").endsWith("….pdf");
    assertThat(add("a\u0000b\u202Efdp.exe\nc.pdf", TestPdf.of("n4", 1)).document().name())
        .isEqualTo("abfdp.exe c.pdf");
  }

  @Test
  void readingAgainKeepsTheRevisionWhenNothingChanged() throws Exception {
    Document document = ended(add("again.pdf", TestPdf.of("Read again", 3)).document().id());
    Job job = documents.read(ME, document.id(), ReadRequest.ALL);
    assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
    assertThat(ended(document.id()).state()).isEqualTo(Document.State.READABLE);
    assertThat(documents.pages(ME, document.id(), Optional.empty()))
        .extracting(PageReading::revision)
        .containsExactly(1, 1, 1);
  }

  @Test
  void deletingRemovesRowsFilesAndImages() throws Exception {
    Document document = ended(add("gone.pdf", TestPdf.of("Gone", 2)).document().id());
    Path file = documents.file(ME, document.id(), Optional.empty());
    Path image = documents.pageImage(ME, document.id(), Optional.empty(), 1, Optional.empty(), 300);
    assertThat(ImageIO.read(image.toFile()).getWidth()).isEqualTo(300);
    Job job = documents.delete(ME, document.id());
    assertThat(documents.find(ME, document.id())).isEmpty();
    Job done = ended(job);
    assertThat(done.state()).isEqualTo(Job.State.DONE);
    assertThat(done.result())
        .containsAllEntriesOf(
            Map.of("documents", 1, "pages", 2, "readings", 2, "files", 1, "images", 1));
    assertThat(file).doesNotExist();
    assertThat(image).doesNotExist();
    Documents.Added again = add("gone.pdf", TestPdf.of("Gone", 2));
    assertThat(again.duplicate()).isFalse();
    assertThat(ended(again.document().id()).state()).isEqualTo(Document.State.READABLE);
  }

  @Test
  void aFileThatAnotherDocumentUsesStays() throws Exception {
    byte[] bytes = TestPdf.of("Shared", 1);
    UUID other = collections.create(ME, "sharing").id();
    Document first = ended(add("s.pdf", bytes).document().id());
    documents.add(ME, upload("s.pdf", bytes, Optional.of(other), Optional.empty()));
    Job job = ended(documents.delete(ME, first.id()));
    assertThat(job.result()).doesNotContainKey("files");
    assertThat(Files.exists(documentsFile(first))).isTrue();
  }

  private Path documentsFile(Document document) {
    return dataFolder
        .root()
        .resolve("files")
        .resolve(document.sha256().substring(0, 2))
        .resolve(document.sha256().substring(2, 4))
        .resolve(document.sha256());
  }

  @Test
  void deletingWhileReadingLeavesNothing() throws Exception {
    Document document = add("busy.pdf", TestPdf.of("Busy", 400)).document();
    await().until(() -> documents.find(ME, document.id()).orElseThrow().pagesRead() > 10);
    Job job = ended(documents.delete(ME, document.id()));
    assertThat(job.state()).isEqualTo(Job.State.DONE);
    await()
        .until(
            () ->
                jobs
                    .list(
                        ME,
                        new Jobs.JobFilter(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(document.id()),
                            10,
                            Optional.empty()))
                    .items()
                    .stream()
                    .allMatch(each -> each.state().isFinal()));
    assertThat(documentsFile(document)).doesNotExist();
  }

  @Test
  void renamingAndMovingChangeTheDocument() throws Exception {
    UUID other = collections.create(ME, "moving").id();
    Document document = ended(add("m.pdf", TestPdf.of("Move", 1)).document().id());
    Document changed =
        documents.change(
            ME,
            document.id(),
            new DocumentChange(Optional.of("Neu.pdf"), Optional.of(other), Optional.empty()));
    assertThat(changed.name()).isEqualTo("Neu.pdf");
    assertThat(changed.collection()).isEqualTo(other);
    add("m.pdf", TestPdf.of("Move", 1));
    assertThatThrownBy(
            () ->
                documents.change(
                    ME,
                    document.id(),
                    new DocumentChange(
                        Optional.empty(), Optional.of(Collection.DEFAULT), Optional.empty())))
        .isInstanceOf(IngestException.Conflict.class);
  }

  @Test
  void whoIsLimitedToOneCollectionSeesNothingOfAnother() throws Exception {
    UUID mine = collections.create(ME, "walled " + UUID.randomUUID()).id();
    var limited = new Caller("default", "guest", Optional.of(Set.of(mine)));
    var stranger = new Caller("nowhere", "guest", Optional.empty());
    Documents.Added secret = add("secret plan.pdf", TestPdf.of("Plan", 1));
    UUID id = secret.document().id();
    ended(id);
    for (Caller caller : List.of(limited, stranger)) {
      assertThat(documents.find(caller, id)).isEmpty();
      assertThat(documents.list(caller, filter()).items()).isEmpty();
      assertThat(collections.find(caller, Collection.DEFAULT)).isEmpty();
      assertThat(jobs.find(caller, secret.job().id())).isEmpty();
      assertThat(jobs.list(caller, allJobs()).items()).isEmpty();
      Optional<Integer> current = Optional.empty();
      List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls =
          List.of(
              () -> documents.file(caller, id, current),
              () -> documents.pages(caller, id, current),
              () -> documents.geometry(caller, id, current),
              () -> documents.page(caller, id, current, 1),
              () -> documents.revision(caller, id, 1, 1, 1),
              () -> documents.structure(caller, id, current),
              () -> documents.pageImage(caller, id, current, 1, Optional.empty(), 100),
              () -> documents.read(caller, id, ReadRequest.ALL),
              () -> documents.delete(caller, id),
              () ->
                  documents.change(
                      caller,
                      id,
                      new DocumentChange(Optional.of("x"), Optional.empty(), Optional.empty())),
              () -> jobs.cancel(caller, secret.job().id()),
              () -> jobs.retry(caller, secret.job().id()),
              () -> collections.rename(caller, Collection.DEFAULT, "x"),
              () -> collections.delete(caller, Collection.DEFAULT),
              () ->
                  documents.add(
                      caller,
                      upload(
                          "y.pdf",
                          TestPdf.of("Plan", 1),
                          Optional.of(Collection.DEFAULT),
                          Optional.empty())));
      for (var call : calls) {
        assertThatThrownBy(call).isInstanceOf(IngestException.NotFound.class);
      }
    }
    assertThat(collections.list(limited)).extracting(Collection::id).containsExactly(mine);
    Documents.Added own =
        documents.add(
            limited, upload("own.pdf", TestPdf.of("Plan", 1), Optional.of(mine), Optional.empty()));
    assertThat(own.duplicate()).isFalse();
    assertThat(jobs.find(limited, own.job().id())).isPresent();
    assertThatThrownBy(
            () ->
                documents.change(
                    limited,
                    own.document().id(),
                    new DocumentChange(
                        Optional.empty(), Optional.of(Collection.DEFAULT), Optional.empty())))
        .isInstanceOf(IngestException.NotFound.class);
  }

  @Test
  void aCollectionWithDocumentsIsNotDeleted() throws Exception {
    UUID id = collections.create(ME, "full").id();
    Documents.Added added =
        documents.add(
            ME, upload("f.pdf", TestPdf.of("Full", 1), Optional.of(id), Optional.empty()));
    assertThatThrownBy(() -> collections.delete(ME, id))
        .isInstanceOf(IngestException.Conflict.class);
    ended(documents.delete(ME, added.document().id()));
    collections.delete(ME, id);
    assertThat(collections.find(ME, id)).isEmpty();
  }

  private Documents.Added add(String name, byte[] bytes) throws IOException {
    return documents.add(ME, upload(name, bytes, Optional.empty(), Optional.empty()));
  }

  private static Upload upload(
      String name, byte[] bytes, Optional<UUID> collection, Optional<String> key) {
    return new Upload(new ByteArrayInputStream(bytes), name, collection, OcrChoice.AUTO, key);
  }

  private static DocumentFilter filter() {
    return new DocumentFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), 100, Optional.empty());
  }

  private static Jobs.JobFilter allJobs() {
    return new Jobs.JobFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), 100, Optional.empty());
  }

  private Document ended(UUID id) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> documents.find(ME, id).orElseThrow(),
            each ->
                each.state() != Document.State.QUEUED && each.state() != Document.State.READING);
  }

  private Job ended(Job job) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> jobs.find(ME, job.id()).orElseThrow(), each -> each.state().isFinal());
  }
}
