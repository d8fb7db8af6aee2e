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
/// @param pagesNeedingOcr pages without a usable text layer
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
