package io.pincite.retrieval;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Finds passages. No language model is involved. Safe for use by many threads.
public interface Search {

  /// The passages that fit best, best first.
  ///
  /// @throws RetrievalException when the query is empty or too long
  Result search(Query query);

  /// The chunks of a document in the live generation, in document order.
  List<Chunk> chunks(io.pincite.ingest.Caller caller, UUID document);

  /// How far a document can be searched.
  Searchable searchable(UUID document);

  /// What a search found, and where it looked.
  ///
  /// @param generation that was searched
  /// @param queries the forms in which the question was put to the index
  /// @param languages whose vectors were asked, as BCP 47 tags
  /// @param documents how many documents were in scope
  /// @param chunks how many chunks were in scope
  /// @param naming the documents the question names beyond doubt, where it names any
  record Result(
      List<Hit> hits,
      long generation,
      List<String> queries,
      List<String> languages,
      int documents,
      int chunks,
      Optional<Naming> naming) {
    public Result {
      hits = List.copyOf(hits);
      queries = List.copyOf(queries);
      languages = List.copyOf(languages);
    }
  }

  /// Documents that a question names by title, party or file name beyond doubt: it is a question
  /// about these.
  ///
  /// @param rest the question without the names, which is what is asked about them
  record Naming(Set<UUID> documents, String rest) {
    public Naming {
      documents = Set.copyOf(documents);
    }
  }

  enum Searchable {
    NONE,
    /// By words; vectors are still being made. Questions work from here on.
    LEXICAL,
    FULL
  }
}
