package io.pincite.ingest.internal.corrections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collection;
import io.pincite.ingest.Collections;
import io.pincite.ingest.Correction;
import io.pincite.ingest.Correction.State;
import io.pincite.ingest.Corrections;
import io.pincite.ingest.Corrections.Change;
import io.pincite.ingest.Corrections.Corrected;
import io.pincite.ingest.Corrections.LineOnPage;
import io.pincite.ingest.Corrections.Proposal;
import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentReadable;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.ReadRequest;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.FakeEngine;
import io.pincite.ingest.FakeWriter;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.TestPdf;
import io.pincite.ingest.internal.layer.LineEdit;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Word;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Corrections of a page that was read from its image, with the real database.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class StoredCorrectionsTest {
  private static final Caller ME = Caller.LOCAL;

  @Inject Corrections corrections;
  @Inject Documents documents;
  @Inject DocumentStore store;
  @Inject Jobs jobs;
  @Inject Sql sql;
  @Inject FakeEngine engine;
  @Inject FakeWriter writer;
  @Inject Index index;

  /// As the index does: hears of what it has to take up, in the transaction.
  @Singleton
  static class Index {
    final Queue<UUID> heard = new ConcurrentLinkedQueue<>();
    volatile boolean dies;

    void readable(@Observes DocumentReadable event) {
      heard.add(event.document());
      if (dies) {
        throw new IllegalStateException("died after the revision was written");
      }
    }
  }

  @BeforeEach
  void forget() {
    engine.reset();
    writer.reset();
    engine.change(
        read -> new PageText(page("The Iease of 2O24 ends"), read.provenance(), 0, List.of()));
  }

  @AfterEach
  void live() {
    index.dies = false;
  }

  @Test
  void aCorrectionMakesARevisionAndKeepsWhoWhenOldAndNew() throws Exception {
    Document document = read("Kept");
    index.heard.clear();

    Corrected corrected = correct(document, "Iease of 2O24", "lease of 2024");

    PageReading page = page(document);
    assertThat(page).isEqualTo(corrected.page());
    assertThat(page.revision()).isEqualTo(2);
    assertThat(page.layer().text()).isEqualTo("The lease of 2024 ends");
    assertThat(page.layer().markdown()).contains("The lease of 2024 ends");
    assertThat(page.correctedWords()).isEqualTo(2);
    assertThat(page.confidence()).contains(0.7);
    assertThat(page.source()).isEqualTo(PageReading.Source.OCR);
    assertThat(documents.revision(ME, document.id(), 1, 2, 1).orElseThrow().layer().text())
        .as("what was cited")
        .isEqualTo("The Iease of 2O24 ends");
    assertThat(corrections.list(ME, document.id()))
        .isEqualTo(corrected.corrections())
        .extracting(
            Correction::read,
            Correction::corrected,
            Correction::engine,
            Correction::actor,
            Correction::state,
            Correction::before,
            Correction::after)
        .containsExactly(
            tuple("Iease", "lease", "ppocr", "local", State.APPLIED, 1, 2),
            tuple("2O24", "2024", "ppocr", "local", State.APPLIED, 1, 2));
    assertThat(index.heard).containsExactly(document.id());
    assertThat(documents.geometry(ME, document.id(), Optional.empty()).get(1).corrected())
        .isEqualTo(2);
  }

  @Test
  void partOfAWordIsCorrectedWithinIt() throws Exception {
    Document document = read("Part");
    int at = page(document).layer().text().indexOf("2O24") + 1;

    corrections.correct(ME, document.id(), 2, new Change(1, at, at + 1, "0"));

    assertThat(page(document).layer().text()).isEqualTo("The Iease of 2024 ends");
  }

  @Test
  void aPageWithATextLayerIsCorrectedToo() throws Exception {
    Document document = read("Digital");
    PageReading first = documents.page(ME, document.id(), Optional.empty(), 1).orElseThrow();
    int at = first.layer().text().indexOf("Digital");

    corrections.correct(ME, document.id(), 1, new Change(1, at, at + 7, "Printed"));

    PageReading corrected = documents.page(ME, document.id(), Optional.empty(), 1).orElseThrow();
    assertThat(corrected.layer().text()).contains("1. Corrections Printed");
    assertThat(corrected.source()).isEqualTo(PageReading.Source.TEXT_LAYER);
    assertThat(corrected.confidence()).isEmpty();
    assertThat(corrected.correctedWords()).isEqualTo(1);
  }

  @Test
  void ofTwoAtOnceOneWins() throws Exception {
    Document document = read("Race");
    var together = new CyclicBarrier(2);
    Callable<Boolean> one =
        () -> {
          together.await();
          try {
            corrections.correct(ME, document.id(), 2, new Change(1, 0, 3, "Tho"));
            return true;
          } catch (IngestException.Conflict e) {
            assertThat(e.code()).isEqualTo("page-changed");
            return false;
          }
        };
    var outcomes = new ArrayList<Boolean>();
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (Future<Boolean> each : threads.invokeAll(List.of(one, one))) {
        outcomes.add(each.get());
      }
    }

    assertThat(outcomes).containsExactlyInAnyOrder(true, false);
    assertThat(page(document).revision()).isEqualTo(2);
    assertThat(corrections.list(ME, document.id())).hasSize(1);
  }

  @Test
  void whatCannotBeIsSaid() throws Exception {
    Document document = read("Refused");
    engine.change(
        read -> new PageText(page("one line", "two lines"), read.provenance(), 0, List.of()));
    Document lines = read("Lines");

    refused(document, new Change(7, 0, 3, "Tho"))
        .isInstanceOf(IngestException.Conflict.class)
        .hasMessage(
            "[scan.pdf p.2] revision 7 was to be corrected, and the page is at revision 1. Look at it again, and correct what is still wrong.");
    refused(document, new Change(1, 3, 400, "x"))
        .hasMessage(
            "[start, end] 3 to 400 is no run of this page's text, which has 22 characters.");
    refused(document, new Change(1, 5, 5, "x"))
        .hasMessage("[start, end] 5 to 5 is no run of this page's text, which has 22 characters.");
    refused(document, new Change(1, 3, 4, "x"))
        .hasMessage(
            "[start, end] there is no word from 3 to 4. Name the words next to it as well.");
    refused(document, new Change(1, 0, 3, "The"))
        .hasMessage("[text] the page says this already. Send what it should say instead.");
    refused(document, new Change(1, 0, 3, "two\nlines"))
        .hasMessage(
            "[text] it has a line end or another character that is no text. Correct one line at a time.");
    refused(lines, new Change(1, 4, 12, "x"))
        .hasMessage(
            "[start, end] 4 to 12 runs over more than one line. Correct one line at a time.");
    assertThat(page(document).revision()).isEqualTo(1);
  }

  @Test
  void whileADocumentIsReadNobodyCorrectsIt() throws Exception {
    Document document = read("Reading");
    store.setState(document.id(), Document.State.QUEUED, Optional.empty());

    refused(document, new Change(1, 0, 3, "Tho"))
        .isInstanceOf(IngestException.Conflict.class)
        .hasMessage(
            "[scan.pdf] the document is being read just now. Correct it when that is done.");
  }

  @Test
  void aCrashLeavesNothingOfACorrection() throws Exception {
    Document document = read("Crash");
    index.dies = true;

    refused(document, new Change(1, 0, 3, "Tho")).hasMessage("died after the revision was written");

    assertThat(page(document).revision()).isEqualTo(1);
    assertThat(corrections.list(ME, document.id())).isEmpty();
  }

  @Test
  void correctionsStandOnThePageAfterAnotherEngineReadItAgain() throws Exception {
    Document document = read("Again");
    correct(document, "Iease", "lease");
    correct(document, "2O24", "2024");
    writer.writes(page("Tbe Ieasc of 2024 ends"));

    readAgain(document, "writer");

    PageReading page = page(document);
    assertThat(page.engine()).isEqualTo("writer");
    assertThat(page.layer().text()).isEqualTo("Tbe lease of 2024 ends");
    assertThat(page.revision()).as("what was read, and what was corrected").isEqualTo(5);
    assertThat(documents.revision(ME, document.id(), 1, 2, 4).orElseThrow().layer().text())
        .isEqualTo("Tbe Ieasc of 2024 ends");
    assertThat(corrections.list(ME, document.id()))
        .extracting(Correction::state, Correction::seenIn)
        .containsExactly(tuple(State.APPLIED, 5), tuple(State.AGREED, 5));

    readAgain(document, "writer");
    assertThat(page(document).revision()).as("nothing new was read").isEqualTo(5);

    writer.writes(page("Something else altogether"));
    readAgainAnew(document);
    assertThat(page(document).layer().text()).isEqualTo("Something else altogether");
    assertThat(corrections.list(ME, document.id()))
        .extracting(Correction::state)
        .containsExactly(State.NOT_APPLIED, State.NOT_APPLIED);
  }

  @Test
  void takingACorrectionBackLeavesItOutOfEverythingButTheList() throws Exception {
    Document document = read("Undone", collection("undone"));
    correct(document, "Iease", "leese");
    correct(document, "leese", "lease");
    correct(document, "lease", "Iease");

    assertThat(page(document).layer().text()).isEqualTo("The Iease of 2O24 ends");
    assertThat(corrections.list(ME, document.id()))
        .extracting(Correction::read, Correction::replaced, Correction::state)
        .containsExactly(
            tuple("Iease", "Iease", State.REPLACED),
            tuple("Iease", "leese", State.UNDONE),
            tuple("Iease", "lease", State.UNDONE));
    assertThat(corrections.trainingPairs(ME, document.collection())).isEmpty();
    assertThat(corrections.proposals(ME, document.id(), 2).items()).isEmpty();
  }

  @Test
  void whatWasCorrectedIsProposedInTheCollectionAndNowhereElse() throws Exception {
    UUID one = collection("one");
    Document first = read("First", one);
    Document second = read("Second", one);
    Document elsewhere = read("Third", collection("another"));
    Correction made = correct(first, "Iease", "lease").corrections().getFirst();

    Corrections.Proposals proposals = corrections.proposals(ME, second.id(), 2);

    BoundingBox box = page(second).layer().words().get(1).box();
    assertThat(proposals)
        .isEqualTo(
            new Corrections.Proposals(
                1, List.of(new Proposal(4, 9, box, "Iease", "lease", true, made))));
    assertThat(corrections.proposals(ME, elsewhere.id(), 2).items()).isEmpty();
    assertThat(corrections.proposals(ME, first.id(), 2).items()).isEmpty();
    assertThat(page(second).revision()).as("never by itself").isEqualTo(1);
  }

  @Test
  void trainingPairsSayTheLineAsItStandsNow() throws Exception {
    UUID collection = collection("pairs");
    Document document = read("Pairs", collection);
    Correction lease = correct(document, "Iease", "lease").corrections().getFirst();
    Correction year = correct(document, "2O24", "2024").corrections().getFirst();

    PageReading page = page(document);
    var line =
        new LineOnPage(
            3,
            page.layer().boxes(0, page.layer().text().length()).getFirst(),
            "The lease of 2024 ends");
    assertThat(corrections.trainingPairs(ME, collection))
        .containsExactly(
            new Corrections.TrainingPair(lease, Optional.of(line)),
            new Corrections.TrainingPair(year, Optional.of(line)));
    assertThatThrownBy(() -> corrections.trainingPairs(ME, UUID.randomUUID()))
        .isInstanceOf(IngestException.NotFound.class);
  }

  @Test
  void aWordOfACorrectionIsTakenBackAndTheOtherGoesOnTeaching() throws Exception {
    UUID collection = collection("word of it");
    engine.change(read -> new PageText(page("see teh cat sat"), read.provenance(), 0, List.of()));
    Document document = read("Word of it", collection);
    correct(document, "teh cat", "the cot");

    correct(document, "cot", "cat");

    assertThat(page(document).layer().text()).isEqualTo("see the cat sat");
    assertThat(corrections.list(ME, document.id()))
        .extracting(Correction::read, Correction::corrected, Correction::state)
        .containsExactly(
            tuple("teh", "the", State.APPLIED),
            tuple("cat", "cot", State.UNDONE),
            tuple("cat", "cat", State.UNDONE));
    assertThat(corrections.trainingPairs(ME, collection))
        .extracting(Corrections.TrainingPair::correction)
        .extracting(Correction::read, Correction::corrected)
        .containsExactly(tuple("teh", "the"));
  }

  @Test
  void correctionsThatLieOnOneAnotherStandAndTeachNothing() throws Exception {
    UUID collection = collection("part of it");
    engine.change(read -> new PageText(page("see t eh cat S4t"), read.provenance(), 0, List.of()));
    Document document = read("Part of it", collection);
    Document other = read("Read alike", collection);
    correct(document, "t eh cat", "the cot");
    correct(document, "cot", "cat");
    Correction beside = correct(document, "S4t", "sat").corrections().getFirst();

    assertThat(page(document).layer().text()).isEqualTo("see the cat sat");
    assertThat(corrections.list(ME, document.id()))
        .extracting(Correction::read, Correction::corrected, Correction::state)
        .containsExactly(
            tuple("t eh cat", "the cot", State.APPLIED),
            tuple("cot", "cat", State.APPLIED),
            tuple("S4t", "sat", State.APPLIED));
    assertThat(corrections.trainingPairs(ME, collection))
        .extracting(Corrections.TrainingPair::correction)
        .containsExactly(beside);
    assertThat(corrections.proposals(ME, other.id(), 2).items())
        .extracting(Proposal::read, Proposal::proposed)
        .containsExactly(tuple("S4t", "sat"));
  }

  @Test
  void nobodySeesOrCorrectsWhatIsNotTheirs() throws Exception {
    Document document = read("Walls");
    correct(document, "Iease", "lease");
    var other = new Caller(Caller.DEFAULT_TENANT, "other", Optional.of(Set.of(collection("wall"))));

    for (Callable<?> each :
        List.<Callable<?>>of(
            () -> corrections.list(other, document.id()),
            () -> corrections.proposals(other, document.id(), 2),
            () -> corrections.trainingPairs(other, Collection.DEFAULT),
            () -> corrections.correct(other, document.id(), 2, new Change(2, 0, 3, "x")))) {
      assertThatThrownBy(each::call).isInstanceOf(IngestException.NotFound.class);
    }
  }

  @Test
  void correctionsGoWithTheirDocument() throws Exception {
    Document document = read("Gone");
    correct(document, "Iease", "lease");

    Job done = ended(documents.delete(ME, document.id()).id());

    assertThat(done.result()).containsAllEntriesOf(Map.of("corrections", 1));
    assertThat(corrections()).noneMatch(document.id()::equals);
  }

  // --- helpers ----------------------------------------------------------------------------------

  private List<UUID> corrections() {
    return sql.list("select document from correction", row -> row.getObject(1, UUID.class));
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      Document document, Change change) {
    return assertThatThrownBy(() -> corrections.correct(ME, document.id(), 2, change));
  }

  /// Words read at 0.5, a hundredth of the page a letter.
  private static List<Block> page(String... lines) {
    var made = new ArrayList<Line>();
    for (String text : lines) {
      double y = 0.1 + 0.05 * made.size();
      var words = new ArrayList<Word>();
      double x = 0.1;
      for (Word word : LineEdit.split(text)) {
        x += word.spaceBefore() ? 0.01 : 0;
        double end = x + 0.01 * word.text().length();
        words.add(
            new Word(word.text(), new BoundingBox(x, y, end, y + 0.02), 0.5, word.spaceBefore()));
        x = end;
      }
      made.add(new Line(words));
    }
    return List.of(new Block.Paragraph(made, new BoundingBox(0.1, 0.1, 0.9, 0.3), "paragraph"));
  }

  private Corrected correct(Document document, String old, String text) {
    PageReading page = page(document);
    int start = page.layer().text().indexOf(old);
    return corrections.correct(
        ME, document.id(), 2, new Change(page.revision(), start, start + old.length(), text));
  }

  private PageReading page(Document document) {
    return documents.page(ME, document.id(), Optional.empty(), 2).orElseThrow();
  }

  private final Map<String, UUID> made = new HashMap<>();

  @Inject Collections collections;

  private UUID collection(String name) {
    return made.computeIfAbsent(name, each -> collections.create(ME, each).id());
  }

  private Document read(String title) throws IOException {
    return read(title, Collection.DEFAULT);
  }

  private Document read(String title, UUID collection) throws IOException {
    var upload =
        new Upload(
            new ByteArrayInputStream(TestPdf.withPictureOnSecondPage("Corrections " + title)),
            "scan.pdf",
            Optional.of(collection),
            OcrChoice.AUTO,
            Optional.empty());
    Documents.Added added = documents.add(ME, upload);
    ended(added.job().id());
    return documents.find(ME, added.document().id()).orElseThrow();
  }

  private void readAgain(Document document, String engine) {
    var request =
        new ReadRequest(Optional.of(engine), Optional.empty(), Set.of(2), false, Optional.empty());
    ended(documents.read(ME, document.id(), request).id());
  }

  /// In a mode that has not read the page, so that the engine is asked.
  private void readAgainAnew(Document document) {
    var request =
        new ReadRequest(
            Optional.of("writer"), Optional.of("large"), Set.of(2), false, Optional.empty());
    ended(documents.read(ME, document.id(), request).id());
  }

  private Job ended(UUID job) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> jobs.find(ME, job).orElseThrow(), found -> found.state().isFinal());
  }
}
