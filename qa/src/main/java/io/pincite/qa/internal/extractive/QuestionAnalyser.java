package io.pincite.qa.internal.extractive;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells what a question asks for, from the table of topics and the form of the question.
// Immutable,
/// safe for use by many threads.
final class QuestionAnalyser {
  private record Cue(Pattern pattern, AnswerType type) {}

  /// What the form of a question alone says about its answer; the first that is found counts.
  private static final List<Cue> CUES =
      List.of(
          cue(
              "how (much|many|long).{0,20}notice|notice period|提前.{0,6}(多久|几|多少).{0,10}通知",
              AnswerType.NOTICE),
          cue("percent|what (share|proportion)|百分|比例|费率|税率|利率|interest rate", AnswerType.PERCENT),
          cue(
              "how much|\\b(price|fees?|cost|rent|salary|deposit|amount|charge)\\b|多少钱|金额|价款|租金|费用|单价|总价|押金|保证金|工资|薪",
              AnswerType.AMOUNT),
          cue(
              "how (long|many (days|weeks|months|years|hours))|多久|多长|几年|几天|几个月|多少(天|年|个?月)|期限|duration",
              AnswerType.DURATION),
          cue("\\b(when|what date|which day|date)\\b|何时|什么时候|哪天|哪一天|日期|几号", AnswerType.DATE),
          cue("which law|what law|governing law|什么法律|哪.{0,4}法律|适用法律", AnswerType.LAW),
          cue("which court|what court|arbitrat|仲裁|哪.{0,6}法院|管辖", AnswerType.COURT),
          cue("^who\\b|谁|哪家公司|哪个公司|which (company|party)", AnswerType.PARTY),
          cue("^where\\b|address|地址|哪里|在哪", AnswerType.ADDRESS),
          cue(
              "^(is|are|does|do|can|may|will|must|has|have|should)\\b|吗|是否|能否|有没有|可否",
              AnswerType.YESNO));

  private final Topics topics;

  QuestionAnalyser(Topics topics) {
    this.topics = topics;
  }

  private static Cue cue(String expression, AnswerType type) {
    return new Cue(Pattern.compile(expression), type);
  }

  QuestionAnalysis analyse(String question) {
    return analyse(question, topics.of(question));
  }

  /// Likewise for a topic known from what was asked before; empty for none.
  QuestionAnalysis analyse(String question, Optional<Topic> topic) {
    String folded = Topics.fold(question);
    Set<String> terms = Terms.content(question);
    Set<String> residue = new LinkedHashSet<>(terms);
    topic.ifPresent(
        about -> {
          for (Pattern ask : about.questionPatterns()) {
            var matcher = ask.matcher(folded);
            while (matcher.find()) {
              // Whole words: a pattern may match part of one.
              residue.removeAll(Terms.content(wholeWords(folded, matcher.start(), matcher.end())));
            }
          }
        });
    AnswerType byForm =
        CUES.stream()
            .filter(cue -> cue.pattern().matcher(folded).find())
            .map(Cue::type)
            .findFirst()
            .orElse(AnswerType.CLAUSE);
    AnswerType type =
        topic
            .map(Topic::type)
            .map(
                known ->
                    known == AnswerType.CLAUSE || known == AnswerType.YESNO
                        ? narrower(known, byForm)
                        : known)
            .orElse(byForm);
    return new QuestionAnalysis(question, language(question), topic, type, terms, residue);
  }

  private static AnswerType narrower(AnswerType known, AnswerType byForm) {
    return switch (byForm) {
      case AMOUNT, PERCENT, DURATION, DATE, NOTICE -> byForm;
      case PARTY, LAW, COURT, ADDRESS, TITLE, YESNO, CLAUSE -> known;
    };
  }

  /// Chinese as soon as it has Chinese characters: English names are common in Chinese questions.
  static String language(String text) {
    return text.codePoints().anyMatch(Terms::isHan) ? "zh" : "en";
  }

  private static String wholeWords(String text, int start, int end) {
    int from = start;
    int to = end;
    while (from > 0 && isLatin(text.charAt(from - 1)) && isLatin(text.charAt(from))) {
      from--;
    }
    while (to < text.length()
        && to > 0
        && isLatin(text.charAt(to))
        && isLatin(text.charAt(to - 1))) {
      to++;
    }
    // A Chinese pair that straddles the edge is accounted for by its half.
    if (from > 0 && Terms.isHan(text.charAt(from - 1))) {
      from--;
    }
    if (to < text.length() && Terms.isHan(text.charAt(to))) {
      to++;
    }
    return text.substring(from, to);
  }

  private static boolean isLatin(char c) {
    return Character.isLetterOrDigit(c) && !Terms.isHan(c);
  }
}
