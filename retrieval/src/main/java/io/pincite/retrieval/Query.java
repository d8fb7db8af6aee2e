package io.pincite.retrieval;

import io.pincite.ingest.Caller;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What to look for and where.
///
/// @param text as the user typed it: quoted phrases and clause numbers in it are honoured
/// @param documents only these; empty means all
/// @param collection only this one
public record Query(
    Caller caller, String text, Set<UUID> documents, Optional<UUID> collection, int limit) {
  public Query {
    documents = Set.copyOf(documents);
  }
}
