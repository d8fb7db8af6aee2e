package io.pincite.qa.internal.extractive;

import java.util.List;
import java.util.Map;

/// How near sentences are to the question in meaning.
public interface Similarity {
  Similarity NONE = (_, _) -> Map.of();

  /// Cosines of those whose vectors could be had in time.
  ///
  /// @param language of the sentences
  Map<String, Double> toQuestion(List<String> sentences, String language);
}
