package io.pincite.qa.internal.extractive;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What the passages offered say together about each: which document the question names, which
/// language it should come from, which row of a table is meant.
final class Context {
  /// In logits; set by hand.
  private static final double NAMED_DOCUMENT = 2.5;

  private static final double OTHER_LANGUAGE = -2.5;
  private static final double OTHER_ROW = -5;

  private final Map<UUID, Double> documents;
  private final String language;
  private final boolean languagesDiffer;
  private final Set<String> terms;
  private final Map<UUID, Set<String>> rowTerms;

  private Context(
      Map<UUID, Double> documents,
      String language,
      boolean languagesDiffer,
      Set<String> terms,
      Map<UUID, Set<String>> rowTerms) {
    this.documents = documents;
    this.language = language;
    this.languagesDiffer = languagesDiffer;
    this.terms = terms;
    this.rowTerms = rowTerms;
  }

  static Context of(QuestionAnalysis question, List<Candidate> candidates) {
    Map<UUID, Set<String>> titles = new HashMap<>();
    Map<UUID, Set<String>> rows = new HashMap<>();
    for (Candidate candidate : candidates) {
      String name = candidate.hit().documentName().replaceAll("[._-]", " ");
      Set<String> title =
          titles.computeIfAbsent(
              candidate.hit().chunk().document(), _ -> new LinkedHashSet<>(Terms.content(name)));
      if (!candidate.hit().chunk().headings().isEmpty()) {
        title.addAll(Terms.content(candidate.hit().chunk().headings().getFirst()));
      }
      if (candidate.header().isPresent()) {
        rows.computeIfAbsent(candidate.hit().chunk().id(), _ -> new LinkedHashSet<>())
            .addAll(Terms.content(candidate.text()));
      }
    }
    Set<String> naming =
        question.terms().stream()
            .filter(
                term -> {
                  long with =
                      titles.values().stream().filter(title -> title.contains(term)).count();
                  return with > 0 && with < titles.size();
                })
            .collect(Collectors.toSet());
    Map<UUID, Double> documents = new HashMap<>();
    titles.forEach(
        (document, title) ->
            documents.put(
                document,
                naming.isEmpty()
                    ? 0
                    : NAMED_DOCUMENT
                        * naming.stream().filter(title::contains).count()
                        / naming.size()));
    Set<String> languages =
        candidates.stream()
            .map(candidate -> QuestionAnalyser.language(candidate.hit().chunk().text()))
            .collect(Collectors.toSet());
    return new Context(
        documents, question.language(), languages.size() > 1, question.terms(), rows);
  }

  /// In logits.
  double adjustment(Candidate candidate) {
    double adjustment = documents.getOrDefault(candidate.hit().chunk().document(), 0.0);
    boolean fromOther = languagesDiffer && !isInLanguageAsked(candidate);
    adjustment += fromOther && documents.size() > 1 ? OTHER_LANGUAGE : 0;
    return adjustment + row(candidate);
  }

  boolean isInLanguageAsked(Candidate candidate) {
    return QuestionAnalyser.language(candidate.hit().chunk().text()).equals(language);
  }

  /// Of the question's words that only the rows of this table can account for, how many this one
  /// lacks.
  private double row(Candidate candidate) {
    if (candidate.header().isEmpty()) {
      return 0;
    }
    Set<String> inRows = rowTerms.getOrDefault(candidate.hit().chunk().id(), Set.of());
    Set<String> inHeader = Terms.content(candidate.header().get());
    Set<String> wanted =
        terms.stream()
            .filter(term -> inRows.contains(term) && !inHeader.contains(term))
            .collect(Collectors.toSet());
    if (wanted.isEmpty()) {
      return 0;
    }
    Set<String> here = Terms.content(candidate.text());
    return OTHER_ROW
        * (1 - (double) wanted.stream().filter(here::contains).count() / wanted.size());
  }
}
