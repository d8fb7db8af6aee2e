package io.pincite.web.documents;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collections;
import io.pincite.ingest.Documents;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Where a question or search is to look, checked: what is not there is said rather than silently
/// not found in.
@ApplicationScoped
public class Scope {
  private final Documents documents;
  private final Collections collections;

  Scope(Documents documents, Collections collections) {
    this.documents = documents;
    this.collections = collections;
  }

  /// @return empty where the whole library is meant
  public Set<UUID> documents(Caller caller, Optional<List<String>> ids) {
    Set<UUID> wanted = Parameters.ids("documents", ids);
    for (UUID id : wanted) {
      if (documents.find(caller, id).isEmpty()) {
        throw WebException.notFound("document", id);
      }
    }
    return wanted;
  }

  public Optional<UUID> collection(Caller caller, Optional<String> id) {
    Optional<UUID> wanted = id.flatMap(text -> Parameters.id("collection", text, true));
    if (wanted.isPresent() && collections.find(caller, wanted.get()).isEmpty()) {
      throw WebException.notFound("collection", wanted.get());
    }
    return wanted;
  }
}
