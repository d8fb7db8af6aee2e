package io.pincite.ingest.internal.figures;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Figures;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.images.PageImageCache;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.DocumentStore.Version;
import io.pincite.ingest.internal.store.PageStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Figures of stored pages, within what the caller may see.
@ApplicationScoped
class StoredFigures implements Figures {
  private final DocumentStore documents;
  private final PageStore pages;
  private final PdfFiles pdfFiles;
  private final PageImageCache images;

  StoredFigures(
      DocumentStore documents, PageStore pages, PdfFiles pdfFiles, PageImageCache images) {
    this.documents = documents;
    this.pages = pages;
    this.pdfFiles = pdfFiles;
    this.images = images;
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

  private static PlacedBlock figure(PageReading page, int number) {
    List<PlacedBlock> figures = page.layer().figures();
    if (number < 1 || number > figures.size()) {
      throw new IngestException.NotFound("figure", number);
    }
    return figures.get(number - 1);
  }
}
