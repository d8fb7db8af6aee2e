package io.pincite.ingest;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An uploaded document at its current version.
///
/// @param bytes size of the file
/// @param sha256 of the file, lower-case hex
/// @param pages 0 until the file has been opened
/// @param pagesFailed pages that could not be read at all; pages that need OCR are not among them
/// @param pagesNeedingOcr pages without usable text: nothing has read them yet
/// @param pagesReadByOcr pages that were read, wholly or in part, from their image
/// @param pagesDoubtful pages of which a region, or the whole, was not safely read
/// @param ocr when pages are read from their images
public record Document(
    UUID id,
    UUID collection,
    String name,
    String mediaType,
    long bytes,
    String sha256,
    State state,
    int version,
    int pages,
    int pagesRead,
    int pagesFailed,
    int pagesNeedingOcr,
    int pagesReadByOcr,
    int pagesDoubtful,
    Documents.OcrChoice ocr,
    Instant createdAt,
    Optional<Problem> problem) {

  /// Where a document stands. INDEXED is set by the index, which lies above this module, through
  /// [Documents#indexed].
  public enum State {
    QUEUED,
    READING,
    READABLE,
    INDEXED,
    FAILED,
    CANCELLED
  }
}
