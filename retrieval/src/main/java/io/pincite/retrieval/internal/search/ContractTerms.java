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
import java.util.function.Function;

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

  /// One meaning: its wordings in Chinese and in English, the usual one first.
  private record Row(List<String> chinese, List<String> english) {}

  private final Map<String, Row> byChinese = new HashMap<>();
  private final Map<List<String>, Row> byEnglish = new HashMap<>();
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
          terms.add(new Row(List.of(sides[0].split(",")), List.of(sides[1].split(";\\s*"))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
    return terms;
  }

  private void add(Row row) {
    for (String wording : row.chinese()) {
      if (byChinese.put(wording, row) != null) {
        throw new IllegalStateException("contract-terms.tsv has " + wording + " twice");
      }
      longestChinese = Math.max(longestChinese, wording.length());
    }
    for (String wording : row.english()) {
      List<String> stems = TextAnalysis.terms(TextAnalysis.words(), wording);
      byEnglish.putIfAbsent(stems, row);
      longestEnglish = Math.max(longestEnglish, stems.size());
    }
  }

  /// A Chinese question in English; empty when nothing in it is known.
  Optional<Gloss> inEnglish(String question) {
    return gloss(rowsOfChinese(question), Row::english, ", ");
  }

  /// An English question in Chinese.
  Optional<Gloss> inChinese(String question) {
    return gloss(rowsOfEnglish(question), Row::chinese, "，");
  }

  /// An English question in the other wordings contracts have for its terms.
  Optional<Gloss> otherwiseInEnglish(String question) {
    return gloss(rowsOfEnglish(question), Row::english, ", ");
  }

  /// Likewise a Chinese one.
  Optional<Gloss> otherwiseInChinese(String question) {
    return gloss(rowsOfChinese(question), Row::chinese, "，");
  }

  /// Longest wording first, from left to right.
  private Set<Row> rowsOfChinese(String question) {
    String text = ChineseForms.simplified(question);
    Set<Row> rows = new LinkedHashSet<>();
    for (int i = 0; i < text.length(); ) {
      int length = Math.min(longestChinese, text.length() - i);
      while (length > 0 && !byChinese.containsKey(text.substring(i, i + length))) {
        length--;
      }
      if (length > 0) {
        rows.add(Objects.requireNonNull(byChinese.get(text.substring(i, i + length))));
      }
      i += Math.max(1, length);
    }
    return rows;
  }

  private Set<Row> rowsOfEnglish(String question) {
    List<String> stems = TextAnalysis.terms(TextAnalysis.words(), question);
    Set<Row> rows = new LinkedHashSet<>();
    for (int i = 0; i < stems.size(); ) {
      int length = Math.min(longestEnglish, stems.size() - i);
      while (length > 0 && !byEnglish.containsKey(stems.subList(i, i + length))) {
        length--;
      }
      if (length > 0) {
        rows.add(Objects.requireNonNull(byEnglish.get(stems.subList(i, i + length))));
      }
      i += Math.max(1, length);
    }
    return rows;
  }

  private static Optional<Gloss> gloss(
      Set<Row> rows, Function<Row, List<String>> side, String separator) {
    Set<String> usual = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>();
    for (Row row : rows) {
      usual.add(side.apply(row).getFirst());
      all.addAll(side.apply(row));
    }
    return usual.isEmpty()
        ? Optional.empty()
        : Optional.of(new Gloss(String.join(separator, usual), new ArrayList<>(all)));
  }
}
