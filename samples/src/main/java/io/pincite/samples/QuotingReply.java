package io.pincite.samples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an honest but simple model answers: the sentence of the passages that shares the rarest
/// words with the question, quoted.
final class QuotingReply {
  private static final Pattern PASSAGE =
      Pattern.compile("(?ms)^(\\S+) begin P(\\d+) from (.*?)\\n(.*?)^\\1 end$");
  private static final Pattern QUESTION = Pattern.compile("(?s).*Question: (.*)");
  private static final Pattern SENTENCE_END =
      Pattern.compile("(?<=[。；！？])|(?<=[.;!?][”\"’)]?)\\s+(?=[A-Z“(])|\\n");
  private static final Pattern CLAUSE =
      Pattern.compile("(?m)^(?:Section )?(\\d{1,2}(?:\\.\\d{1,2})*)\\.?\\s|^(第[一二三四五六七八九十百]+条)");
  private static final Set<String> COMMON =
      Set.of(
          ("a an and any are as at be by can do does for from had has have how if in is it its may much"
                  + " many must of on or shall should that the this to under was what when where which"
                  + " who will with within long agreement contract")
              .split(" ", -1));

  private QuotingReply() {}

  private record Sentence(int passage, Optional<String> clause, String text) {}

  static String to(String prompt) {
    Matcher asked = QUESTION.matcher(prompt);
    List<Sentence> sentences = sentences(prompt);
    if (sentences.isEmpty() || !asked.matches()) {
      return "ready";
    }
    String question = asked.group(1).strip();
    Optional<Sentence> best = best(question, sentences);
    if (best.isEmpty()) {
      return "NOT FOUND";
    }
    Sentence sentence = best.get();
    boolean chinese = prompt.contains("Write the sentences in Chinese");
    String under =
        sentence
            .clause
            .map(
                clause ->
                    chinese
                        ? "根据" + clause + "："
                        : "Under " + (clause.startsWith("第") ? clause : "Section " + clause) + ": ")
            .orElse(chinese ? "文件载明：" : "The document says: ");
    return "CITE 1 P%d: %s%n%s%s [1]%n"
        .formatted(sentence.passage, sentence.text, under, sentence.text)
        .replace("\r", "");
  }

  private static List<Sentence> sentences(String prompt) {
    var sentences = new ArrayList<Sentence>();
    Matcher passage = PASSAGE.matcher(prompt);
    while (passage.find()) {
      String text = joined(passage.group(4).replaceFirst("^\\(under: .*\\)\\n", ""));
      Matcher number = CLAUSE.matcher(text);
      Optional<String> clause =
          number.find()
              ? Optional.of(number.group(1) == null ? number.group(2) : number.group(1))
              : Optional.empty();
      for (String sentence : SENTENCE_END.split(text, -1)) {
        String bare = sentence.strip();
        if (bare.length() >= 8) {
          sentences.add(new Sentence(Integer.parseInt(passage.group(2)), clause, bare));
        }
      }
    }
    return sentences;
  }

  /// Lines of a paragraph joined; what stands apart stays apart.
  private static String joined(String text) {
    return text.strip()
        .replaceAll("(?<=\\p{Ll})-\\n(?=\\p{Ll})", "")
        .replaceAll("(?<=[\\p{IsHan}，、])\\n(?=\\p{IsHan})", "")
        .replaceAll("(?<![\\n\\t])\\n(?![\\n])(?=\\S)", " ")
        .replaceAll("\\t", " ");
  }

  private static Optional<Sentence> best(String question, List<Sentence> sentences) {
    Set<String> asked = terms(question);
    Map<String, Integer> seen = new HashMap<>();
    var bags = new ArrayList<Set<String>>();
    for (Sentence sentence : sentences) {
      Set<String> bag = terms(sentence.text);
      bags.add(bag);
      bag.forEach(term -> seen.merge(term, 1, Integer::sum));
    }
    double most = 0;
    Optional<Sentence> best = Optional.empty();
    double possible = 0;
    for (String term : asked) {
      possible += Math.log(1 + (double) sentences.size() / (1 + seen.getOrDefault(term, 0)));
    }
    for (int i = 0; i < sentences.size(); i++) {
      double score = 0;
      for (String term : asked) {
        if (bags.get(i).contains(term)) {
          score += Math.log(1 + (double) sentences.size() / (1 + seen.getOrDefault(term, 0)));
        }
      }
      if (sentences.get(i).text.chars().anyMatch(Character::isDigit)) {
        score *= 1.1;
      }
      if (score > most) {
        most = score;
        best = Optional.of(sentences.get(i));
      }
    }
    return most >= 0.3 * possible ? best : Optional.empty();
  }

  /// Words cut to their stems, roughly; pairs of Chinese characters.
  private static Set<String> terms(String text) {
    var terms = new LinkedHashSet<String>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
      if (word.isEmpty() || COMMON.contains(word)) {
        continue;
      }
      if (word.codePoints()
          .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)) {
        for (int i = 0; i + 2 <= word.length(); i++) {
          terms.add(word.substring(i, i + 2));
        }
      } else {
        terms.add(word.length() > 5 ? word.substring(0, 5) : word);
      }
    }
    return terms;
  }
}
