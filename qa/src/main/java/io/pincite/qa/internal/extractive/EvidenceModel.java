package io.pincite.qa.internal.extractive;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/// How likely a sentence with these features answers: a logistic model whose weights stand, by
// name,
/// in `evidence.properties`. One set of weights for questions on a known topic, one for others.
///
/// @param threshold least probability of the best sentence for an answer to be given
record EvidenceModel(Weights topical, Weights general) {
  private static final String RESOURCE = "/io/pincite/qa/extractive/evidence.properties";

  record Weights(double[] weights, double threshold) {
    double probability(double[] features) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * features[i];
      }
      return 1 / (1 + Math.exp(-sum));
    }
  }

  static EvidenceModel load() {
    var properties = new Properties();
    try (var reader =
        new InputStreamReader(
            Objects.requireNonNull(EvidenceModel.class.getResourceAsStream(RESOURCE), RESOURCE),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EvidenceModel(weights(properties, "topical"), weights(properties, "general"));
  }

  Weights of(QuestionAnalysis question) {
    return question.topic().isPresent() ? topical : general;
  }

  private static Weights weights(Properties properties, String set) {
    double[] weights = new double[Features.COUNT];
    for (int i = 0; i < weights.length; i++) {
      weights[i] =
          Double.parseDouble(properties.getProperty(set + "." + Features.NAMES.get(i), "0"));
    }
    return new Weights(
        weights, Double.parseDouble(properties.getProperty(set + ".threshold", "0.5")));
  }
}
