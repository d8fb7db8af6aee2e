package io.pincite.ingest.internal.figures;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.FigureReading;
import io.pincite.ingest.Figures;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.images.PageImageCache;
import io.pincite.ingest.internal.layer.FiguredLayer;
import io.pincite.ingest.internal.layer.Refigured;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.DocumentStore.Version;
import io.pincite.ingest.internal.store.FigureStore;
import io.pincite.ingest.internal.store.PageStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// Figures of stored pages, within what the caller may see.
@ApplicationScoped
class StoredFigures implements Figures {
  private final DocumentStore documents;
  private final PageStore pages;
  private final FigureStore figures;
  private final FigureRevisions revisions;
  private final PdfFiles pdfFiles;
  private final PageImageCache images;
  private final Jobs jobs;
  private final Ocr ocr;
  private final Transactions transactions;

  StoredFigures(
      DocumentStore documents,
      PageStore pages,
      FigureStore figures,
      FigureRevisions revisions,
      PdfFiles pdfFiles,
      PageImageCache images,
      Jobs jobs,
      Ocr ocr,
      Transactions transactions) {
    this.documents = documents;
    this.pages = pages;
    this.figures = figures;
    this.revisions = revisions;
    this.pdfFiles = pdfFiles;
    this.images = images;
    this.jobs = jobs;
    this.ocr = ocr;
    this.transactions = transactions;
  }

  @Override
  public Path image(
      Caller caller,
      UUID document,
      Optional<Integer> version,
      int page,
      Optional<Integer> revision,
      int figure) {
    Version found =
        documents
            .version(caller, document, version)
            .orElseThrow(() -> new IngestException.NotFound("document", document));
    PageReading reading =
        revision
            .map(one -> pages.revision(document, found.n(), page, one))
            .orElseGet(() -> pages.current(document, found.n(), page))
            .orElseThrow(() -> new IngestException.NotFound("page", page));
    return images.figure(
        found.sha256(),
        page,
        reading.turn(),
        figure(reading, figure).box(),
        () ->
            new PageImageCache.Drawable(
                pdfFiles.pdf(found.sha256(), found.mediaType()), pdfFiles.kind(found.mediaType())));
  }

  @Override
  public OnPage onPage(Caller caller, UUID document, int page) {
    Document found = visible(caller, document);
    PageReading reading = current(found, page);
    List<FigureReading> holding = figures.holding(found.id(), found.version(), page).reversed();
    var onPage = new ArrayList<Figure>();
    for (int i = 0; i < reading.layer().figures().size(); i++) {
      int index = i;
      onPage.add(
          new Figure(
              i + 1,
              reading.layer().figures().get(i).box(),
              FiguredLayer.caption(reading.layer(), i),
              holding.stream()
                  .filter(one -> place(reading, one).equals(OptionalInt.of(index)))
                  .toList()));
    }
    return new OnPage(
        found.version(),
        reading.revision(),
        onPage,
        holding.stream().filter(one -> place(reading, one).isEmpty()).toList());
  }

  private static OptionalInt place(PageReading page, FigureReading said) {
    return Refigured.place(page.layer(), page.turn(), said);
  }

  @Override
  public Job read(Caller caller, UUID document, int page, int figure, Wish wish) {
    visible(caller, document);
    String engine = AbleEngine.of(ocr, wish);
    return transactions.in(
        () -> {
          Document found = visible(caller, document);
          revisions.requireRead(found.id(), found.name());
          PageReading reading = current(found, page);
          figure(reading, figure);
          var asked =
              new FigurePayload(
                  page,
                  reading.revision(),
                  figure,
                  wish.task(),
                  engine,
                  wish.mode(),
                  wish.prompt(),
                  caller.actor());
          return jobs.enqueue(caller, Job.Type.FIGURE, Optional.of(document), asked.toMap());
        });
  }

  @Override
  public PageReading takeBack(Caller caller, UUID document, int page, int figure) {
    return transactions.in(
        () -> {
          Document found = visible(caller, document);
          revisions.requireRead(found.id(), found.name());
          PageReading reading = current(found, page);
          figure(reading, figure);
          List<FigureReading> said = revisions.of(reading, found.id(), found.version(), figure - 1);
          if (said.isEmpty()) {
            throw new IngestException.NotFound("reading of figure", figure);
          }
          return revisions.takeBack(reading, figure - 1, said, caller.actor(), found.name());
        });
  }

  private Document visible(Caller caller, UUID document) {
    return documents
        .find(caller, document)
        .orElseThrow(() -> new IngestException.NotFound("document", document));
  }

  private PageReading current(Document document, int page) {
    return pages
        .current(document.id(), document.version(), page)
        .orElseThrow(() -> new IngestException.NotFound("page", page));
  }

  private static PlacedBlock figure(PageReading page, int number) {
    List<PlacedBlock> figures = page.layer().figures();
    if (number < 1 || number > figures.size()) {
      throw new IngestException.NotFound("figure", number);
    }
    return figures.get(number - 1);
  }
}
