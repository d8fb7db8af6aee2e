package io.pincite.ingest.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collection;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.FakeEngine;
import io.pincite.ingest.FakeWriter;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.OcrRequests;
import io.pincite.ingest.OcrRequests.Format;
import io.pincite.ingest.OcrRequests.Page;
import io.pincite.ingest.OcrRequests.Submission;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.TestPdf;
import io.pincite.ingest.internal.files.FileStore;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ocr.Block;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// OCR as a service, with everything but the models.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class OcrRequestsTest {
  private static final Caller ME = Caller.LOCAL;

  @Inject OcrRequests requests;
  @Inject Documents documents;
  @Inject Jobs jobs;
  @Inject Sql sql;
  @Inject FileStore files;
  @Inject OcrSweep sweep;
  @Inject FakeEngine engine;
  @Inject FakeWriter writer;
  @Inject OcrThreads threads;
  @Inject DataSource database;

  @BeforeEach
  @AfterEach
  void forget() {
    engine.reset();
    writer.reset();
    Faults.live();
  }

  @Test
  void everyPageIsReadFromItsImageAndNoDocumentIsMade() throws Exception {
    int before = count("select count(*) from document");

    Job job = ended(submit(TestPdf.of("Handed in", 3)));

    assertThat(job.type()).isEqualTo(Job.Type.OCR);
    assertThat(job.state()).isEqualTo(Job.State.DONE);
    assertThat(job.result()).isEqualTo(Map.of("pages", 3, "pagesRead", 3, "pagesFailed", 0));
    assertThat(readings(job))
        .hasSize(3)
        .allSatisfy(page -> assertThat(page.source()).isEqualTo(PageReading.Source.OCR));
    assertThat(requests.pages(ME, job.id(), 0)).extracting(Page::ordinal).containsExactly(1, 2, 3);
    assertThat(requests.pages(ME, job.id(), 2)).extracting(Page::ordinal).containsExactly(3);
    assertThat(count("select count(*) from document")).isEqualTo(before);
  }

  @Test
  void theNamedEngineIsAskedInTheNamedModeForTheNamedTask() throws Exception {
    Job job =
        ended(
            requests.submit(
                ME,
                new Submission(
                    new ByteArrayInputStream(TestPdf.of("Located", 1)),
                    "chart.pdf",
                    Optional.of("writer"),
                    Optional.of("large"),
                    OcrTask.LOCATE,
                    Optional.of("the title"),
                    Optional.empty(),
                    Format.TEXT)));

    PageRequest asked = writer.requests().getFirst();
    assertThat(asked.task()).isEqualTo(OcrTask.LOCATE);
    assertThat(asked.mode()).contains("large");
    assertThat(asked.target()).contains("the title");
    PageReading page = readings(job).getFirst();
    assertThat(page.engine()).isEqualTo("writer");
    assertThat(page.usage().orElseThrow().output().orElseThrow().text())
        .isEqualTo("Written in large");
    assertThat(requests.find(ME, job.id()).orElseThrow().format()).isEqualTo(Format.TEXT);
  }

  @Test
  void whatAnEngineDoesNotDoIsRefused() {
    assertThatThrownBy(() -> submit("ppocr", OcrTask.DESCRIBE, Optional.empty()))
        .isInstanceOfSatisfying(
            IngestException.Invalid.class,
            e -> assertThat(e.code()).isEqualTo("ocr-mode-not-served"))
        .hasMessage("[task] 'ppocr' does not do DESCRIBE; ask for DOCUMENT.");
    assertThatThrownBy(() -> submit("writer", OcrTask.LOCATE, Optional.empty()))
        .hasMessage("[target] LOCATE looks for something; say for what.");
    assertThatThrownBy(() -> submit("writer", OcrTask.DOCUMENT, Optional.of("a seal")))
        .hasMessage("[target] only LOCATE looks for something; leave the target out.");
  }

  @Test
  void whatIsLookedForOnAPageOfADocumentIsAskedOnceOfAnEngineThatCanPoint() throws Exception {
    UUID document = uploaded(TestPdf.of("Looked at", 2));

    Job first = ended(requests.locate(ME, sought(document, 2, "the title")));
    Job second = ended(requests.locate(ME, sought(document, 2, "the title")));
    ended(requests.locate(ME, sought(document, 2, "the date")));

    assertThat(first.type()).isEqualTo(Job.Type.OCR);
    assertThat(readings(first).getFirst().engine()).isEqualTo("writer");
    assertThat(readings(second).getFirst().layer()).isEqualTo(readings(first).getFirst().layer());
    assertThat(writer.requests())
        .extracting(PageRequest::target)
        .containsExactly(Optional.of("the title"), Optional.of("the date"));
    assertThat(engine.images()).isZero();
  }

  private UUID uploaded(byte[] pdf) throws Exception {
    Documents.Added added =
        documents.add(
            ME,
            new Upload(
                new ByteArrayInputStream(pdf),
                "looked at.pdf",
                Optional.empty(),
                OcrChoice.NEVER,
                Optional.empty()));
    ended(added.job());
    return added.document().id();
  }

  private static OcrRequests.Sought sought(UUID document, int page, String words) {
    return new OcrRequests.Sought(
        document, Optional.empty(), page, words, Optional.empty(), Optional.empty());
  }

  @Test
  void whatWasAskedAboutAPageGoesWithItsDocument() throws Exception {
    UUID document = uploaded(TestPdf.of("Deleted with its pictures", 2));
    Job answered = ended(requests.locate(ME, sought(document, 1, "the title")));
    Path shown = requests.pageImage(ME, answered.id(), 1, Optional.empty(), 600);
    var goOn = new CountDownLatch(1);
    writer.pauseUntil(goOn);
    Job asked = requests.locate(ME, sought(document, 2, "the title"));
    await().atMost(Duration.ofSeconds(60)).until(() -> writer.requests().size() == 2);
    List<String> pictures = List.of(file(answered), file(asked));
    assertThat(pictures).allSatisfy(file -> assertThat(files.path(file)).exists());

    Job deleted = ended(documents.delete(ME, document));

    assertThat(deleted.state()).isEqualTo(Job.State.DONE);
    assertThat(pictures).allSatisfy(file -> assertThat(files.path(file)).doesNotExist());
    goOn.countDown();
    assertThat(ended(asked).state()).isEqualTo(Job.State.CANCELLED);
    assertThat(pictures).allSatisfy(file -> assertThat(files.path(file)).doesNotExist());
    assertThat(shown).doesNotExist();
    for (Job job : List.of(answered, asked)) {
      assertThat(requests.find(ME, job.id())).isEmpty();
      assertThat(requests.pages(ME, job.id(), 0)).isEmpty();
      assertThat(count("select count(*) from ocr_request where job = ?", job.id())).isZero();
      assertThat(count("select count(*) from ocr_page where job = ?", job.id())).isZero();
    }
    for (String file : pictures) {
      assertThat(count("select count(*) from ocr_reading where file = ?", file)).isZero();
      assertThat(count("select count(*) from file where sha256 = ?", file)).isZero();
    }
  }

  @Test
  void aPictureThatSomebodyElseHandedInStays() throws Exception {
    UUID document = uploaded(TestPdf.of("Its picture was handed in too", 1));
    Job located = ended(requests.locate(ME, sought(document, 1, "the title")));
    Job handedIn = ended(submit("writer", Files.readAllBytes(files.path(file(located)))));
    assertThat(file(handedIn)).isEqualTo(file(located));

    ended(documents.delete(ME, document));

    assertThat(requests.find(ME, located.id())).isEmpty();
    assertThat(requests.find(ME, handedIn.id())).isPresent();
    assertThat(files.path(file(handedIn))).exists();
  }

  @Test
  void whatWasAskedAboutAPageIsSeenByWhoeverSeesTheDocument() throws Exception {
    UUID document = uploaded(TestPdf.of("Seen by some", 1));
    Job job = ended(requests.locate(ME, sought(document, 1, "the title")));
    var elsewhere = new Caller(ME.tenant(), ME.actor(), Optional.of(Set.of(UUID.randomUUID())));
    var here = new Caller(ME.tenant(), "a colleague", Optional.of(Set.of(Collection.DEFAULT)));

    assertThat(requests.find(elsewhere, job.id())).isEmpty();
    assertThatThrownBy(() -> requests.pageImage(elsewhere, job.id(), 1, Optional.empty(), 600))
        .isInstanceOf(IngestException.NotFound.class);
    assertThat(requests.find(here, job.id())).isPresent();
    // As between the deletion and its end.
    sql.update("update document set deleted_at = now() where id = ?", document);
    assertThat(requests.find(here, job.id())).isEmpty();
    assertThatThrownBy(() -> requests.pageImage(here, job.id(), 1, Optional.empty(), 600))
        .isInstanceOf(IngestException.NotFound.class);
  }

  @Test
  void theSameImageInAnotherFileIsNotReadAgain() throws Exception {
    ended(submit(TestPdf.withPictureOnSecondPage("Same image", "Cover of one")));
    engine.reset();

    Job job = ended(submit(TestPdf.withPictureOnSecondPage("Same image", "Cover of the other")));

    assertThat(readings(job)).hasSize(2);
    assertThat(engine.images()).as("the cover").isEqualTo(1);
  }

  @Test
  void aListenerHearsOfBlocksAndTextBeforeThePageIsStored() throws Exception {
    var goOn = new CountDownLatch(1);
    writer.pauseUntil(goOn);
    var heard = new Heard();
    Job job = submit("writer", TestPdf.of("Heard of", 1));
    try (var subscription = requests.listen(job.id(), heard)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !writer.requests().isEmpty());
      assertThat(heard.all).doesNotContain("stored 1");
      goOn.countDown();
      ended(job);
      assertThat(heard.all).contains("block on 1", "delta in small");
      assertThat(List.copyOf(heard.all).getLast()).isEqualTo("stored 1");
    }
  }

  /// What is heard of the pages of a job, in words.
  private static final class Heard implements OcrRequests.Listener {
    private final Queue<String> all = new ConcurrentLinkedQueue<>();

    @Override
    public void begun(int page, int turn) {
      all.add("begun " + page);
    }

    @Override
    public void block(int page, int turn, Block block) {
      all.add("block on " + page);
    }

    @Override
    public void delta(int page, String text) {
      all.add("delta " + text.strip());
    }

    @Override
    public void stored(int page) {
      all.add("stored " + page);
    }
  }

  @Test
  void aReadingThatBreaksOffIsHeardFromItsBeginningAgain() throws Exception {
    var goOn = new CountDownLatch(1);
    writer.pauseUntil(goOn);
    writer.breakAfterPause(1);
    var heard = new Heard();
    Job job = submit("writer", TestPdf.of("Broken off", 1));
    try (var subscription = requests.listen(job.id(), heard)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !writer.requests().isEmpty());
      goOn.countDown();
      assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
    }

    List<String> all = List.copyOf(heard.all);
    // Whether it was listened to when the first try began is chance; not what came after it.
    assertThat(all.subList(all.lastIndexOf("begun 1"), all.size()))
        .containsExactly("begun 1", "delta Written", "block on 1", "delta in small", "stored 1");
    assertThat(writer.requests()).hasSize(2);
  }

  /// A page is read once more if the process dies while it is under way, that is, before its
  /// reading is kept; no other is.
  @Test
  void pagesThatWereReadBeforeACrashAreNotReadAgain() throws Exception {
    boolean died = true;
    int deathsWithPagesKept = 0;
    for (int n = 1; died; n++) {
      assertThat(n).isLessThan(200);
      engine.reset();
      byte[] pdf = TestPdf.of("Crash of a request " + n, 3);
      Faults.dieAtCall(n, true);
      Optional<UUID> job = submitted(pdf);
      died = job.isEmpty() || endOrDeath();
      await().atMost(Duration.ofSeconds(60)).until(() -> Faults.reading() == 0);
      int begun = engine.images();
      int kept = job.isEmpty() ? 0 : kept(job.get());
      deathsWithPagesKept += died && kept > 0 ? 1 : 0;
      startAgain();
      if (job.isEmpty()) {
        continue;
      }
      assertThat(ended(job.get()).state()).isEqualTo(Job.State.DONE);
      assertThat(requests.pages(ME, job.get(), 0))
          .extracting(Page::ordinal)
          .containsExactly(1, 2, 3);
      assertThat(begun - kept)
          .as("under way at call %d", n)
          .isBetween(0, threads.lane(false).atOnce());
      assertThat(engine.images())
          .as("after a death at call %d, with %d pages begun and %d kept", n, begun, kept)
          .isEqualTo(begun + 3 - kept);
    }
    assertThat(deathsWithPagesKept).isPositive();
  }

  @Test
  void whatFailedIsTriedAgainAndWhatWasReadStays() throws Exception {
    engine.refuse("there is nothing but noise.");
    Job failed = ended(submit(TestPdf.of("Noise", 2)));
    assertThat(failed.state()).isEqualTo(Job.State.FAILED);
    assertThat(failed.problem().orElseThrow().detail())
        .isEqualTo("[request.pdf p.1] there is nothing but noise.");
    engine.reset();

    jobs.retry(ME, failed.id());

    assertThat(ended(failed.id()).state()).isEqualTo(Job.State.DONE);
    assertThat(readings(failed)).hasSize(2);
  }

  @Test
  void noOrdinalIsGivenTwiceWhereAPageIsTriedAgain() throws Exception {
    engine.refuse("there is nothing but noise.");
    Job failed = ended(submit(TestPdf.of("Noise in order", 2)));
    List<Integer> before = requests.pages(ME, failed.id(), 0).stream().map(Page::ordinal).toList();
    engine.reset();

    jobs.retry(ME, failed.id());
    ended(failed.id());

    assertThat(before).containsExactly(1, 2);
    assertThat(requests.pages(ME, failed.id(), 0)).extracting(Page::ordinal).containsExactly(3, 4);
    assertThat(requests.pages(ME, failed.id(), before.getLast())).hasSize(2);
  }

  @Test
  void pagesComeInPartsInTheOrderOfTheFile() throws Exception {
    Job job = ended(submit(TestPdf.of("In parts", 5)));

    OcrRequests.Part first = requests.part(ME, job.id(), 0, 2);
    OcrRequests.Part second = requests.part(ME, job.id(), first.next().orElseThrow(), 2);
    OcrRequests.Part last = requests.part(ME, job.id(), second.next().orElseThrow(), 2);

    assertThat(first.pages()).extracting(Page::number).containsExactly(1, 2);
    assertThat(second.pages()).extracting(Page::number).containsExactly(3, 4);
    assertThat(last.pages()).extracting(Page::number).containsExactly(5);
    assertThat(last.next()).isEmpty();
    assertThat(requests.part(ME, job.id(), 3, 2).next()).isEmpty();
    assertThat(requests.pages(ME, job.id(), 1, 3))
        .extracting(Page::ordinal)
        .containsExactly(2, 3, 4);
    assertThatThrownBy(() -> requests.part(ME, job.id(), 0, 101))
        .hasMessage("101 pages at once; it is 1 to 100");
  }

  @Test
  void aCancelledRequestKeepsThePagesThatItHas() throws Exception {
    var goOn = new CountDownLatch(1);
    writer.pauseAfter(1, goOn);
    Job job = submit("writer", TestPdf.of("Cancelled", 2));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> writer.requests().size() == 2 && readings(job).size() == 1);
    PageReading kept = readings(job).getFirst();

    jobs.cancel(ME, job.id());
    goOn.countDown();

    assertThat(ended(job).state()).isEqualTo(Job.State.CANCELLED);
    assertThat(readings(job)).contains(kept);
  }

  @Test
  void resultsAndFileGoAfterAWhileUnlessADocumentHasTheFile() throws Exception {
    byte[] kept = TestPdf.of("Also a document", 1);
    documents.add(
        ME,
        new Upload(
            new ByteArrayInputStream(kept),
            "kept.pdf",
            Optional.empty(),
            OcrChoice.NEVER,
            Optional.empty()));
    Job shared = ended(submit(kept));
    Job alone = ended(submit(TestPdf.of("Nowhere else", 1)));
    Job young = ended(submit(TestPdf.of("Of today", 1)));
    String sharedFile = file(shared);
    String aloneFile = file(alone);
    for (Job old : List.of(shared, alone)) {
      sql.update("update job set finished_at = now() - interval '25 hours' where id = ?", old.id());
    }

    assertThat(sweep.removeOld()).isEqualTo(1);

    assertThat(requests.find(ME, shared.id())).isEmpty();
    assertThat(requests.find(ME, alone.id())).isEmpty();
    assertThat(requests.find(ME, young.id())).isPresent();
    assertThat(files.path(sharedFile)).exists();
    assertThat(files.path(aloneFile)).doesNotExist();
    assertThat(count("select count(*) from ocr_reading where file = ?", aloneFile)).isZero();
  }

  @Test
  void aRequestIsSeenByWhoMadeItAndByNobodyWhoMayNotSeeIt() throws Exception {
    Job job = ended(submit(TestPdf.of("Private", 1)));

    assertThat(requests.find(ME, job.id())).isPresent();
    var stranger = new Caller(ME.tenant(), "a stranger", Optional.of(Set.of(Collection.DEFAULT)));
    assertThat(requests.find(stranger, job.id())).isEmpty();
    assertThat(requests.pages(stranger, job.id(), 0)).isEmpty();
  }

  // --- helpers ----------------------------------------------------------------------------------

  private Job submit(byte[] pdf) throws IOException {
    return submit(Optional.empty(), pdf, OcrTask.DOCUMENT, Optional.empty());
  }

  private Job submit(String by, byte[] pdf) throws IOException {
    return submit(Optional.of(by), pdf, OcrTask.DOCUMENT, Optional.empty());
  }

  private Job submit(String by, OcrTask task, Optional<String> target) throws IOException {
    return submit(Optional.of(by), TestPdf.of("Refused", 1), task, target);
  }

  private Job submit(Optional<String> by, byte[] pdf, OcrTask task, Optional<String> target)
      throws IOException {
    return requests.submit(
        ME,
        new Submission(
            new ByteArrayInputStream(pdf),
            "request.pdf",
            by,
            Optional.empty(),
            task,
            target,
            Optional.empty(),
            Format.MARKDOWN));
  }

  private Optional<UUID> submitted(byte[] pdf) throws IOException {
    try {
      return Optional.of(submit(pdf).id());
    } catch (Throwable e) {
      assertThat(Faults.isDead()).as("died, rather than failed: %s", e).isTrue();
      return Optional.empty();
    }
  }

  /// True when the process died on the way.
  private boolean endOrDeath() {
    await().atMost(Duration.ofSeconds(60)).until(() -> Faults.isDead() || isIdle());
    return Faults.isDead();
  }

  /// Looking counts as a call too, and may be the one that dies.
  private boolean isIdle() {
    try {
      return count("select count(*) from scheduled_tasks") == 0;
    } catch (Faults.Death e) {
      return false;
    }
  }

  /// Pages whose readings are kept, seen while the process is dead.
  private int kept(UUID job) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement question =
            connection.prepareStatement(
                """
                select count(distinct k.page)
                from ocr_reading k
                join ocr_request r on r.file = k.file
                where r.job = ?
                """)) {
      question.setObject(1, job);
      ResultSet answer = question.executeQuery();
      answer.next();
      return answer.getInt(1);
    }
  }

  private void startAgain() throws Exception {
    Faults.live();
    files.removeUnfinished();
    sql.update(
        """
        update scheduled_tasks
        set picked = false, picked_by = null, last_heartbeat = null, version = version + 1,
            execution_time = now()
        """);
  }

  private String file(Job job) {
    return sql.first(
            "select file from ocr_request where job = ?", row -> row.getString(1), job.id())
        .orElseThrow();
  }

  private List<PageReading> readings(Job job) {
    return requests.pages(ME, job.id(), 0).stream()
        .map(page -> ((Page.Read) page).reading())
        .toList();
  }

  private Job ended(Job job) {
    return ended(job.id());
  }

  private Job ended(UUID job) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> jobs.find(ME, job).orElseThrow(), found -> found.state().isFinal());
  }

  private int count(String question, Object... parameters) {
    return sql.first(question, row -> row.getInt(1), parameters).orElseThrow();
  }
}
