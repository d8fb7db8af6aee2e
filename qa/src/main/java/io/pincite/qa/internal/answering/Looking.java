package io.pincite.qa.internal.answering;

import io.pincite.qa.Answer;
import io.pincite.qa.Question;
import io.pincite.qa.internal.extractive.Inquiry;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.Explanation;
import io.pincite.retrieval.Hit;
import io.pincite.retrieval.Query;
import io.pincite.retrieval.Search;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Looks for the passages of a question: with its own words, with the words contracts use for what
/// it asks, and at the beginning of documents where that is where answers of its kind stand.
final class Looking {
  /// Passages at the beginning of a document that are always among those of a question about it.
  private static final int FRONT = 4;

  /// Documents whose beginning is looked at.
  private static final int FRONT_DOCUMENTS = 3;

  private final Search search;

  Looking(Search search) {
    this.search = search;
  }

  /// What was found and how.
  ///
  /// @param named the documents the question names beyond doubt; empty for none
  /// @param inquiry what is asked of them: without their names, which choose where to look and
  ///     not what for
  record Found(List<Hit> hits, Answer.Searched searched, Set<UUID> named, Inquiry inquiry) {
    Found {
      hits = List.copyOf(hits);
      named = Set.copyOf(named);
    }
  }

  /// The documents a question names beyond doubt among those it may look at; empty for none.
  Set<UUID> named(Question question, String text) {
    return search
        .search(new Query(question.caller(), text, question.documents(), question.collection(), 1))
        .naming()
        .map(Search.Naming::documents)
        .orElse(Set.of());
  }

  /// @param understood of the question as it was asked
  /// @param understand for what is left of a question without the names of documents
  Found find(
      Question question,
      String words,
      Inquiry understood,
      Function<String, Inquiry> understand,
      Set<UUID> scope,
      int limit) {
    var results = new ArrayList<Search.Result>();
    Search.Result first =
        search.search(new Query(question.caller(), words, scope, question.collection(), limit));
    Optional<Search.Naming> naming =
        first.naming().filter(names -> names.rest().codePoints().anyMatch(Character::isLetter));
    Set<UUID> named = naming.map(Search.Naming::documents).orElse(Set.of());
    Set<UUID> documents = named.isEmpty() ? scope : named;
    Inquiry inquiry = naming.map(Search.Naming::rest).map(understand).orElse(understood);
    naming.ifPresent(
        names ->
            results.add(
                search.search(
                    new Query(
                        question.caller(),
                        names.rest(),
                        names.documents(),
                        question.collection(),
                        limit))));
    results.add(first);
    Set<Boolean> scripts =
        results.getFirst().hits().stream()
            .map(hit -> isChinese(hit.chunk().text()))
            .collect(java.util.stream.Collectors.toSet());
    for (String searched : inquiry.searches()) {
      // Words of a language that nothing found is in would be looked for in vain.
      if (!scripts.isEmpty() && !scripts.contains(isChinese(searched))) {
        continue;
      }
      results.add(
          search.search(
              new Query(question.caller(), searched, documents, question.collection(), limit)));
    }
    List<Hit> hits = alternating(results, limit);
    if (inquiry.standsInFront()) {
      hits = withFronts(question, hits);
    }
    Set<String> queries = new LinkedHashSet<>();
    Set<String> languages = new LinkedHashSet<>();
    for (Search.Result result : results) {
      queries.addAll(result.queries());
      languages.addAll(result.languages());
    }
    return new Found(
        hits,
        new Answer.Searched(
            first.documents(),
            first.chunks(),
            List.copyOf(queries),
            List.copyOf(languages),
            first.generation()),
        named,
        inquiry);
  }

  private static boolean isChinese(String text) {
    return text.codePoints().anyMatch(Character::isIdeographic);
  }

  /// The best of each in turn.
  private static List<Hit> alternating(List<Search.Result> results, int limit) {
    Map<UUID, Hit> hits = new LinkedHashMap<>();
    int longest = results.stream().mapToInt(result -> result.hits().size()).max().orElse(0);
    for (int rank = 0; rank < longest; rank++) {
      for (Search.Result result : results) {
        if (rank < result.hits().size() && hits.size() < limit) {
          Hit hit = result.hits().get(rank);
          hits.putIfAbsent(hit.chunk().id(), hit);
        }
      }
    }
    return List.copyOf(hits.values());
  }

  private List<Hit> withFronts(Question question, List<Hit> hits) {
    Map<UUID, String> names = new LinkedHashMap<>();
    for (Hit hit : hits) {
      if (names.size() < FRONT_DOCUMENTS) {
        names.putIfAbsent(hit.chunk().document(), hit.documentName());
      }
    }
    Map<UUID, Hit> all = new LinkedHashMap<>();
    hits.forEach(hit -> all.put(hit.chunk().id(), hit));
    names.forEach(
        (document, name) -> {
          List<Chunk> chunks = search.chunks(question.caller(), document);
          for (Chunk chunk : chunks.subList(0, Math.min(FRONT, chunks.size()))) {
            all.putIfAbsent(
                chunk.id(),
                new Hit(
                    chunk,
                    name,
                    0,
                    new Explanation(0, "stands at the beginning of the document", List.of())));
          }
        });
    return List.copyOf(all.values());
  }
}
