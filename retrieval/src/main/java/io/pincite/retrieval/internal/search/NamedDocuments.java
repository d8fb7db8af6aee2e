package io.pincite.retrieval.internal.search;

import io.pincite.retrieval.internal.lexical.TextAnalysis;
import io.pincite.retrieval.internal.lexical.TextAnalysis.Term;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Tells which of many documents a question names: by its file name, its title, its parties. A word
/// that is in many of their names counts little. Safe for use by many threads.
final class NamedDocuments {
  private static final int REMEMBERED = 20_000;

  /// A name that half of the documents share says too little.
  private static final double LEAST = Math.log(2);

  private final Map<String, Set<String>> analysed =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
              return size() > REMEMBERED;
            }
          });

  /// The documents a question means, of many.
  ///
  /// @param documents with what each is called
  /// @return those that are clearly meant; none when the question names none of them
  Set<UUID> in(Inquiry inquiry, Map<UUID, String> documents) {
    if (documents.size() < 2) {
      return Set.of();
    }
    Set<String> asked =
        inquiry.terms().stream().map(Term::text).collect(Collectors.toUnmodifiableSet());
    var shared = new HashMap<UUID, Set<String>>();
    var inDocuments = new HashMap<String, Integer>();
    documents.forEach(
        (document, called) -> {
          var terms = new HashSet<>(terms(called));
          terms.retainAll(asked);
          terms.forEach(term -> inDocuments.merge(term, 1, Integer::sum));
          if (!terms.isEmpty()) {
            shared.put(document, terms);
          }
        });
    var scores = new HashMap<UUID, Double>();
    shared.forEach(
        (document, terms) ->
            scores.put(
                document,
                terms.stream()
                    .mapToDouble(
                        term ->
                            Math.log(documents.size() / (double) inDocuments.getOrDefault(term, 1)))
                    .sum()));
    double best = scores.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    if (best < LEAST - 1e-9) {
      return Set.of();
    }
    Set<UUID> named =
        scores.entrySet().stream()
            .filter(entry -> entry.getValue() >= 0.9 * best)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    return named.size() * 2 <= documents.size() ? named : Set.of();
  }

  private Set<String> terms(String called) {
    Set<String> known = analysed.get(called);
    if (known == null) {
      String words = called.replaceAll("[_./-]", " ");
      known = Set.copyOf(new HashSet<>(TextAnalysis.terms(TextAnalysis.words(), words)));
      analysed.put(called, known);
    }
    return known;
  }
}
