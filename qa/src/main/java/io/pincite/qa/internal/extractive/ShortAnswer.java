package io.pincite.qa.internal.extractive;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The part of a sentence that answers by itself.
final class ShortAnswer {
  private static final Pattern YEARS = Pattern.compile("(?i)year|month|quarter|年|月");
  private static final Pattern DAYS = Pattern.compile("(?i)day|week|hour|日|天|周|小时");

  private ShortAnswer() {}

  /// The value that is meant, of those the sentence gives.
  static Optional<TypedValue> valueOf(
      QuestionAnalysis question, Candidate candidate, OptionalInt cue) {
    List<TypedValue> values = TypedValues.answering(question.type(), candidate.text());
    if (values.isEmpty()) {
      return Optional.empty();
    }
    int near = near(question, candidate.text(), cue);
    return values.stream().min(Comparator.comparingInt(value -> distance(question, value, near)));
  }

  /// For parties all names; for others the value itself.
  static Optional<String> text(
      QuestionAnalysis question, Candidate candidate, TypedValue value, String quote) {
    if (question.type() == AnswerType.PARTY
        && question.residue().isEmpty()
        && !asksForOne(question)) {
      Set<String> names = new LinkedHashSet<>();
      TypedValues.find(AnswerType.PARTY, quote).stream()
          .map(TypedValue::text)
          .limit(4)
          .forEach(names::add);
      return names.isEmpty()
          ? Optional.empty()
          : Optional.of(String.join(question.language().equals("zh") ? "、" : " and ", names));
    }
    return quote.contains(value.text()) ? Optional.of(value.text()) : Optional.empty();
  }

  /// The cells of a table's row that answer: one alone as it stands, several each after its header,
  /// so that they can be told apart.
  ///
  /// @param name the cell by which the question means the row
  static Optional<String> cells(
      QuestionAnalysis question, TableRow row, Optional<TableRow.Name> name) {
    List<TableRow.Cell> cells = row.answering(question, name);
    List<String> values = cells.stream().map(TableRow.Cell::text).distinct().toList();
    if (values.size() < 2) {
      return values.stream().findFirst();
    }
    return Optional.of(
        cells.stream()
            .map(cell -> (cell.header() + " " + cell.text()).strip())
            .collect(Collectors.joining(question.language().equals("zh") ? "，" : ", ")));
  }

  /// Where in the sentence the value is to be expected.
  private static int near(QuestionAnalysis question, String sentence, OptionalInt cue) {
    String lower = sentence.toLowerCase(java.util.Locale.ROOT);
    if (question.type() == AnswerType.NOTICE) {
      int notice = Math.max(lower.indexOf("notice"), lower.indexOf("通知"));
      if (notice >= 0) {
        return notice;
      }
    }
    for (String term : question.residue()) {
      int at = lower.indexOf(term);
      if (at >= 0) {
        return at;
      }
    }
    return cue.orElse(0);
  }

  private static int distance(QuestionAnalysis question, TypedValue value, int near) {
    boolean before = value.end() <= near;
    // What follows its cue is more likely meant; a notice's length and a party's name come before.
    boolean precedes =
        question.type() == AnswerType.NOTICE
            || question.type() == AnswerType.PARTY
            || question.type() == AnswerType.AMOUNT;
    int distance =
        before ? (near - value.end()) * (precedes ? 1 : 3) : Math.max(0, value.start() - near);
    if (question.type() == AnswerType.DURATION) {
      boolean days = DAYS.matcher(question.text()).find() && !YEARS.matcher(question.text()).find();
      boolean fits = (days ? DAYS : YEARS).matcher(value.text()).find();
      distance += fits ? 0 : 1_000;
    }
    return distance;
  }

  private static boolean asksForOne(QuestionAnalysis question) {
    return Pattern.compile(
            "(?i)who (is|was) the|(甲方|乙方|丙方|出租方|承租方|卖方|买方|供方|需方|用人单位|劳动者).{0,4}(是|名称|叫)")
        .matcher(question.text())
        .find();
  }
}
