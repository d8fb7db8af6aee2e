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
    Optional<String> header) {

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
      for (Sentences.Range range : Sentences.of(text)) {
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
                header));
        previous = folded;
      }
    }
    return candidates;
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
