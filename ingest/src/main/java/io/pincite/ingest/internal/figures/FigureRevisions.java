package io.pincite.ingest.internal.figures;

import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentReadable;
import io.pincite.ingest.FigureReading;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.internal.layer.FiguredLayer;
import io.pincite.ingest.internal.layer.Refigured;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.FigureStore;
import io.pincite.ingest.internal.store.PageStore;
import io.pincite.ocr.Block;
import io.pincite.ocr.FigureText;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// Revisions of pages in which a model says what a figure shows: the row, the revision and the work
/// it leaves for the index are one transaction.
@Singleton
public class FigureRevisions {
  private final FigureStore figures;
  private final DocumentStore documents;
  private final PageStore pages;
  private final Transactions transactions;
  private final Event<DocumentReadable> readable;

  public FigureRevisions(
      FigureStore figures,
      DocumentStore documents,
      PageStore pages,
      Transactions transactions,
      Event<DocumentReadable> readable) {
    this.figures = figures;
    this.documents = documents;
    this.pages = pages;
    this.transactions = transactions;
    this.readable = readable;
  }

  /// Keeps what was said of a figure, and makes it part of the page's text where the figure still
  /// is.
  ///
  /// @param name of the document, for messages
  /// @return the page's revision that has it; none where no figure is at that place any more
  /// @throws IngestException.Conflict `reading-under-way`, `document-unread`
  public Optional<Integer> keep(FigureReading said, String name) {
    return transactions.inNew(
        () -> {
          requireRead(said.document(), name);
          PageReading page =
              pages
                  .current(said.document(), said.version(), said.page())
                  .orElseThrow(() -> new IngestException.NotFound("page", said.page()));
          OptionalInt place = Refigured.place(page.layer(), page.turn(), said);
          if (place.isEmpty()) {
            figures.add(inState(said, FigureReading.State.NOT_APPLIED, page.revision()));
            return Optional.empty();
          }
          int figure = place.getAsInt();
          List<Block> blocks =
              FigureText.blocks(
                  said.written(),
                  page.layer().figures().get(figure).box(),
                  FigureText.label(said.task()));
          int revision =
              revise(page, FiguredLayer.with(page.layer(), figure, blocks), said, name).revision();
          of(page, said.document(), said.version(), figure).stream()
              .filter(earlier -> earlier.task() == said.task())
              .forEach(
                  earlier ->
                      figures.setState(earlier.id(), FigureReading.State.REPLACED, revision));
          figures.add(inState(said, FigureReading.State.APPLIED, revision));
          return Optional.of(revision);
        });
  }

  /// What holds of a figure, oldest first.
  ///
  /// @param figure index among those of the page
  List<FigureReading> of(PageReading page, UUID document, int version, int figure) {
    return figures.holding(document, version, page.page()).stream()
        .filter(
            one -> Refigured.place(page.layer(), page.turn(), one).equals(OptionalInt.of(figure)))
        .toList();
  }

  /// Takes what was said of a figure out of the page's text, in the open transaction.
  ///
  /// @param figure index among those of the page
  /// @param said what holds of it, not empty
  PageReading takeBack(
      PageReading page, int figure, List<FigureReading> said, String actor, String name) {
    FigureReading any = said.getFirst();
    PageReading after =
        revise(
            page,
            FiguredLayer.without(page.layer(), figure),
            any.document(),
            any.version(),
            actor,
            name);
    said.forEach(
        one -> figures.setState(one.id(), FigureReading.State.TAKEN_BACK, after.revision()));
    return after;
  }

  private PageReading revise(PageReading page, TokenLayer layer, FigureReading said, String name) {
    return revise(page, layer, said.document(), said.version(), said.actor(), name);
  }

  private PageReading revise(
      PageReading page, TokenLayer layer, UUID document, int version, String actor, String name) {
    if (layer.equals(page.layer())) {
      return page;
    }
    PageReading after = page.corrected(layer);
    if (!pages.correct(document, version, after, actor)) {
      throw new IngestException.Conflict(
          "page-changed",
          "[%s p.%d] somebody changed the page just now. Look at it again."
              .formatted(name, page.page()));
    }
    documents.setState(document, Document.State.READABLE, Optional.empty());
    readable.fire(new DocumentReadable(document, version));
    return after;
  }

  /// Whoever has the document read and whoever has a figure of it read wait for one another here.
  void requireRead(UUID document, String name) {
    Document.State state =
        documents
            .lock(document)
            .orElseThrow(() -> new IngestException.NotFound("document", document));
    switch (state) {
      case READABLE, INDEXED -> {}
      case QUEUED, READING ->
          throw new IngestException.Conflict(
              "reading-under-way",
              "[%s] the document is being read just now. Have its figures read when that is done."
                  .formatted(name));
      case FAILED, CANCELLED ->
          throw new IngestException.Conflict(
              "document-unread",
              "[%s] the document has not been read to its end. Have it read again, then its figures."
                  .formatted(name));
    }
  }

  private static FigureReading inState(FigureReading said, FigureReading.State state, int seenIn) {
    return new FigureReading(
        said.id(),
        said.document(),
        said.version(),
        said.page(),
        said.turn(),
        said.box(),
        said.task(),
        said.prompt(),
        said.engine(),
        said.model(),
        said.mode(),
        said.written(),
        state,
        seenIn,
        said.actor(),
        said.at());
  }
}
