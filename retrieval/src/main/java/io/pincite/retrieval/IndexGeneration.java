package io.pincite.retrieval;

import java.time.Instant;
import java.util.Optional;

/// One complete build of the index with its settings; questions are answered from the live one.
///
/// @param documents how many are in it
/// @param lag changes it has yet to take up
public record IndexGeneration(
    long id,
    State state,
    String backend,
    String chunker,
    String models,
    int documents,
    long chunks,
    long bytes,
    long lag,
    Instant createdAt,
    Optional<Instant> activatedAt) {

  public enum State {
    BUILDING,
    PAUSED,
    READY,
    LIVE,
    RETIRED,
    FAILED
  }
}
