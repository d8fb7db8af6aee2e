package io.pincite.ocr.internal.grounding;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What a word is about, as far as a wrong letter in it does harm. Told by the word and the two
/// beside it; every kind but [#WORDING] is what quotes must never be wrong in.
public enum Concern {
  AMOUNT,
  DATE,
  /// Any other number, in digits or in words.
  FIGURE,
  NEGATION,
  /// Capitalised amidst a sentence. Chinese names are not told from other words.
  NAME,
  WORDING;

  private static final Set<String> CURRENCIES =
      Set.of(
          "usd", "eur", "gbp", "cny", "rmb", "hkd", "jpy", "chf", "dollars", "euros", "pounds",
          "yuan", "percent");
  private static final String CURRENCY_SIGNS = "$€£¥￥%％元圆";
  private static final Set<String> MONTHS =
      Set.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december",
          "jan",
          "feb",
          "mar",
          "apr",
          "jun",
          "jul",
          "aug",
          "sep",
          "sept",
          "oct",
          "nov",
          "dec");
  private static final String DATE_SIGNS = "年月日号號";
  private static final Pattern DATE_OF_DIGITS =
      Pattern.compile("\\d{1,4}([./-])\\d{1,2}\\1\\d{1,4}");
  private static final Pattern NUMBERS =
      Pattern.compile(
          "(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen"
              + "|(twen|thir|for|fif|six|seven|eigh|nine)ty(-\\w+)?"
              + "|hundreds?|thousands?|millions?|billions?|half|twice)");
  private static final String CHINESE_NUMBERS = "〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟";
  private static final Set<String> NEGATIONS =
      Set.of(
          "not",
          "no",
          "never",
          "non",
          "without",
          "neither",
          "nor",
          "unless",
          "except",
          "cannot",
          "none",
          "nothing",
          "excluding");
  private static final String CHINESE_NEGATIONS = "不未无非勿莫否没毋免除";

  /// @param before the word before it, empty where there is none
  /// @param after the word after it, empty where there is none
  static Concern of(String word, String before, String after) {
    String letters = bare(word);
    if (isNumber(word, letters)) {
      if (isMoney(word) || isMoney(before) || isMoney(after)) {
        return AMOUNT;
      }
      return isDate(word) || isDate(before) || isDate(after) ? DATE : FIGURE;
    }
    if (CURRENCIES.contains(letters) || hasAny(word, CURRENCY_SIGNS)) {
      return AMOUNT;
    }
    boolean month = MONTHS.contains(letters) && Character.isUpperCase(word.codePointAt(0));
    boolean besideNumber = hasDigit(before) || hasDigit(after);
    if (month || besideNumber && hasAny(word, DATE_SIGNS)) {
      return DATE;
    }
    if (NEGATIONS.contains(letters)
        || letters.startsWith("non-")
        || letters.endsWith("n't")
        || word.codePointCount(0, word.length()) == 1 && hasAny(word, CHINESE_NEGATIONS)) {
      return NEGATION;
    }
    boolean capital = !letters.isEmpty() && word.codePoints().anyMatch(Character::isUpperCase);
    boolean startsSentence = before.isEmpty() || ".:;!?。：；！？".indexOf(last(before)) >= 0;
    return capital && !startsSentence && letters.length() > 1 ? NAME : WORDING;
  }

  /// The graver of what two readers see in a place.
  Concern or(Concern other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /// Whether two readings are the same but for marks around them; marks within, as in 1.200, and
  /// signs of money are not only marks.
  static boolean differInMarksAlone(String one, String other) {
    boolean money = hasAny(one, CURRENCY_SIGNS) || hasAny(other, CURRENCY_SIGNS);
    return !money
        && !trimmed(one).isEmpty()
        && Form.of(trimmed(one)).agreesWith(Form.of(trimmed(other)));
  }

  private static boolean isNumber(String word, String letters) {
    return hasDigit(word)
        || NUMBERS.matcher(letters).matches()
        || word.codePointCount(0, word.length()) == 1 && hasAny(word, CHINESE_NUMBERS);
  }

  private static boolean isMoney(String word) {
    return hasAny(word, CURRENCY_SIGNS) || CURRENCIES.contains(bare(word));
  }

  private static boolean isDate(String word) {
    return hasAny(word, DATE_SIGNS)
        || MONTHS.contains(bare(word))
        || DATE_OF_DIGITS.matcher(word).find();
  }

  private static boolean hasDigit(String word) {
    return word.codePoints().anyMatch(Character::isDigit);
  }

  private static boolean hasAny(String word, String signs) {
    return word.codePoints().anyMatch(sign -> signs.indexOf(sign) >= 0);
  }

  /// In small letters, without the marks around it.
  private static String bare(String word) {
    return trimmed(word).toLowerCase(Locale.ROOT);
  }

  private static String trimmed(String word) {
    int start = 0;
    int end = word.length();
    while (start < end && !Character.isLetterOrDigit(word.charAt(start))) {
      start++;
    }
    while (end > start && !Character.isLetterOrDigit(word.charAt(end - 1))) {
      end--;
    }
    return word.substring(start, end);
  }

  private static char last(String word) {
    return word.charAt(word.length() - 1);
  }
}
