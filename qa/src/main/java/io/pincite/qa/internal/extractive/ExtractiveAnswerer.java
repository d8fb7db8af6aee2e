package io.pincite.qa.internal.extractive;

import io.pincite.retrieval.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/// The built-in answerer: it chooses the sentences that answer and never writes any of its own.
/// Immutable, safe for use by many threads.
public final class ExtractiveAnswerer {
  /// The most sentences one answer quotes.
  static final int MOST_CITATIONS = 3;

  /// Further sentences are quoted when they are at least this likely, as a part of the best one.
  static final double NEAR_BEST = 0.6;

  /// How far behind the best, in logits, a sentence may be that is quoted beside it.
  private static final double SAME_DOCUMENT_BEHIND = 2.5;

  private static final double OTHER_DOCUMENT_BEHIND = 0.5;

  /// Longer sentences are cut to the part that answers.
  private static final int LONGEST_QUOTE = 700;

  /// How many of the best sentences are compared by meaning.
  private static final int COMPARED = 10;

  private final Topics topics;
  private final QuestionAnalyser analyser;
  private final EvidenceModel model;

  private ExtractiveAnswerer(Topics topics, EvidenceModel model) {
    this.topics = topics;
    this.analyser = new QuestionAnalyser(topics);
    this.model = model;
  }

  /// With the table of topics and the weights that come with it.
  public static ExtractiveAnswerer load() {
    return new ExtractiveAnswerer(Topics.load(), EvidenceModel.load());
  }

  public Inquiry understand(String question) {
    return new Inquiry(analyser.analyse(question));
  }

  /// A question that goes on from another, such as "And the notice period?".
  public Inquiry understand(String question, String previous) {
    return new Inquiry(analyser.analyse(question, topics.of(previous, question)));
  }

  /// What answers, best first; empty when the passages do not say.
  public List<Evidence> answer(Inquiry inquiry, List<Hit> passages, Similarity similarity) {
    return answer(inquiry, passages, Set.of(), similarity);
  }

  /// Likewise.
  ///
  /// @param named documents the question names beyond doubt; empty for none
  public List<Evidence> answer(
      Inquiry inquiry, List<Hit> passages, Set<UUID> named, Similarity similarity) {
    QuestionAnalysis question = inquiry.analysis();
    List<Hit> meant =
        named.isEmpty()
            ? passages
            : passages.stream().filter(hit -> named.contains(hit.chunk().document())).toList();
    List<Scored> scored = scored(question, meant, similarity);
    if (scored.isEmpty() || scored.getFirst().probability() < 0.5) {
      return List.of();
    }
    Scored best = scored.getFirst();
    int most = mostCitations(question);
    var evidence = new ArrayList<Evidence>();
    Set<String> quotes = new LinkedHashSet<>();
    for (Scored each : scored) {
      if (evidence.size() == most) {
        break;
      }
      if (!isNear(each, best)) {
        continue;
      }
      Evidence found = evidence(question, each);
      if (quotes.add(Topics.fold(found.quote()))) {
        evidence.add(found);
      }
    }
    return evidence;
  }

  /// Whether a sentence is worth quoting beside the best one; from another document only when it is
  /// as good.
  private static boolean isNear(Scored each, Scored best) {
    boolean sameDocument =
        each.candidate().hit().chunk().document().equals(best.candidate().hit().chunk().document());
    double behind = logit(best.probability()) - logit(each.probability());
    return each.probability() >= best.probability() * NEAR_BEST
        && behind <= (sameDocument ? SAME_DOCUMENT_BEHIND : OTHER_DOCUMENT_BEHIND);
  }

  private static double logit(double probability) {
    double p = Math.clamp(probability, 1e-9, 1 - 1e-9);
    return Math.log(p / (1 - p));
  }

  private static int mostCitations(QuestionAnalysis question) {
    boolean oneValue = question.type().hasForm() && question.type() != AnswerType.PARTY;
    boolean several = question.topic().map(Topic::several).orElse(!oneValue);
    return several ? MOST_CITATIONS : 2;
  }

  /// @param name the cell by which the question means it, where it is a table's row
  record Scored(
      Candidate candidate, double[] features, double probability, Optional<TableRow.Name> name) {}

  List<Scored> scored(QuestionAnalysis question, List<Hit> passages, Similarity similarity) {
    List<Candidate> candidates = Candidate.of(passages);
    Map<String, Double> rarity = Features.rarity(question.terms(), candidates);
    var context = Context.of(question, candidates);
    var scored = new ArrayList<Scored>();
    for (Candidate candidate : candidates) {
      double[] features = Features.of(question, candidate, rarity);
      scored.add(
          new Scored(
              candidate,
              features,
              model.probability(
                  question,
                  features,
                  context.adjustment(candidate),
                  context.isInLanguageAsked(candidate)),
              context.name(candidate)));
    }
    scored.sort(Comparator.comparingDouble(Scored::probability).reversed());
    if (similarity == Similarity.NONE || !model.comparesMeaning()) {
      return scored;
    }
    List<Scored> nearest = scored.subList(0, Math.min(COMPARED, scored.size()));
    Map<String, Double> cosines = new HashMap<>();
    nearest.stream()
        .map(each -> each.candidate().hit().chunk().language())
        .distinct()
        .forEach(
            language ->
                cosines.putAll(
                    similarity.toQuestion(
                        nearest.stream()
                            .filter(
                                each -> each.candidate().hit().chunk().language().equals(language))
                            .map(each -> each.candidate().text())
                            .toList(),
                        language)));
    var compared = new ArrayList<Scored>();
    for (Scored each : nearest) {
      double[] features = each.features().clone();
      features[Features.COSINE] = cosines.getOrDefault(each.candidate().text(), 0.0);
      compared.add(
          new Scored(
              each.candidate(),
              features,
              model.probability(
                  question,
                  features,
                  context.adjustment(each.candidate()),
                  context.isInLanguageAsked(each.candidate())),
              each.name()));
    }
    compared.sort(Comparator.comparingDouble(Scored::probability).reversed());
    return compared;
  }

  private static Evidence evidence(QuestionAnalysis question, Scored scored) {
    Candidate candidate = scored.candidate();
    String sentence = candidate.text();
    OptionalInt cue = cue(question, sentence);
    Optional<TypedValue> value =
        candidate.row().isPresent()
            ? Optional.empty()
            : ShortAnswer.valueOf(question, candidate, cue);
    int[] range = range(sentence, value, cue);
    String quote = sentence.substring(range[0], range[1]);
    Optional<String> shortAnswer =
        value.isPresent()
            ? ShortAnswer.text(question, candidate, value.get(), quote)
            : candidate.row().flatMap(row -> ShortAnswer.cells(question, row, scored.name()));
    String text = candidate.hit().chunk().text();
    int start = text.offsetByCodePoints(0, candidate.start()) + range[0];
    int solidBefore =
        (int) text.substring(0, start).codePoints().filter(c -> !Character.isWhitespace(c)).count();
    return new Evidence(
        candidate.hit(),
        quote,
        solidBefore,
        shortAnswer,
        ClauseLabel.of(candidate.hit().chunk(), candidate.start()),
        candidate.row().isPresent()
            ? Optional.empty()
            : YesOrNo.of(question.text(), candidate.text()),
        scored.probability());
  }

  /// Where the sentence speaks of what is asked.
  private static OptionalInt cue(QuestionAnalysis question, String sentence) {
    String lower = sentence.toLowerCase(java.util.Locale.ROOT);
    return question.topic().stream()
        .flatMap(topic -> topic.strong().stream())
        .map(pattern -> pattern.matcher(lower))
        .filter(java.util.regex.Matcher::find)
        .mapToInt(java.util.regex.Matcher::start)
        .min();
  }

  /// The whole sentence, or of a very long one the part around what answers, cut between clauses.
  private static int[] range(String sentence, Optional<TypedValue> value, OptionalInt cue) {
    if (sentence.length() <= LONGEST_QUOTE) {
      return new int[] {ClauseLabel.leadOf(sentence), sentence.length()};
    }
    int from = value.map(TypedValue::start).orElse(cue.orElse(0));
    if (cue.isPresent()) {
      from = Math.min(from, cue.getAsInt());
    }
    int to = Math.max(value.map(TypedValue::end).orElse(from), from);
    int start = from < 240 ? 0 : Math.max(boundaryBefore(sentence, from), from - 240);
    while (start > 0
        && !Character.isWhitespace(sentence.charAt(start - 1))
        && !isHanAt(sentence, start)) {
      start++;
      if (start >= from) {
        start = from;
        break;
      }
    }
    int limit = Math.min(sentence.length(), Math.max(to, start + LONGEST_QUOTE));
    int end = limit == sentence.length() ? limit : boundaryBefore(sentence, limit);
    if (end < Math.max(to, start + 200)) {
      end = limit;
      while (end < sentence.length()
          && !Character.isWhitespace(sentence.charAt(end))
          && !isHanAt(sentence, end)) {
        end++;
      }
    }
    while (end > start && Character.isWhitespace(sentence.charAt(end - 1))) {
      end--;
    }
    return new int[] {start, end};
  }

  private static boolean isHanAt(String text, int index) {
    return index < text.length() && Terms.isHan(text.charAt(index));
  }

  private static int boundaryBefore(String sentence, int index) {
    for (int i = Math.min(index, sentence.length()) - 1; i > 0; i--) {
      char c = sentence.charAt(i);
      if (c == '；'
          || c == '，'
          || (c == ';' || c == ':') && i + 1 < sentence.length() && sentence.charAt(i + 1) == ' ') {
        int next = i + 1;
        while (next < sentence.length() && sentence.charAt(next) == ' ') {
          next++;
        }
        return next;
      }
    }
    return 0;
  }
}
