package io.pincite.qa.internal.extractive;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/// How likely a sentence with these features answers.
///
/// Two logistic models, whose weights stand by name in `evidence.properties`: one for how contracts
/// speak of a topic, one for any question by its words. A question on a topic that says more than
/// its topic is judged by both; how much each counts depends on how specific the topic is.
record EvidenceModel(
    Weights topical, Weights general, Mix broad, Mix specific, double missingValue) {
  private static final String RESOURCE = "/io/pincite/qa/extractive/evidence.properties";

  /// What it costs, in logits, when nothing in a sentence or above it is how contracts speak of the
  /// topic; and when what the question says beyond its topic is missing. Set by hand.
  private static final double OFF_TOPIC = 1;

  private static final double RESIDUE = 1.5;

  /// @param threshold least probability at which it alone would answer
  record Weights(double[] weights, double threshold) {
    double probability(double[] features) {
      return 1 / (1 + Math.exp(-sum(features)));
    }

    /// How far above the threshold, in logits.
    double margin(double[] features) {
      return sum(features) - Math.log(threshold / (1 - threshold));
    }

    private double sum(double[] features) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * features[i];
      }
      return sum;
    }
  }

  /// How much each model counts.
  record Mix(double topical, double general) {}

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
    return new EvidenceModel(
        weights(properties, "topical"),
        weights(properties, "general"),
        mix(properties, "broad"),
        mix(properties, "specific"),
        Double.parseDouble(properties.getProperty("missing-value", "0")));
  }

  /// Whether cosines count at all.
  boolean comparesMeaning() {
    return topical.weights()[Features.COSINE] != 0 || general.weights()[Features.COSINE] != 0;
  }

  /// 0.5 and more is enough to answer.
  double probability(QuestionAnalysis question, double[] features) {
    return probability(question, features, 0, true);
  }

  /// Likewise.
  ///
  /// @param adjustment in logits, for what only shows among all passages
  /// @param sameLanguage whether question and sentence are in the same language
  double probability(
      QuestionAnalysis question, double[] features, double adjustment, boolean sameLanguage) {
    return 1 / (1 + Math.exp(-margin(question, features, sameLanguage) - adjustment));
  }

  private double margin(QuestionAnalysis question, double[] features, boolean sameLanguage) {
    boolean lacksValue = features[Features.NAMES.indexOf("no-value")] > 0;
    if (question.topic().isEmpty()) {
      return general.margin(features) - (lacksValue ? missingValue : 0);
    }
    boolean isBroad = question.topic().get().broad();
    boolean offTopic =
        feature(features, "strong") + feature(features, "heading") + feature(features, "label")
            == 0;
    double margin = offTopic ? -OFF_TOPIC : 0;
    // The words of a question say nothing about a sentence in another language.
    if (!sameLanguage || !isBroad && question.residue().isEmpty()) {
      return margin + topical.margin(features);
    }
    Mix mix = isBroad ? broad : specific;
    return margin
        + mix.topical() * topical.margin(features)
        + mix.general() * general.margin(features)
        - (isBroad ? 0 : RESIDUE * (1 - feature(features, "residue-coverage")))
        - (isBroad && lacksValue ? missingValue : 0);
  }

  private static double feature(double[] features, String name) {
    return features[Features.NAMES.indexOf(name)];
  }

  private static Mix mix(Properties properties, String name) {
    return new Mix(
        Double.parseDouble(properties.getProperty(name + ".topical", "1")),
        Double.parseDouble(properties.getProperty(name + ".general", "0")));
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
