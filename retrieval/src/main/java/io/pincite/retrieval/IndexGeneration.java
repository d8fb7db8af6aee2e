package io.pincite.retrieval;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// One complete build of the index with its settings; questions are answered from the live one.
///
/// @param documents how many are in it
/// @param lag changes it has yet to take up
/// @param outdated what of it was made otherwise than Pincite works now; such an index finds less
///     until it is rebuilt
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
    Set<Part> outdated,
    Instant createdAt,
    Optional<Instant> activatedAt) {
  public IndexGeneration {
    outdated = Set.copyOf(outdated);
  }

  /// What searches and an index have to agree on.
  public enum Part {
    /// The kind of index, and how words become its terms.
    BACKEND,
    /// The models whose vectors it holds.
    MODELS
  }

  public enum State {
    BUILDING,
    PAUSED,
    READY,
    LIVE,
    RETIRED,
    FAILED
  }
}
