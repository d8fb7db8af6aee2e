package io.pincite.ingest.internal.structure;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The number or letter a clause, item or heading begins with.
///
/// @param scheme how it is numbered, with the depth for `1.2.3`: two marks with the same scheme are
///     siblings, wherever they stand under one parent
/// @param end length of the mark in characters, white space after it included
record ClauseMark(Scheme scheme, int depth, int end) {

  /// From the outermost to the innermost, as contracts nest them.
  enum Scheme {
    /// Schedule 1, Exhibit A, 附件一
    ATTACHMENT,
    /// Part I, 第一编
    PART,
    /// Article IV, Chapter 2, 第二章
    ARTICLE,
    /// 第二节
    DIVISION,
    /// Section 9, Clause 9, § 9; with points in it: DECIMAL
    SECTION,
    /// 第三条
    TIAO,
    /// I.
    ROMAN_POINT,
    /// 一、
    HAN_COMMA,
    /// A.
    LETTER_POINT,
    /// 1., 1.1, 1.1.1
    DECIMAL,
    /// （一）
    HAN_PARENTHESES,
    /// (1), 1)
    NUMBER_PARENTHESES,
    /// (A)
    UPPER_PARENTHESES,
    /// (a), a), a.
    LOWER_PARENTHESES,
    /// (i)
    ROMAN_PARENTHESES,
    BULLET;

    /// Whether a short line with such a mark, or a few words behind it, can be a heading.
    boolean namesClauses() {
      return compareTo(DECIMAL) <= 0 || this == HAN_PARENTHESES;
    }
  }

  private static final String HAN_NUMBER = "[〇零一二三四五六七八九十百两\\d０-９]{1,5}";
  private static final String LABEL_NUMBER = "(?:\\d+|[IVXLC]+|[A-Z](?:-?\\d+)?)";
  private static final String AFTER =
      "(?:\\s*[.:：、,，–—-]+(?=\\s|$|\\p{IsHan})\\s*|\\s+|$|(?=\\p{IsHan}))";

  private static final Pattern ATTACHMENT =
      Pattern.compile(
          "^(?:(?i:schedule|exhibit|annex|appendix|attachment)\\s+[\"“]?"
              + LABEL_NUMBER
              + "(?:\\.\\d+)*[\"”]?"
              + AFTER
              + "|(?:附件|附表|附录)\\s*"
              + HAN_NUMBER
              + "?(?:\\s*[：:、．.]\\s*|\\s+|$|(?=[^\\d])))");
  private static final Pattern PART =
      Pattern.compile(
          "^(?:(?i:part)\\s+" + LABEL_NUMBER + AFTER + "|第" + HAN_NUMBER + "(?:编|部分)\\s*)");
  private static final Pattern ARTICLE =
      Pattern.compile(
          "^(?:(?i:article|chapter)\\s+"
              + LABEL_NUMBER
              + "\\.?"
              + AFTER
              + "|第"
              + HAN_NUMBER
              + "章\\s*)");
  private static final Pattern DIVISION = Pattern.compile("^第" + HAN_NUMBER + "[节節]\\s*");
  private static final Pattern TIAO =
      Pattern.compile("^第\\s?" + HAN_NUMBER + "\\s?[条條](?:\\s*[：:、．.]\\s*|\\s*)");
  private static final Pattern SECTION =
      Pattern.compile(
          "^(?:(?i:section|clause|sec\\.|paragraph)|§+)\\s*(\\d+(?:\\.\\d+)*|[IVXLC]+)(?:\\([a-z0-9]+\\))*\\.?"
              + AFTER);
  private static final Pattern DECIMAL =
      Pattern.compile(
          "^(\\d{1,3}(?:[.．]\\d{1,3})+[.．]?|\\d{1,3}[.．、])(?:\\([a-z]\\))?(?:\\s+|$|(?=[\\p{IsHan}\\p{Lu}“\"]))");
  private static final Pattern ROMAN_POINT = Pattern.compile("^[IVX]{1,6}\\.(?:\\s+|$)");
  private static final Pattern LETTER_POINT = Pattern.compile("^[A-Z]\\.\\s+");
  private static final Pattern HAN_COMMA =
      Pattern.compile("^[一二三四五六七八九十]{1,3}(?:、|[．.](?=\\D))\\s*");
  private static final Pattern HAN_PARENTHESES = Pattern.compile("^[（(][一二三四五六七八九十]{1,3}[）)]\\s*");
  private static final Pattern NUMBER_PARENTHESES =
      Pattern.compile("^(?:[（(]\\d{1,3}[）)]|\\d{1,3}[）)]|[①-⑳])\\s*");
  private static final Pattern UPPER_PARENTHESES = Pattern.compile("^\\([A-Z]{1,2}\\)\\s*");
  private static final Pattern ROMAN_PARENTHESES =
      Pattern.compile("^[（(]?(?:x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3})[）)]\\s*");
  private static final Pattern LOWER_PARENTHESES =
      Pattern.compile("^(?:[（(][a-z]{1,2}[）)]|[a-z][）)]|[a-z]\\.(?=\\s))\\s*");
  private static final Pattern BULLET = Pattern.compile("^[•·▪●○◦■□☐➢✓‣–—*]\\s+");

  /// @param text of a paragraph, line breaks as white space
  static Optional<ClauseMark> of(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    char first = text.charAt(0);
    if (first == '第') {
      return first(text, PART, Scheme.PART)
          .or(() -> first(text, ARTICLE, Scheme.ARTICLE))
          .or(() -> first(text, DIVISION, Scheme.DIVISION))
          .or(() -> first(text, TIAO, Scheme.TIAO));
    }
    if (first == '附') {
      return first(text, ATTACHMENT, Scheme.ATTACHMENT);
    }
    if (first >= '0' && first <= '9') {
      return decimal(text).or(() -> first(text, NUMBER_PARENTHESES, Scheme.NUMBER_PARENTHESES));
    }
    if (first == '(' || first == '（') {
      return first(text, HAN_PARENTHESES, Scheme.HAN_PARENTHESES)
          .or(() -> first(text, NUMBER_PARENTHESES, Scheme.NUMBER_PARENTHESES))
          .or(() -> first(text, UPPER_PARENTHESES, Scheme.UPPER_PARENTHESES))
          .or(() -> roman(text))
          .or(() -> first(text, LOWER_PARENTHESES, Scheme.LOWER_PARENTHESES));
    }
    if (first == '§') {
      return section(text);
    }
    if (first < 0x80 && Character.isLetter(first)) {
      return first(text, ATTACHMENT, Scheme.ATTACHMENT)
          .or(() -> first(text, ARTICLE, Scheme.ARTICLE))
          .or(() -> section(text))
          .or(() -> first(text, PART, Scheme.PART))
          .or(() -> first(text, ROMAN_POINT, Scheme.ROMAN_POINT))
          .or(() -> first(text, LETTER_POINT, Scheme.LETTER_POINT))
          .or(() -> roman(text))
          .or(() -> first(text, LOWER_PARENTHESES, Scheme.LOWER_PARENTHESES));
    }
    return first(text, HAN_COMMA, Scheme.HAN_COMMA)
        .or(() -> first(text, NUMBER_PARENTHESES, Scheme.NUMBER_PARENTHESES))
        .or(() -> first(text, BULLET, Scheme.BULLET));
  }

  private static Optional<ClauseMark> first(String text, Pattern pattern, Scheme scheme) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? Optional.of(new ClauseMark(scheme, 1, matcher.end()))
        : Optional.empty();
  }

  /// `(i)` alone may be the ninth letter: told apart by what came before, in [Headings] and
  /// [Items].
  private static Optional<ClauseMark> roman(String text) {
    return first(text, ROMAN_PARENTHESES, Scheme.ROMAN_PARENTHESES);
  }

  private static Optional<ClauseMark> section(String text) {
    Matcher matcher = SECTION.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    int points = (int) matcher.group(1).chars().filter(c -> c == '.').count();
    return Optional.of(
        points == 0
            ? new ClauseMark(Scheme.SECTION, 1, matcher.end())
            : new ClauseMark(Scheme.DECIMAL, points + 1, matcher.end()));
  }

  private static Optional<ClauseMark> decimal(String text) {
    Matcher matcher = DECIMAL.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String number = matcher.group(1);
    int depth = 0;
    for (int i = 0; i < number.length(); i++) {
      boolean digit = Character.isDigit(number.charAt(i));
      boolean starts = digit && (i == 0 || !Character.isDigit(number.charAt(i - 1)));
      depth += starts ? 1 : 0;
    }
    // "2.50 per unit" is an amount, "30. June" a date; a clause does not start with 0
    if (number.startsWith("0")) {
      return Optional.empty();
    }
    return Optional.of(new ClauseMark(Scheme.DECIMAL, depth, matcher.end()));
  }

  /// Siblings have equal keys.
  int key() {
    return scheme.ordinal() * 100 + Math.min(depth, 99);
  }
}
