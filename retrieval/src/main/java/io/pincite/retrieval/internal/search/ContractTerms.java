package io.pincite.retrieval.internal.search;

import io.pincite.retrieval.internal.lexical.ChineseForms;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A small table of contract terms in Chinese and English, so that a question in the one language
/// finds clauses in the other: the built-in vectors of the two are separate spaces. Safe for use by
/// many threads.
final class ContractTerms {
  private static final ContractTerms BUILT_IN = read("contract-terms.tsv");

  /// A question put into the other language, as far as the table goes.
  ///
  /// @param text the usual wording of each term, for people and for a vector
  /// @param wordings all wordings of all terms, for words
  record Gloss(String text, List<String> wordings) {
    Gloss {
      wordings = List.copyOf(wordings);
    }
  }

  private final Map<String, List<String>> english = new HashMap<>();
  private final Map<List<String>, List<String>> chinese = new HashMap<>();
  private int longestChinese;
  private int longestEnglish;

  private ContractTerms() {}

  static ContractTerms builtIn() {
    return BUILT_IN;
  }

  private static ContractTerms read(String resource) {
    var terms = new ContractTerms();
    try (InputStream stream =
            Objects.requireNonNull(ContractTerms.class.getResourceAsStream(resource), resource);
        var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] sides = line.split("\t", 2);
          terms.add(List.of(sides[0].split(",")), List.of(sides[1].split(";\\s*")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
    return terms;
  }

  private void add(List<String> left, List<String> right) {
    for (String wording : left) {
      if (english.put(wording, right) != null) {
        throw new IllegalStateException("contract-terms.tsv has " + wording + " twice");
      }
      longestChinese = Math.max(longestChinese, wording.length());
    }
    for (String wording : right) {
      List<String> stems = TextAnalysis.terms(TextAnalysis.words(), wording);
      chinese.putIfAbsent(stems, left);
      longestEnglish = Math.max(longestEnglish, stems.size());
    }
  }

  /// Longest wording first, from left to right; empty when nothing in it is known.
  Optional<Gloss> inEnglish(String question) {
    String text = ChineseForms.simplified(question);
    Set<String> usual = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>();
    for (int i = 0; i < text.length(); ) {
      int length = Math.min(longestChinese, text.length() - i);
      while (length > 0 && !english.containsKey(text.substring(i, i + length))) {
        length--;
      }
      if (length > 0) {
        List<String> wordings = english.getOrDefault(text.substring(i, i + length), List.of());
        usual.add(wordings.getFirst());
        all.addAll(wordings);
      }
      i += Math.max(1, length);
    }
    return gloss(usual, all, ", ");
  }

  Optional<Gloss> inChinese(String question) {
    List<String> stems = TextAnalysis.terms(TextAnalysis.words(), question);
    Set<String> usual = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>();
    for (int i = 0; i < stems.size(); ) {
      int length = Math.min(longestEnglish, stems.size() - i);
      while (length > 0 && !chinese.containsKey(stems.subList(i, i + length))) {
        length--;
      }
      if (length > 0) {
        List<String> wordings = chinese.getOrDefault(stems.subList(i, i + length), List.of());
        usual.add(wordings.getFirst());
        all.addAll(wordings);
      }
      i += Math.max(1, length);
    }
    return gloss(usual, all, "，");
  }

  private static Optional<Gloss> gloss(Set<String> usual, Set<String> all, String separator) {
    return usual.isEmpty()
        ? Optional.empty()
        : Optional.of(new Gloss(String.join(separator, usual), new ArrayList<>(all)));
  }
}
