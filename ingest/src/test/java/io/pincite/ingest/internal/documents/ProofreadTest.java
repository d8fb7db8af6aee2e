package io.pincite.ingest.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Corrections;
import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentReadable;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs.JobFilter;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ocr.FoundLines;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageText;
import io.pincite.ocr.PpOcr;
import io.pincite.ocr.PpOcrSettings;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lines that a busy engine has left to the model, read when there is time: two pages of a lease as
/// pictures, by the real engine behind a gate.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(ProofreadTest.Served.class)
class ProofreadTest extends ServedPages {
  private static final int DPI = 150;
  private static final PpOcr ENGINE = PpOcr.start(PpOcrSettings.DEFAULTS);

  @Inject Corrections corrections;
  @Inject Index index;

  private final Gate gate = new Gate();

  public static final class Served implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return served(Map.of());
    }
  }

  /// Hears of what the index has to take up.
  @Singleton
  static class Index {
    final Queue<UUID> heard = new ConcurrentLinkedQueue<>();

    void readable(@Observes DocumentReadable event) {
      heard.add(event.document());
    }
  }

  @BeforeEach
  void closeTheGate() {
    local.findBy(gate);
    for (int page = 2; page <= 3; page++) {
      Scan scan = scan(page);
      server.knowing(scan.pixels(), scan.truth(Sample.LEASE.truth().pages().get(page - 1)));
    }
    index.heard.clear();
  }

  /// Nothing waits for it any more, whatever a test has come to.
  @AfterEach
  void openTheGate() {
    gate.open();
  }

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void linesThatOnlyTheModelHasReadAreReadWhenThereIsTime() {
    Documents.Added added = addScan();
    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    List<PageReading> first = pages(added);
    assertThat(first).hasSize(2).allMatch(page -> page.revision() == 1);
    assertThat(first).allMatch(page -> output(page).linesUnread() > 0);
    assertThat(document(added).state()).isEqualTo(Document.State.READABLE);
    await().atMost(PATIENCE).until(() -> gate.waiting);
    assertThat(proofreading(added).state()).isEqualTo(Job.State.RUNNING);
    assertThat(pages(added)).as("until there is time").isEqualTo(first);

    gate.open();

    Job done = proofread(added);
    assertThat(done.state()).isEqualTo(Job.State.DONE);
    assertThat(done.result()).isEqualTo(Map.of("pages", 2, "pagesChanged", 2));
    List<PageReading> better = pages(added);
    assertThat(better).allMatch(page -> page.revision() == 2 && output(page).linesUnread() == 0);
    for (int i = 0; i < 2; i++) {
      PageReading before = first.get(i);
      PageReading after = better.get(i);
      assertThat(unsure(before)).isGreaterThan(20);
      assertThat(unsure(after)).isLessThan(unsure(before) / 4);
      assertThat(output(after)).isEqualTo(output(before).withLinesUnread(0));
      assertThat(after.mode()).isEqualTo(before.mode());
      assertThat(after.sourceReason()).isEqualTo(before.sourceReason());
      assertThat(after.usage().orElseThrow().millis())
          .isEqualTo(before.usage().orElseThrow().millis());
      assertThat(documents.revision(ME, added.document().id(), 1, i + 1, 1).orElseThrow().layer())
          .as("what was cited")
          .isEqualTo(before.layer());
    }
    assertThat(server.asked()).isEqualTo(2);
    assertThat(index.heard)
        .as("once read, once for all pages")
        .containsExactly(added.document().id(), added.document().id());

    Documents.Added same = addScan();
    assertThat(ended(same).state()).isEqualTo(Job.State.DONE);
    assertThat(pages(same)).extracting(PageReading::layer).isEqualTo(layers(better));
    assertThat(pages(same)).allMatch(page -> output(page).linesUnread() == 0);
    assertThat(jobsOf(same)).extracting(Job::type).doesNotContain(Job.Type.PROOFREAD);
    assertThat(server.asked()).as("the same images are read once").isEqualTo(2);
  }

  @Test
  void aPageThatIsCorrectedMeanwhileIsLeftAsItIsAndOneCorrectedBeforeKeepsItsCorrection() {
    Documents.Added added = addScan();
    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    await().atMost(PATIENCE).until(() -> gate.waiting);
    UUID document = added.document().id();
    PageReading first = pages(added).getFirst();
    PlacedWord word = unsureWord(first);
    PageReading corrected =
        corrections
            .correct(
                ME, document, 1, new Corrections.Change(1, word.start(), word.end(), "Corrected"))
            .page();

    gate.open();

    List<Job> both =
        await()
            .atMost(PATIENCE)
            .until(
                () -> proofreadings(added),
                jobs -> jobs.size() == 2 && jobs.stream().allMatch(job -> job.state().isFinal()));
    assertThat(both)
        .extracting(Job::result)
        .as("the latest first")
        .containsExactly(
            Map.of("pages", 1, "pagesChanged", 1), Map.of("pages", 2, "pagesChanged", 1));
    assertThat(documents.revision(ME, document, 1, 1, corrected.revision()).orElseThrow())
        .isEqualTo(corrected);
    assertThat(output(pages(added).getLast()).linesUnread()).isZero();
    PageReading after = pages(added).getFirst();
    assertThat(after.revision()).isEqualTo(4);
    assertThat(after.correctedWords()).isEqualTo(1);
    assertThat(after.layer().words())
        .filteredOn(PlacedWord::corrected)
        .extracting(each -> after.layer().text(each.start(), each.end()))
        .containsExactly("Corrected");
    assertThat(output(after).linesUnread()).isZero();
    assertThat(unsure(after)).isLessThan(unsure(first) / 4);
    assertThat(server.asked()).isEqualTo(2);
  }

  /// One that the engine cannot read may be another time, one that brings it down will not.
  @ParameterizedTest
  @CsvSource({"5, true", "1, false"})
  void aPageThatFailsIsLeftAsItIsAndHoldsUpNoOther(int times, boolean ofTheEngine) {
    Documents.Added added = addScan();
    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    await().atMost(PATIENCE).until(() -> gate.waiting);
    PageReading first = pages(added).getFirst();
    gate.fail(
        times,
        ofTheEngine
            ? new OcrException.EngineFailed("the engine is out of order.")
            : new IllegalStateException("never seen before"));

    gate.open();

    Job done = proofread(added);
    assertThat(done.state()).isEqualTo(Job.State.DONE);
    assertThat(done.attempts()).isEqualTo(times);
    assertThat(done.result()).isEqualTo(Map.of("pages", 2, "pagesChanged", 1));
    assertThat(pages(added).getFirst()).isEqualTo(first);
    assertThat(output(pages(added).getLast()).linesUnread()).isZero();
  }

  @Test
  void whereTheDocumentIsDeletedItEndsQuietly() {
    Documents.Added added = addScan();
    assertThat(ended(added).state()).isEqualTo(Job.State.DONE);
    await().atMost(PATIENCE).until(() -> gate.waiting);
    Job before = proofreading(added);

    Job deletion = documents.delete(ME, added.document().id());

    await().atMost(PATIENCE).until(() -> state(deletion) == Job.State.DONE);
    await().atMost(PATIENCE).until(() -> state(before).isFinal());
    assertThat(state(before)).isEqualTo(Job.State.CANCELLED);
    assertThat(server.asked()).isEqualTo(2);
  }

  @Test
  void oneDocumentAtATimeIsProofreadAndOneThatWasCancelledMayBeTakenUpAgain() {
    Documents.Added one = addScan();
    assertThat(ended(one).state()).isEqualTo(Job.State.DONE);
    await().atMost(PATIENCE).until(() -> gate.waiting);
    Documents.Added other = addScan();
    assertThat(ended(other).state()).as("nobody waits for it").isEqualTo(Job.State.DONE);
    assertThat(pages(other)).allMatch(page -> output(page).linesUnread() > 0);

    // Taken up at last when the other one is over.
    Job first = proofreading(one);
    Job second = proofreading(other);
    assertThat(state(first)).isEqualTo(Job.State.RUNNING);
    jobs.cancel(ME, first.id());
    await().atMost(PATIENCE).until(() -> state(first) == Job.State.CANCELLED);
    await().atMost(PATIENCE).until(() -> state(second) == Job.State.RUNNING);
    jobs.retry(ME, first.id());
    gate.open();

    for (Documents.Added each : List.of(one, other)) {
      assertThat(proofread(each).result()).isEqualTo(Map.of("pages", 2, "pagesChanged", 2));
    }
    assertThat(pages(one)).extracting(PageReading::layer).isEqualTo(layers(pages(other)));
    assertThat(server.asked()).isEqualTo(2);
  }

  // --- helpers ----------------------------------------------------------------------------------

  private Job.State state(Job job) {
    return jobs.find(ME, job.id()).orElseThrow().state();
  }

  private Documents.Added addScan() {
    try (var document = new PDDocument();
        var bytes = new ByteArrayOutputStream()) {
      for (int number = 2; number <= 3; number++) {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (var content = new PDPageContentStream(document, page)) {
          content.drawImage(
              LosslessFactory.createFromImage(document, scan(number).pixels()),
              0,
              0,
              PDRectangle.A4.getWidth(),
              PDRectangle.A4.getHeight());
        }
      }
      document.setDocumentId(1L);
      document.save(bytes);
      return add(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Scan scan(int page) {
    return Scan.of(Sample.LEASE.pdf(), page, Wear.none(DPI), 0);
  }

  private List<PageReading> pages(Documents.Added added) {
    assertThat(documents.problems(ME, added.document().id(), Optional.empty())).isEmpty();
    return IntStream.rangeClosed(1, 2)
        .mapToObj(page -> documents.page(ME, added.document().id(), Optional.empty(), page))
        .map(page -> page.orElseThrow(() -> new AssertionError("not read by " + job(added))))
        .toList();
  }

  private static List<TokenLayer> layers(List<PageReading> pages) {
    return pages.stream().map(PageReading::layer).toList();
  }

  private static ModelOutput output(PageReading page) {
    return page.usage().flatMap(PageReading.Usage::output).orElseThrow();
  }

  private static long unsure(PageReading page) {
    return page.layer().words().stream().filter(word -> word.confidence() < 0.6).count();
  }

  private static PlacedWord unsureWord(PageReading page) {
    return page.layer().words().stream()
        .filter(word -> word.confidence() < 0.6 && word.end() - word.start() > 6)
        .findFirst()
        .orElseThrow();
  }

  private List<Job> jobsOf(Documents.Added added) {
    return jobs.list(
            ME,
            new JobFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(added.document().id()),
                20,
                Optional.empty()))
        .items();
  }

  private List<Job> proofreadings(Documents.Added added) {
    return jobsOf(added).stream().filter(job -> job.type() == Job.Type.PROOFREAD).toList();
  }

  private Job proofreading(Documents.Added added) {
    return proofreadings(added).getFirst();
  }

  private Job proofread(Documents.Added added) {
    return await().atMost(PATIENCE).until(() -> proofreading(added), job -> job.state().isFinal());
  }

  /// The engine, which has time for what need not be read only when it is open.
  private static final class Gate implements PageReader {
    private volatile boolean open;
    private volatile boolean waiting;
    private int failures;
    private RuntimeException failure = new IllegalStateException();

    /// The next pages that lines are looked for on fail.
    synchronized void fail(int pages, RuntimeException how) {
      failures = pages;
      failure = how;
    }

    synchronized void open() {
      open = true;
      notifyAll();
    }

    @Override
    public synchronized void awaitIdle() {
      try {
        while (!open) {
          waiting = true;
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("waiting at the gate was interrupted");
      }
    }

    @Override
    public PageReaderCapabilities capabilities() {
      return ENGINE.capabilities();
    }

    @Override
    public PageText read(PageImage page) {
      return ENGINE.read(page);
    }

    @Override
    public Optional<FoundLines> find(Supplier<PageImage> page) {
      requireSound();
      return ENGINE.find(page).map(Lines::new);
    }

    private synchronized void requireSound() {
      if (failures > 0) {
        failures--;
        throw failure;
      }
    }

    private final class Lines implements FoundLines {
      private final FoundLines found;

      Lines(FoundLines found) {
        this.found = found;
      }

      @Override
      public int turn() {
        return found.turn();
      }

      @Override
      public List<FoundLine> lines() {
        return found.lines();
      }

      @Override
      public List<Integer> unread() {
        return found.unread();
      }

      @Override
      public void read(Collection<Integer> lines) {
        found.read(lines);
      }

      @Override
      public void readWhileIdle(BooleanSupplier wanted) {
        if (open) {
          found.readWhileIdle(wanted);
        }
      }

      @Override
      public PageText text() {
        return found.text();
      }
    }
  }
}
