package io.pincite.qa;

import io.pincite.ingest.Caller;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// @param documents only these; empty means all the caller may see
/// @param conversation the one it belongs to; without one it stands alone
/// @param model `extractive` forces the built-in answerer; otherwise the configured one is used
public record Question(
    Caller caller,
    String text,
    Set<UUID> documents,
    Optional<UUID> collection,
    Optional<UUID> conversation,
    Optional<String> model) {
  public Question {
    documents = Set.copyOf(documents);
  }
}
