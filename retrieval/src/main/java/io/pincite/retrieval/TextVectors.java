package io.pincite.retrieval;

import java.util.List;
import java.util.Map;

/// Vectors of texts in the space of a language's model: unit length, so that the dot product is the
/// cosine. Kept by text and model, so that the same text is never embedded twice.
public interface TextVectors {

  /// The vector of a question, as it is compared with those of passages.
  ///
  /// @param language BCP 47 tag; English and Chinese have models, others get English's
  float[] ofQuery(String text, String language);

  /// Vectors of these texts, from the store where they are known, else embedded now.
  ///
  /// @param withinMillis texts whose vectors cannot be had in this time are missing from the
  ///     outcome
  Map<String, float[]> ofPassages(List<String> texts, String language, long withinMillis);
}
