package io.pincite.qa.internal.extractive;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells what a question asks for, from the table of topics and the form of the question.
/// Immutable, safe for use by many threads.
final class QuestionAnalyser {
  private record Cue(Pattern pattern, AnswerType type) {}

  /// What the form of a question alone says about its answer; the first that is found counts.
  private static final List<Cue> CUES =
      List.of(
          cue(
              "how (much|many|long).{0,20}notice|notice period|提前.{0,6}(多久|几|多少).{0,10}通知",
              AnswerType.NOTICE),
          cue(
              "how many (\\w+ )?(days|weeks|months|years|hours)|how (long|soon|fast|quickly)|多久|多长|几(年|天|日|个?月|小时)|多少(天|日|年|个?月|小时)|duration",
              AnswerType.DURATION),
          cue("^when\\b|^(by|on) (when|what date)|何时|什么时候", AnswerType.DATE),
          cue(
              "percent|what (share|proportion)|百分|比例|费率|税率|利率|interest (rate|is)|by how much",
              AnswerType.PERCENT),
          cue(
              "how much|\\b(prices?|fees?|costs?|salary|deposit|amount|charge|rate|allowance|bonus)\\b|多少(钱|元)|金额|价款|租金|费用|单价|总价|押金|保证金|工资|薪",
              AnswerType.AMOUNT),
          cue("\\b(when|what date|which day|date)\\b|何时|什么时候|哪天|哪一天|日期|几号", AnswerType.DATE),
          cue("which law|what law|governing law|什么法律|哪.{0,4}法律|适用法律", AnswerType.LAW),
          cue("which court|what court|哪.{0,6}(法院|仲裁)", AnswerType.COURT),
          cue("which company|哪家公司|哪个公司", AnswerType.PARTY),
          cue("^where\\b|address|地址|哪里|在哪", AnswerType.ADDRESS),
          cue(
              "^(is|are|does|do|can|may|will|must|has|have|should)\\b|吗|是否|能否|有没有|可否",
              AnswerType.YESNO));

  /// Words that tell nothing about what is asked once its topic is known.
  private static final Set<String> EMPTY_WORDS =
      Set.copyOf(
          Terms.content(
              "party parties event one require requirement specified provided exist describe apply "
                  + "entire regard concern state initial each other such given granted designated "
                  + "required placed after under arrangement controls control duration services"));

  private static final String EMPTY_CHARACTERS = "合同协议本该各双方约定规定哪些多久是否如何进行内容应当";

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
    topic.ifPresent(about -> residue.removeIf(term -> isAccountedFor(term, about)));
    AnswerType byForm =
        CUES.stream()
            .filter(cue -> cue.pattern().matcher(folded).find())
            .map(Cue::type)
            .findFirst()
            .orElse(AnswerType.CLAUSE);
    AnswerType type =
        topic
            .map(Topic::type)
            .map(known -> narrower(known, byForm, topic.map(Topic::broad).orElse(false)))
            .orElse(byForm);
    return new QuestionAnalysis(question, language(question), topic, type, terms, residue);
  }

  /// A topic says what kind of answer is usual; the form of the question may ask for another.
  private static AnswerType narrower(AnswerType known, AnswerType byForm, boolean broad) {
    boolean open = broad || known == AnswerType.CLAUSE || known == AnswerType.YESNO;
    return switch (byForm) {
      case AMOUNT, PERCENT, DURATION, DATE, NOTICE -> open ? byForm : known;
      case PARTY, LAW, COURT, ADDRESS, TITLE, YESNO, CLAUSE -> known;
    };
  }

  /// Whether a word of the question is one its topic stands for.
  private static boolean isAccountedFor(String term, Topic topic) {
    if (EMPTY_WORDS.contains(term)) {
      return true;
    }
    if (Terms.isHan(term.codePointAt(0))) {
      return term.codePoints()
          .allMatch(c -> topic.askCharacters().indexOf(c) >= 0 || EMPTY_CHARACTERS.indexOf(c) >= 0);
    }
    return topic.askWords().stream()
        .anyMatch(
            word ->
                term.equals(word)
                    || word.length() >= 4 && term.startsWith(word)
                    || term.length() >= 4 && word.startsWith(term));
  }

  /// Chinese as soon as it has Chinese characters: English names are common in Chinese questions.
  static String language(String text) {
    return text.codePoints().anyMatch(Terms::isHan) ? "zh" : "en";
  }
}
