package io.pincite.ingest.internal.corrections;

import io.pincite.ingest.Correction;
import io.pincite.ingest.FigureReading;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.internal.layer.Refigured;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.CorrectionStore;
import io.pincite.ingest.internal.store.FigureStore;
import io.pincite.ingest.internal.store.PageStore;
import io.pincite.ocr.Provenance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/// New readings of pages, stored with the corrections that readers made of earlier ones, and with
/// what was said of their figures: the reading as it is, and upon it a revision with those words,
/// in one transaction.
@Singleton
public class ReadAgain {
  private final CorrectionStore corrections;
  private final FigureStore figures;
  private final PageStore pages;
  private final Transactions transactions;

  public ReadAgain(
      CorrectionStore corrections,
      FigureStore figures,
      PageStore pages,
      Transactions transactions) {
    this.corrections = corrections;
    this.figures = figures;
    this.pages = pages;
    this.transactions = transactions;
  }

  /// What became of a reading.
  public enum Stored {
    NEW,
    /// The page says the same already.
    KNOWN,
    /// The page is gone, or somebody else has read it in the meantime.
    NOT_STORED
  }

  /// @param reading its revision follows the current one
  public Stored store(
      UUID document,
      int version,
      PageReading reading,
      Provenance provenance,
      String actor,
      UUID job) {
    if (reading.revision() == 1) {
      return add(document, version, reading, provenance, actor, job);
    }
    List<Correction> holding = corrections.holding(document, version, reading.page());
    List<FigureReading> said = figures.holding(document, version, reading.page());
    Reanchoring.Reapplied reapplied = Reanchoring.on(reading, holding);
    Refigured refigured = Refigured.on(reapplied.layer(), reading.turn(), said);
    PageReading corrected = reading.corrected(refigured.layer());
    if (pages.isSame(document, version, corrected)) {
      return Stored.KNOWN;
    }
    if (holding.isEmpty() && said.isEmpty()) {
      return add(document, version, reading, provenance, actor, job);
    }
    return transactions.in(
        () -> {
          Stored stored = add(document, version, reading, provenance, actor, job);
          if (stored != Stored.NEW) {
            return stored;
          }
          boolean changes = !refigured.layer().equals(reading.layer());
          int revision = changes ? corrected.revision() : reading.revision();
          if (changes) {
            pages.correct(document, version, corrected, actor);
          }
          reapplied
              .states()
              .forEach((correction, state) -> corrections.setState(correction, state, revision));
          refigured.states().forEach((figure, state) -> figures.setState(figure, state, revision));
          return Stored.NEW;
        });
  }

  private Stored add(
      UUID document,
      int version,
      PageReading reading,
      Provenance provenance,
      String actor,
      UUID job) {
    return pages.add(document, version, reading, provenance, actor, job)
        ? Stored.NEW
        : Stored.NOT_STORED;
  }
}
