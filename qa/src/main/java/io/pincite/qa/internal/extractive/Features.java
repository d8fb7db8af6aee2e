package io.pincite.qa.internal.extractive;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What can be told of a sentence as an answer to a question: numbers that a person can check.
final class Features {
  static final List<String> NAMES =
      List.of(
          "bias",
          "strong",
          "strong-twice",
          "weak",
          "not",
          "heading",
          "strong-under-heading",
          "value",
          "no-value",
          "strong-with-value",
          "coverage",
          "context-coverage",
          "residue-coverage",
          "rank",
          "cosine",
          "short",
          "long",
          "front",
          "late",
          "contents-line",
          "strong-before",
          "title",
          "modal",
          "label",
          "pairs",
          "rarest");

  static final int COUNT = NAMES.size();
  static final int COSINE = NAMES.indexOf("cosine");

  private static final Pattern MODAL =
      Pattern.compile(
          "\\b(shall|will|may|must|agrees?|is|are|has|have|can|hereby)\\b|应|须|不得|可以|有权|为|自");
  private static final Pattern CONTENTS_LINE =
      Pattern.compile("(\\. ?){4,}|…{2,}|_{5,}|\\s\\d{1,3}$");
  private static final Pattern TITLE_WORD =
      Pattern.compile(
          "\\b(agreement|contract|lease|addendum|amendment|license|licence|deed|memorandum|plan|order|policy)\\b|(合同|协议书?)$");

  private Features() {}

  /// How rare terms are among the passages offered: what stands in all of them tells nothing.
  static Map<String, Double> rarity(Collection<String> terms, List<Candidate> candidates) {
    Map<Integer, Set<String>> passages = new HashMap<>();
    for (Candidate candidate : candidates) {
      passages.putIfAbsent(candidate.rank(), candidate.context());
    }
    Map<String, Double> rarity = new HashMap<>();
    for (String term : terms) {
      long with = passages.values().stream().filter(passage -> passage.contains(term)).count();
      rarity.put(term, Math.log(1 + (passages.size() - with + 0.5) / (with + 0.5)) + 0.1);
    }
    return rarity;
  }

  static double[] of(QuestionAnalysis question, Candidate candidate, Map<String, Double> rarity) {
    double[] features = new double[COUNT];
    Optional<Topic> topic = question.topic();
    String folded = candidate.folded();
    int strong = topic.map(about -> Topic.found(about.strong(), candidate.spoken())).orElse(0);
    int weak = topic.map(about -> Topic.found(about.weak(), candidate.spoken())).orElse(0);
    boolean not = topic.map(about -> Topic.found(about.not(), folded) > 0).orElse(false);
    String label = candidate.label();
    boolean underHeading =
        topic
            .map(
                about ->
                    candidate.headings().stream()
                        .skip(Math.max(0, candidate.headings().size() - 2))
                        .anyMatch(heading -> Topic.found(about.heading(), heading) > 0))
            .orElse(false);
    boolean labelled =
        !label.isEmpty()
            && topic.map(about -> Topic.found(about.heading(), label) > 0).orElse(false);
    boolean hasForm = question.type().hasForm();
    boolean value = hasForm && !TypedValues.answering(question.type(), candidate.text()).isEmpty();
    boolean front = topic.map(Topic::front).orElse(false);
    int ordinal = candidate.hit().chunk().ordinal();
    int size = folded.codePoints().map(c -> Terms.isHan(c) ? 3 : 1).sum();

    set(features, "bias", 1);
    set(features, "strong", strong > 0 ? 1 : 0);
    set(features, "strong-twice", strong > 1 ? Math.min(strong - 1, 3) / 3.0 : 0);
    set(features, "weak", Math.min(weak, 3) / 3.0);
    set(features, "not", not ? 1 : 0);
    set(features, "heading", underHeading ? 1 : 0);
    set(features, "label", labelled ? 1 : 0);
    set(features, "strong-under-heading", strong > 0 && (underHeading || labelled) ? 1 : 0);
    set(features, "value", value ? 1 : 0);
    set(features, "no-value", hasForm && !value ? 1 : 0);
    set(features, "strong-with-value", strong > 0 && value ? 1 : 0);
    set(features, "coverage", coverage(question.terms(), candidate.terms(), rarity));
    set(features, "context-coverage", coverage(question.terms(), candidate.context(), rarity));
    set(
        features,
        "residue-coverage",
        question.residue().isEmpty()
            ? 1
            : (coverage(question.residue(), candidate.terms(), rarity)
                    + coverage(question.residue(), candidate.context(), rarity))
                / 2);
    set(features, "rank", 1.0 / (1 + candidate.rank()));
    set(features, "short", size < 40 ? 1 : 0);
    set(features, "long", Math.clamp(Math.log(Math.max(1, size) / 150.0), 0, 1.5));
    set(features, "front", front ? Math.exp(-(ordinal + candidate.ordinal() * 0.2) / 2.0) : 0);
    set(features, "late", front && ordinal > 5 ? 1 : 0);
    set(features, "contents-line", CONTENTS_LINE.matcher(folded).find() ? 1 : 0);
    set(
        features,
        "strong-before",
        topic.map(about -> Topic.found(about.strong(), candidate.previous()) > 0).orElse(false)
            ? 1
            : 0);
    set(features, "title", question.type() == AnswerType.TITLE && isTitle(candidate) ? 1 : 0);
    set(features, "pairs", pairs(question.text(), candidate));
    set(features, "rarest", rarest(question.terms(), candidate.terms(), rarity));
    set(features, "modal", MODAL.matcher(folded).find() ? 1 : 0);
    return features;
  }

  /// How many of the question's neighbouring words are neighbours here too.
  private static double pairs(String question, Candidate candidate) {
    Set<String> wanted = Terms.neighbours(question);
    if (wanted.isEmpty()) {
      return 0;
    }
    Set<String> present = candidate.pairs();
    return (double) wanted.stream().filter(present::contains).count() / wanted.size();
  }

  /// Whether the rarest of the question's words is here.
  private static double rarest(
      Set<String> wanted, Set<String> present, Map<String, Double> rarity) {
    return wanted.stream()
            .max(java.util.Comparator.comparingDouble(term -> rarity.getOrDefault(term, 1.0)))
            .filter(present::contains)
            .isPresent()
        ? 1
        : 0;
  }

  private static boolean isTitle(Candidate candidate) {
    String text = candidate.text();
    if (text.length() > 120 || !TITLE_WORD.matcher(candidate.folded()).find()) {
      return false;
    }
    long letters = text.codePoints().filter(Character::isLetter).count();
    long capitals =
        text.codePoints().filter(c -> Character.isUpperCase(c) || Terms.isHan(c)).count();
    long words = text.split("\\s+").length;
    return capitals * 2 > letters || capitals * 2 >= words && !text.endsWith(".");
  }

  static double coverage(Set<String> wanted, Set<String> present, Map<String, Double> rarity) {
    double all = 0;
    double found = 0;
    for (String term : wanted) {
      double weight = rarity.getOrDefault(term, 1.0);
      all += weight;
      found += present.contains(term) ? weight : 0;
    }
    return all == 0 ? 0 : found / all;
  }

  private static void set(double[] features, String name, double value) {
    features[NAMES.indexOf(name)] = value;
  }
}
