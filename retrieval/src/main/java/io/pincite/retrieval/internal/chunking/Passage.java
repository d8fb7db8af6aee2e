package io.pincite.retrieval.internal.chunking;

import io.pincite.retrieval.Chunk;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A chunk with what the index needs beside it.
///
/// @param titles of the clauses that start in it, beyond the headings above all of it
/// @param misread whether its words may have been misread, because OCR read some of them
public record Passage(Chunk chunk, List<String> titles, boolean misread) {
  /// Longest text of headings put before a passage to embed it, in characters.
  private static final int MOST_CONTEXT = 160;

  public Passage {
    titles = List.copyOf(titles);
  }

  /// What is embedded: the headings above it that its text does not show, then its text.
  public String embedded() {
    var context = new StringBuilder();
    for (String heading : chunk.headings()) {
      if (!chunk.text().contains(heading) && context.length() + heading.length() < MOST_CONTEXT) {
        context.append(heading).append('\n');
      }
    }
    return context + chunk.text().replace("\t", " | ");
  }

  /// The numbers of the clauses in it and its own, as [ClauseNumbers] writes them.
  public Set<String> clauses() {
    var clauses = new LinkedHashSet<String>();
    if (!chunk.headings().isEmpty()) {
      clauses.addAll(ClauseNumbers.ofLine(chunk.headings().getLast()));
    }
    if (!chunk.table()) {
      chunk.text().lines().forEach(line -> clauses.addAll(ClauseNumbers.ofLine(line)));
    }
    return clauses;
  }

  /// The numbers of the clauses it lies under.
  public Set<String> clausesAbove() {
    var above = new LinkedHashSet<String>();
    for (String heading : chunk.headings()) {
      above.addAll(ClauseNumbers.ofLine(heading));
    }
    for (String own : clauses()) {
      above.addAll(ClauseNumbers.above(own));
    }
    above.removeAll(clauses());
    return above;
  }
}
