package io.pincite.qa.internal.extractive;

import java.util.List;

/// A question understood: how to look for it and how to answer it.
public final class Inquiry {
  private final QuestionAnalysis analysis;

  Inquiry(QuestionAnalysis analysis) {
    this.analysis = analysis;
  }

  QuestionAnalysis analysis() {
    return analysis;
  }

  /// The language to answer in: `en` or `zh`.
  public String language() {
    return analysis.language();
  }

  /// Other words to search for: how contracts speak of what is asked, in each language.
  public List<String> searches() {
    return analysis.topic().map(Topic::search).orElse(List.of());
  }

  /// Whether the answer stands at the beginning of documents, where search finds little.
  public boolean standsInFront() {
    return analysis.topic().map(Topic::front).orElse(false);
  }
}
