package io.pincite.web.documents;

import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.retrieval.Search;
import io.pincite.web.problems.ProblemJson;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A document.
///
/// @param pagesNeedingOcr pages without usable text that nothing has read yet: reading again can
/// @param pagesReadByOcr pages that were read, wholly or in part, from their image
/// @param pagesDoubtful pages of which a region, or the whole, was not safely read
/// @param ocr when pages are read from their images
public record DocumentJson(
    UUID id,
    String name,
    String mediaType,
    long bytes,
    String sha256,
    Document.State state,
    Search.Searchable searchable,
    int pages,
    int pagesRead,
    int pagesFailed,
    int pagesNeedingOcr,
    int pagesReadByOcr,
    int pagesDoubtful,
    Documents.OcrChoice ocr,
    int version,
    UUID collection,
    Instant createdAt,
    Optional<ProblemJson> problem) {

  public static DocumentJson of(Document document, Search.Searchable searchable) {
    return new DocumentJson(
        document.id(),
        document.name(),
        document.mediaType(),
        document.bytes(),
        document.sha256(),
        document.state(),
        searchable,
        document.pages(),
        document.pagesRead(),
        document.pagesFailed(),
        document.pagesNeedingOcr(),
        document.pagesReadByOcr(),
        document.pagesDoubtful(),
        document.ocr(),
        document.version(),
        document.collection(),
        document.createdAt(),
        document.problem().map(ProblemJson::of));
  }
}
