package io.pincite.qa.internal.extractive;

import io.pincite.retrieval.Hit;
import io.pincite.retrieval.Sentences;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A sentence of a passage that may answer.
///
/// @param rank of its passage among those offered, from 0
/// @param start offset in code points of the passage's text, inclusive
/// @param end likewise, exclusive
/// @param ordinal among the passage's sentences
/// @param previous the sentence before it in its passage, folded; empty for the first
/// @param folded its text as patterns see it
/// @param spoken likewise, of a table's row with the header before it
/// @param headings the headings above it, folded, and the label it begins with, outermost first
/// @param terms its terms; of a table's row with those of the header
/// @param pairs its neighbouring terms, two by two
/// @param context terms of its whole passage with headings
/// @param header the header row of its table, where it is a row
/// @param row its cells, where it is one
record Candidate(
    Hit hit,
    int rank,
    int start,
    int end,
    int ordinal,
    String text,
    String previous,
    String folded,
    String spoken,
    List<String> headings,
    Set<String> terms,
    Set<String> pairs,
    Set<String> context,
    Optional<String> header,
    Optional<TableRow> row) {
  /// Longer rows are tables for the looks of it, whose cells hold whole clauses.
  private static final int LONGEST_ROW = 400;

  static List<Candidate> of(List<Hit> hits) {
    var candidates = new ArrayList<Candidate>();
    for (int rank = 0; rank < hits.size(); rank++) {
      Hit hit = hits.get(rank);
      String text = hit.chunk().text();
      List<String> headings = hit.chunk().headings().stream().map(Topics::fold).toList();
      Set<String> context = Terms.content(String.join(" ", hit.chunk().headings()) + " " + text);
      Optional<String> header =
          hit.chunk().table() ? Optional.of(text.lines().findFirst().orElse("")) : Optional.empty();
      String previous = "";
      int ordinal = 0;
      for (Sentences.Range range : header.isPresent() ? rows(text) : Sentences.of(text)) {
        String sentence = Sentences.textOf(text, range);
        String folded = Topics.fold(sentence);
        if (header.isPresent() && ordinal == 0) {
          // The header row says nothing by itself; every other row is read with it.
          ordinal++;
          continue;
        }
        String spoken = header.map(row -> Topics.fold(row) + " " + folded).orElse(folded);
        candidates.add(
            new Candidate(
                hit,
                rank,
                range.start(),
                range.end(),
                ordinal++,
                sentence,
                previous,
                folded,
                spoken,
                headings,
                termsOf(sentence, header),
                Terms.neighbours(sentence),
                context,
                header,
                header.map(row -> TableRow.of(row, sentence, columnsBefore(text, range.start())))));
        previous = folded;
      }
    }
    return candidates;
  }

  /// The rows of a table, long ones sentence by sentence.
  private static List<Sentences.Range> rows(String text) {
    var rows = new ArrayList<Sentences.Range>();
    int lineStart = 0;
    for (String line : text.split("\n", -1)) {
      int length = line.codePointCount(0, line.length());
      if (length > LONGEST_ROW) {
        for (Sentences.Range range : Sentences.of(line)) {
          rows.add(new Sentences.Range(lineStart + range.start(), lineStart + range.end()));
        }
      } else if (!line.isBlank()) {
        int lead = line.codePointCount(0, line.indexOf(line.strip()));
        String bare = line.strip();
        int from = lineStart + lead;
        rows.add(new Sentences.Range(from, from + bare.codePointCount(0, bare.length())));
      }
      lineStart += length + 1;
    }
    return rows;
  }

  /// How many cells of its line stand before a place.
  private static int columnsBefore(String text, int start) {
    int at = text.offsetByCodePoints(0, start);
    int columns = 0;
    for (int i = at - 1; i >= 0 && text.charAt(i) != '\n'; i--) {
      columns += text.charAt(i) == '\t' ? 1 : 0;
    }
    return columns;
  }

  private static Set<String> termsOf(String sentence, Optional<String> header) {
    Set<String> terms = new LinkedHashSet<>(Terms.content(sentence));
    header.ifPresent(row -> terms.addAll(Terms.content(row)));
    return terms;
  }

  /// A short first part set off as a label, such as "Term." in "2.1 Term. The term is …"; folded.
  String label() {
    int limit = Math.min(folded.length(), 70);
    for (int i = 3; i < limit; i++) {
      char c = folded.charAt(i);
      if ((c == '.' || c == ':' || c == '：') && !Character.isDigit(folded.charAt(i - 1))) {
        return folded.substring(0, i);
      }
    }
    // The label may be a sentence of its own, just before.
    return previous.length() <= 70 ? previous : "";
  }
}
