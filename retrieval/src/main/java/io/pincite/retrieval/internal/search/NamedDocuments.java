package io.pincite.retrieval.internal.search;

import io.pincite.retrieval.Search;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import io.pincite.retrieval.internal.lexical.TextAnalysis.Term;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tells which of many documents a question names: by its file name, its title, its parties. A word
/// that is in many of their names counts little. Safe for use by many threads.
final class NamedDocuments {
  private static final int REMEMBERED = 20_000;

  /// A name that half of the documents share says too little.
  private static final double LEAST = Math.log(2);

  /// More documents than these are a family, not one that is meant.
  private static final int MOST_SURELY = 3;

  /// How much rarer than one in all documents the names must be together, in nats: one in seven.
  private static final double CHANCE = 2;

  private static final int LEAST_HAN = 4;

  /// Names begin with a capital or a figure; the word before them says what they are.
  private static final Pattern NAME_WORD =
      Pattern.compile("(?<![\\p{L}\\d])[\\p{Lu}\\d][\\p{L}\\d&.'’-]*");

  private static final Pattern HAN = Pattern.compile("[\\p{IsHan}（）]+");

  private final Map<String, Set<String>> analysed =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
              return size() > REMEMBERED;
            }
          });

  /// The documents a question means.
  ///
  /// @param documents none when the question names none
  /// @param surely set when the question names so few, by so much, that it is about nothing else
  record Named(Set<UUID> documents, Optional<Search.Naming> surely) {
    static final Named NONE = new Named(Set.of(), Optional.empty());
  }

  /// The documents a question means, of many.
  ///
  /// @param documents with what each is called
  Named in(Inquiry inquiry, Map<UUID, String> documents) {
    if (documents.size() < 2) {
      return Named.NONE;
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
      return Named.NONE;
    }
    Set<UUID> named =
        scores.entrySet().stream()
            .filter(entry -> entry.getValue() >= 0.9 * best)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    if (named.size() * 2 > documents.size()) {
      return Named.NONE;
    }
    return new Named(named, surely(inquiry, documents, named, shared, inDocuments));
  }

  /// Two names or more, that together are found by chance in less than one of as many documents.
  private static Optional<Search.Naming> surely(
      Inquiry inquiry,
      Map<UUID, String> documents,
      Set<UUID> named,
      Map<UUID, Set<String>> shared,
      Map<String, Integer> inDocuments) {
    Set<String> naming = new HashSet<>(names(inquiry.text()));
    named.forEach(document -> naming.retainAll(shared.getOrDefault(document, Set.of())));
    naming.removeIf(term -> inDocuments.getOrDefault(term, 1) * 2 > documents.size());
    double rarity =
        naming.stream()
            .mapToDouble(
                term -> Math.log(documents.size() / (double) inDocuments.getOrDefault(term, 1)))
            .sum();
    boolean sure =
        named.size() <= MOST_SURELY
            && naming.size() >= 2
            && rarity >= Math.log(documents.size()) + CHANCE;
    if (!sure) {
      return Optional.empty();
    }
    String called =
        named.stream()
            .map(document -> documents.getOrDefault(document, ""))
            .collect(Collectors.joining("\n"));
    String rest = without(inquiry.text(), naming, called);
    return rest.equals(inquiry.text())
        ? Optional.empty()
        : Optional.of(new Search.Naming(named, rest));
  }

  /// The terms of what may be names in a question: words with a capital or a figure, and Chinese.
  private static Set<String> names(String question) {
    var names = new HashSet<String>();
    for (Pattern pattern : List.of(NAME_WORD, HAN)) {
      pattern
          .matcher(question)
          .results()
          .forEach(name -> names.addAll(TextAnalysis.terms(TextAnalysis.words(), name.group())));
    }
    return names;
  }

  /// A question without the names in it.
  private static String without(String question, Set<String> naming, String called) {
    String latin =
        NAME_WORD
            .matcher(question)
            .replaceAll(
                word ->
                    TextAnalysis.terms(TextAnalysis.words(), word.group()).stream()
                            .anyMatch(naming::contains)
                        ? " "
                        : Matcher.quoteReplacement(word.group()));
    String rest = HAN.matcher(latin).replaceAll(run -> withoutNames(run.group(), called));
    return rest.replaceAll("\\s+", " ").strip();
  }

  /// A run of Chinese without what also stands in what a document is called, at least four
  /// characters at a time: shorter runs are words anybody uses.
  private static String withoutNames(String run, String called) {
    var rest = new StringBuilder();
    int at = 0;
    while (at < run.length()) {
      int end = at;
      while (end < run.length() && called.contains(run.substring(at, end + 1))) {
        end++;
      }
      if (end - at >= LEAST_HAN) {
        rest.append(' ');
        at = end;
      } else {
        rest.append(run.charAt(at));
        at++;
      }
    }
    return Matcher.quoteReplacement(rest.toString());
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
