package io.pincite.qa.internal.answering;

import io.pincite.qa.internal.extractive.Similarity;
import io.pincite.retrieval.TextVectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Nearness by the vectors of sentences, which are known since their document arrived or made now.
record VectorSimilarity(TextVectors vectors, String question, long withinMillis)
    implements Similarity {

  @Override
  public Map<String, Double> toQuestion(List<String> sentences, String language) {
    float[] asked = vectors.ofQuery(question, language);
    Map<String, Double> cosines = new HashMap<>();
    vectors
        .ofPassages(sentences, language, withinMillis)
        .forEach((sentence, vector) -> cosines.put(sentence, cosine(asked, vector)));
    return cosines;
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
