package io.pincite.ingest.internal.corrections;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Correction;
import io.pincite.ingest.Corrections;
import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentReadable;
import io.pincite.ingest.Ids;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ingest.internal.layer.CorrectedLayer;
import io.pincite.ingest.internal.layer.LineEdit;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.CollectionStore;
import io.pincite.ingest.internal.store.CorrectionStore;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.PageStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Corrections in PostgreSQL: a correction, the revision it makes and the work it leaves for the
/// index are one transaction.
@ApplicationScoped
class StoredCorrections implements Corrections {
  /// Newest first, more than a person corrects in a long project; it bounds what one page costs.
  private static final int LEXICON = 2000;

  /// A correction of a correction is one of the same words: they share most of their place.
  private static final double SAME_PLACE = 0.5;

  private final CorrectionStore corrections;
  private final DocumentStore documents;
  private final PageStore pages;
  private final CollectionStore collections;
  private final Transactions transactions;
  private final Event<DocumentReadable> readable;
  private final Clock clock;

  StoredCorrections(
      CorrectionStore corrections,
      DocumentStore documents,
      PageStore pages,
      CollectionStore collections,
      Transactions transactions,
      Event<DocumentReadable> readable,
      Clock clock) {
    this.corrections = corrections;
    this.documents = documents;
    this.pages = pages;
    this.collections = collections;
    this.transactions = transactions;
    this.readable = readable;
    this.clock = clock;
  }

  // --- correcting -------------------------------------------------------------------------------

  @Override
  public Corrected correct(Caller caller, UUID document, int page, Change change) {
    requireOneLine(change.text());
    return transactions.in(
        () -> {
          Document found = visible(caller, document);
          requireRead(found);
          PageReading before = page(found, page);
          if (before.revision() != change.revision()) {
            throw pageChanged(found, page, change.revision(), before.revision());
          }
          return correct(caller, found, before, change);
        });
  }

  private Corrected correct(Caller caller, Document document, PageReading before, Change change) {
    Words words = words(before.layer(), change);
    CorrectedLayer.Edited edited =
        CorrectedLayer.of(before.layer(), words.first(), words.end(), words.text());
    if (edited.changes().isEmpty()) {
      throw new IngestException.Invalid(
          "invalid-field", "[text] the page says this already. Send what it should say instead.");
    }
    PageReading after = before.corrected(edited.layer());
    if (!pages.correct(document.id(), document.version(), after, caller.actor())) {
      throw pageChanged(document, before.page(), change.revision(), after.revision());
    }
    List<Correction> made = record(caller, document, before, edited.changes());
    documents.setState(document.id(), Document.State.READABLE, Optional.empty());
    readable.fire(new DocumentReadable(document.id(), document.version()));
    return new Corrected(after, made);
  }

  /// Whoever corrects and whoever has it read again wait for one another here: neither works on
  /// what the other is about to change.
  private void requireRead(Document document) {
    Document.State state =
        documents
            .lock(document.id())
            .orElseThrow(() -> new IngestException.NotFound("document", document.id()));
    switch (state) {
      case READABLE, INDEXED -> {}
      case QUEUED, READING ->
          throw new IngestException.Conflict(
              "reading-under-way",
              "[%s] the document is being read just now. Correct it when that is done."
                  .formatted(document.name()));
      case FAILED, CANCELLED ->
          throw new IngestException.Conflict(
              "document-unread",
              "[%s] the document has not been read to its end. Have it read again, then correct it."
                  .formatted(document.name()));
    }
  }

  private static IngestException.Conflict pageChanged(
      Document document, int page, int asked, int current) {
    return new IngestException.Conflict(
        "page-changed",
        "[%s p.%d] revision %,d was to be corrected, and the page is at revision %,d. Look at it again, and correct what is still wrong."
            .formatted(document.name(), page, asked, current));
  }

  private static void requireOneLine(String text) {
    boolean plain =
        text.codePoints()
            .noneMatch(
                character ->
                    Character.isISOControl(character)
                        || character == 0x2028
                        || character == 0x2029
                        || character >= Character.MIN_SURROGATE
                            && character <= Character.MAX_SURROGATE);
    if (!plain) {
      throw new IngestException.Invalid(
          "invalid-field",
          "[text] it has a line end or another character that is no text. Correct one line at a time.");
    }
  }

  /// The words that a change is about, whole, and what they become.
  private record Words(int first, int end, String text) {}

  private static Words words(TokenLayer layer, Change change) {
    int length = Letters.count(layer.text());
    if (change.start() < 0 || change.end() <= change.start() || change.end() > length) {
      throw new IngestException.Invalid(
          "invalid-field",
          "[start, end] %,d to %,d is no run of this page's text, which has %,d characters."
              .formatted(change.start(), change.end(), length));
    }
    int first = layer.firstWordEndingAfter(change.start());
    int end = first;
    while (end < layer.words().size() && layer.words().get(end).start() < change.end()) {
      end++;
    }
    if (end == first) {
      throw new IngestException.Invalid(
          "invalid-field",
          "[start, end] there is no word from %,d to %,d. Name the words next to it as well."
              .formatted(change.start(), change.end()));
    }
    PlacedWord begin = layer.words().get(first);
    if (layer.isDescribed(begin.start(), layer.words().get(end - 1).end())) {
      throw new IngestException.Invalid(
          "invalid-field",
          "[start, end] %,d to %,d is what a model says of a figure, and stands nowhere. Have the figure read again, or take back what was said of it."
              .formatted(change.start(), change.end()));
    }
    PlacedWord last = layer.words().get(end - 1);
    if (layer.boxes(begin.start(), last.end()).size() != 1) {
      throw new IngestException.Invalid(
          "invalid-field",
          "[start, end] %,d to %,d runs over more than one line. Correct one line at a time."
              .formatted(change.start(), change.end()));
    }
    String kept = change.start() > begin.start() ? layer.text(begin.start(), change.start()) : "";
    String rest = change.end() < last.end() ? layer.text(change.end(), last.end()) : "";
    return new Words(first, end, kept + change.text() + rest);
  }

  // --- what is kept -----------------------------------------------------------------------------

  private List<Correction> record(
      Caller caller, Document document, PageReading before, List<LineEdit.Change> changes) {
    List<Correction> holding =
        corrections.holding(document.id(), document.version(), before.page());
    var made = new ArrayList<Correction>();
    for (LineEdit.Change change : changes) {
      Optional<Correction> earlier =
          holding.reversed().stream().filter(one -> isOf(one, before, change)).findFirst();
      String read = earlier.map(Correction::read).orElse(change.read());
      var state =
          read.equals(change.corrected()) ? Correction.State.UNDONE : Correction.State.APPLIED;
      var correction =
          new Correction(
              Ids.next(),
              document.id(),
              document.version(),
              before.page(),
              before.revision(),
              before.revision() + 1,
              before.turn(),
              change.box(),
              read,
              change.read(),
              change.corrected(),
              earlier.map(Correction::engine).orElse(before.engine()),
              state,
              before.revision() + 1,
              caller.actor(),
              // As fine as the database keeps it.
              clock.instant().truncatedTo(ChronoUnit.MICROS));
      earlier.ifPresent(
          one ->
              corrections.setState(
                  one.id(),
                  state == Correction.State.UNDONE
                      ? Correction.State.UNDONE
                      : Correction.State.REPLACED,
                  before.revision() + 1));
      corrections.add(correction);
      made.add(correction);
    }
    return made;
  }

  /// Whether a change is of the words that an earlier correction wrote.
  private static boolean isOf(Correction earlier, PageReading before, LineEdit.Change change) {
    return earlier.state() == Correction.State.APPLIED
        && earlier.corrected().equals(change.read())
        && Reanchoring.turned(earlier.box(), before.turn() - earlier.turn()).iou(change.box())
            > SAME_PLACE;
  }

  // --- looking ----------------------------------------------------------------------------------

  @Override
  public List<Correction> list(Caller caller, UUID document) {
    return corrections.of(visible(caller, document).id());
  }

  @Override
  public List<TrainingPair> trainingPairs(Caller caller, UUID collection) {
    if (collections.find(caller, collection).isEmpty()) {
      throw new IngestException.NotFound("collection", collection);
    }
    record PageOf(UUID document, int page) {}
    var readings = new HashMap<PageOf, Optional<PageReading>>();
    var pairs = new ArrayList<TrainingPair>();
    for (Correction correction : corrections.teaching(caller, collection)) {
      var at = new PageOf(correction.document(), correction.page());
      if (!readings.containsKey(at)) {
        // They come page by page: one page at a time is enough.
        readings.clear();
        readings.put(
            at, pages.current(correction.document(), correction.version(), correction.page()));
      }
      Optional<PageReading> reading = readings.getOrDefault(at, Optional.empty());
      pairs.add(new TrainingPair(correction, reading.flatMap(page -> line(page, correction))));
    }
    return pairs;
  }

  private static Optional<LineOnPage> line(PageReading page, Correction correction) {
    if (correction.state() == Correction.State.NOT_APPLIED || correction.corrected().isEmpty()) {
      return Optional.empty();
    }
    TokenLayer layer = page.layer();
    return Reanchoring.place(layer, page.turn(), correction)
        .filter(run -> run.text().equals(correction.corrected()))
        .map(
            run -> {
              int first = run.first();
              int end = run.end();
              while (first > 0 && isOneLine(layer, first - 1, end)) {
                first--;
              }
              while (end < layer.words().size() && isOneLine(layer, first, end + 1)) {
                end++;
              }
              int start = layer.words().get(first).start();
              int stop = layer.words().get(end - 1).end();
              return new LineOnPage(
                  page.revision(), layer.boxes(start, stop).getFirst(), layer.text(start, stop));
            });
  }

  private static boolean isOneLine(TokenLayer layer, int first, int end) {
    int start = layer.words().get(first).start();
    return layer.boxes(start, layer.words().get(end - 1).end()).size() == 1;
  }

  @Override
  public Proposals proposals(Caller caller, UUID document, int page) {
    Document found = visible(caller, document);
    PageReading reading = page(found, page);
    var lexicon = new Lexicon(corrections.lexicon(caller, found.collection(), LEXICON));
    return new Proposals(reading.revision(), lexicon.proposals(reading.layer()));
  }

  private PageReading page(Document document, int page) {
    return pages
        .current(document.id(), document.version(), page)
        .orElseThrow(() -> new IngestException.NotFound("page", page));
  }

  private Document visible(Caller caller, UUID document) {
    return documents
        .find(caller, document)
        .orElseThrow(() -> new IngestException.NotFound("document", document));
  }
}
