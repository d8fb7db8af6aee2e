package io.pincite.ingest;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A piece of long work. Its row is the truth about it.
///
/// @param stage what it is doing, for people
/// @param done of `total`, in units of the stage (pages, chunks)
/// @param payload what the work needs to know; strings, numbers, booleans
/// @param result what came of it
public record Job(
    UUID id,
    Type type,
    State state,
    Optional<String> stage,
    int done,
    int total,
    int attempts,
    Optional<UUID> document,
    Map<String, Object> payload,
    Map<String, Object> result,
    Instant createdAt,
    Optional<Instant> finishedAt,
    Optional<Problem> problem) {

  public enum Type {
    READ,
    /// Reads the lines of pages that so far only a model has read.
    PROOFREAD,
    INDEX,
    REBUILD,
    OCR,
    DELETE,
    IMPORT,
    /// What a figure shows.
    FIGURE
  }

  public enum State {
    QUEUED,
    RUNNING,
    RETRYING,
    CANCELLED,
    FAILED,
    DONE;

    public boolean isFinal() {
      return this == CANCELLED || this == FAILED || this == DONE;
    }
  }
}
