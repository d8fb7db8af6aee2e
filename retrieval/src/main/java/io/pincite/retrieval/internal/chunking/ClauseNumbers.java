package io.pincite.retrieval.internal.chunking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The numbers clauses go by, in one spelling: `Article IV` and `第四条` are both `4` (and
/// `article:4`), `Section 9.2(a)` is `9.2(a)` and lies under `9.2` and `9`.
public final class ClauseNumbers {
  private ClauseNumbers() {}

  private static final String LABELS =
      "section|sections|sec\\.|article|articles|art\\.|clause|clauses|paragraph|para\\.|schedule|exhibit"
          + "|appendix|annex|attachment|addendum|part|§+";

  private static final String CHINESE = "[0-9０-９〇零一二三四五六七八九十百两]+";

  /// A labelled number anywhere: "Section 9.2", "Article IV", "Exhibit B", "§ 3".
  private static final Pattern LABELLED =
      Pattern.compile(
          "(?<![\\p{L}])("
              + LABELS
              + ")\\s*"
              + "(\\d+(?:\\.\\d+)*|[IVXLC]{1,7}(?![\\p{L}])|[A-Z](?![\\p{L}]))((?:\\s?\\([a-zA-Z0-9]{1,4}\\))*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LABELLED_CHINESE =
      Pattern.compile("第\\s*(" + CHINESE + ")\\s*([条條章节節款项項]|部分)|附件\\s*(" + CHINESE + ")");

  /// An unlabelled number with a point in it, in a question: "what does 9.2 say".
  private static final Pattern DOTTED =
      Pattern.compile(
          "(?<![\\p{L}\\d.,$€£¥%])(\\d{1,3}(?:\\.\\d{1,3}){1,4})(?![\\d%]|\\.\\d|\\s*(?:%|percent|million|billion))");

  /// A number at the start of a line.
  private static final Pattern LEADING =
      Pattern.compile(
          "^\\s*(?:("
              + LABELS
              + ")\\s*)?(\\d{1,3}(?:\\.\\d{1,3})*|[IVXLC]{1,7}|[A-Z])((?:\\([a-zA-Z0-9]{1,4}\\))*)"
              + "(?:[.)、．:：]|\\s|(?=[\\p{IsHan}])|$)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LEADING_CHINESE =
      Pattern.compile(
          "^\\s*(?:第\\s*("
              + CHINESE
              + ")\\s*([条條章节節款项項]|部分)|附件\\s*("
              + CHINESE
              + ")|([一二三四五六七八九十]{1,3})[、．.])");

  /// What a line is numbered with, plain and with its label; empty when it bears no number.
  public static List<String> ofLine(String line) {
    Matcher chinese = LEADING_CHINESE.matcher(line);
    if (chinese.find()) {
      if (chinese.group(4) != null) {
        return arabic(chinese.group(4)).map(List::of).orElse(List.of());
      }
      return chineseForms(chinese.group(1), chinese.group(2), chinese.group(3));
    }
    Matcher latin = LEADING.matcher(line);
    if (!latin.find()) {
      return List.of();
    }
    String label = latin.group(1);
    String number = latin.group(2);
    boolean digits = Character.isDigit(number.charAt(0));
    boolean closed = latin.end() > 0 && ".)、．:：".indexOf(line.charAt(latin.end() - 1)) >= 0;
    if (label == null && (!digits || !(number.contains(".") || closed))) {
      return List.of();
    }
    return forms(label, number, latin.group(3));
  }

  /// The clause numbers a question names, most exact form first.
  public static List<String> inQuestion(String question) {
    Set<String> found = new LinkedHashSet<>();
    Matcher labelled = LABELLED.matcher(question);
    while (labelled.find()) {
      String number = labelled.group(2);
      boolean letter = number.length() == 1 && Character.isLetter(number.charAt(0));
      if (letter && Character.isLowerCase(number.charAt(0))) {
        continue;
      }
      found.addAll(forms(labelled.group(1), number, labelled.group(3)));
    }
    Matcher chinese = LABELLED_CHINESE.matcher(question);
    while (chinese.find()) {
      found.addAll(chineseForms(chinese.group(1), chinese.group(2), chinese.group(3)));
    }
    Matcher dotted = DOTTED.matcher(question);
    while (dotted.find()) {
      found.add(dotted.group(1));
    }
    return List.copyOf(found);
  }

  /// The numbers above a number: `9.2.1(a)` lies under `9.2.1`, `9.2` and `9`.
  public static List<String> above(String number) {
    var above = new ArrayList<String>();
    String rest = number;
    while (true) {
      int cut = rest.endsWith(")") ? rest.lastIndexOf('(') : rest.lastIndexOf('.');
      if (cut <= 0) {
        return List.copyOf(above);
      }
      rest = rest.substring(0, cut);
      above.add(rest);
    }
  }

  private static List<String> forms(@Nullable String label, String number, String tail) {
    String plain = number;
    if (!Character.isDigit(number.charAt(0))) {
      Optional<String> roman = roman(number);
      plain = roman.orElse(number.toLowerCase(Locale.ROOT));
    }
    plain += tail.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    if (label == null) {
      return List.of(plain);
    }
    String kind = kind(label);
    return List.of(kind + ":" + plain, plain);
  }

  private static String kind(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    if (lower.startsWith("art") || lower.startsWith("第")) {
      return "article";
    }
    if (lower.startsWith("sec") || lower.startsWith("§") || lower.startsWith("cl")) {
      return "section";
    }
    if (lower.startsWith("par") && !lower.equals("part")) {
      return "section";
    }
    return switch (lower) {
      case "schedule", "exhibit", "appendix", "annex", "attachment", "addendum" -> "annex";
      default -> lower;
    };
  }

  private static List<String> chineseForms(
      @Nullable String number, @Nullable String unit, @Nullable String annex) {
    String digits = number != null ? number : annex;
    if (digits == null) {
      return List.of();
    }
    String kind =
        unit == null
            ? "annex"
            : switch (unit) {
              case "条", "條" -> "article";
              case "章" -> "chapter";
              case "节", "節" -> "section";
              default -> "paragraph";
            };
    return arabic(digits)
        .map(
            plain ->
                kind.equals("article")
                    ? List.of("article:" + plain, plain)
                    : List.of(kind + ":" + plain))
        .orElse(List.of());
  }

  /// A Chinese, full-width or plain number in digits.
  static Optional<String> arabic(String number) {
    if (number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(String.valueOf(Integer.parseInt(number)));
    }
    int value = 0;
    int digit = 0;
    boolean positional = number.codePoints().noneMatch(c -> c == '十' || c == '百');
    for (int point : number.codePoints().toArray()) {
      int at = "〇一二三四五六七八九".indexOf(point);
      int d =
          point >= '０' && point <= '９'
              ? point - '０'
              : point >= '0' && point <= '9'
                  ? point - '0'
                  : point == '零' ? 0 : point == '两' ? 2 : at;
      if (positional) {
        if (d < 0) {
          return Optional.empty();
        }
        value = value * 10 + d;
      } else if (point == '十') {
        value += (digit == 0 ? 1 : digit) * 10;
        digit = 0;
      } else if (point == '百') {
        value += (digit == 0 ? 1 : digit) * 100;
        digit = 0;
      } else if (d >= 0) {
        digit = d;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(String.valueOf(value + digit));
  }

  private static Optional<String> roman(String number) {
    String upper = number.toUpperCase(Locale.ROOT);
    if (!upper.matches("(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")) {
      return Optional.empty();
    }
    if (upper.equals("C") || upper.equals("L")) {
      // Exhibit C is a letter, not a hundred
      return Optional.empty();
    }
    int value = 0;
    for (int i = 0; i < upper.length(); i++) {
      int v = worth(upper.charAt(i));
      boolean subtract = i + 1 < upper.length() && worth(upper.charAt(i + 1)) > v;
      value += subtract ? -v : v;
    }
    return Optional.of(String.valueOf(value));
  }

  private static int worth(char c) {
    return switch (c) {
      case 'I' -> 1;
      case 'V' -> 5;
      case 'X' -> 10;
      case 'L' -> 50;
      default -> 100;
    };
  }
}
