package io.pincite.ocr.internal.layout;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The number or bullet a line starts with.
///
/// @param depth how many numbers it is made of: 3 for `2.1.4`, 1 for everything else
/// @param value its last number, for telling (i) after (h) from (i) after nothing; 0 for a bullet
/// @param length characters of the line it takes, without the space behind
public record Marker(Style style, int depth, int value, int length) {

  public enum Style {
    BULLET,
    /// `1.`, `1.1`, `2.1.4`, `3、`
    DOTTED,
    /// `(1)`, `1)`, `（1）`, ①
    NUMBER,
    /// `(a)`, `a)`, `a.`
    LETTER,
    /// `A.`, `(A)`
    CAPITAL,
    /// `(i)`, `iv.`
    ROMAN,
    /// `IV.`
    CAPITAL_ROMAN,
    /// `ARTICLE IV`, `Part 2`, 第一章
    CHAPTER,
    /// `Section 2.1`, 第三条
    SECTION,
    /// `SCHEDULE A`, `Exhibit 10.1`, 附件一
    ANNEX,
    /// 一、
    CHINESE,
    /// （一）
    CHINESE_PAREN;

    /// Whether it opens a part of a contract rather than an item of a list.
    boolean isNamed() {
      return switch (this) {
        case CHAPTER, SECTION, ANNEX -> true;
        case BULLET,
            DOTTED,
            NUMBER,
            LETTER,
            CAPITAL,
            ROMAN,
            CAPITAL_ROMAN,
            CHINESE,
            CHINESE_PAREN ->
            false;
      };
    }
  }

  private static final String CHINESE_NUMBER = "[一二三四五六七八九十百零〇两\\d０-９]{1,6}";

  private static final Pattern DOTTED =
      Pattern.compile("(\\d{1,3})((?:\\.\\d{1,3}){0,5})([.)、．。）]?)(?=\\s|$|[\\u3000-\\uFFEF])");
  private static final Pattern PAREN =
      Pattern.compile(
          "[(（]\\s?(?:(\\d{1,3})|([a-z&&[^ivx]])\\2?|([A-Z&&[^IVX]])\\3?|([ivxl]{1,6})|([IVXL]{1,6})|([一二三四五六七八九十]{1,3}))\\s?[)）]");
  private static final Pattern LETTERED =
      Pattern.compile("(?:([ivx]{1,5})|([a-z])|([IVX]{1,6})|([A-Z]))([.)])(?=\\s|$)");
  private static final Pattern NAMED =
      Pattern.compile(
          "(article|chapter|part|title|section|clause|sec\\.|§|schedule|exhibit|annex|appendix|attachment|addendum)"
              + "\\s*(?:no\\.\\s*)?"
              + "((?:\\d{1,3}(?:\\.\\d{1,3}){0,4}(?:-[a-z0-9]{1,2})?|[ivxlc]{1,6}|[a-z](?:-?\\d{1,3})?|one|two|three|four|five|six|seven|eight|nine|ten))"
              + "(?=[\\s.:,;)—–\\-]|$)[.:)]?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CHINESE_NAMED =
      Pattern.compile("第\\s?(" + CHINESE_NUMBER + ")\\s?(章|节|節|编|編|部分|条|條|款)");
  private static final Pattern CHINESE_ANNEX =
      Pattern.compile("(?:附件|附录|附表|附錄)\\s?[一二三四五六七八九十\\dA-Z]{1,3}(?=\\s|$|[:：、\\u3000-\\uFFEF])");
  private static final Pattern CHINESE = Pattern.compile("([一二三四五六七八九十]{1,3})\\s?[、．.]");
  private static final String BULLETS = "•●○◦▪■□◆◇►▶‣⁃∙·➢➤✓✔❖★☐☑*";

  /// The marker of a text that has at least one character.
  public static Optional<Marker> of(String text) {
    char first = text.charAt(0);
    if (first >= '0' && first <= '9') {
      return dotted(text);
    }
    if (first == '(' || first == '（') {
      return paren(text);
    }
    if (BULLETS.indexOf(first) >= 0 || (first >= '\uE000' && first <= '\uF8FF')) {
      return bullet(text, first == '*' || first == '·');
    }
    if (first == '-' || first == '–' || first == '—') {
      return bullet(text, true);
    }
    if (first == '§' || first < 0x80) {
      return latin(text);
    }
    if (first >= '①' && first <= '⑳') {
      return Optional.of(new Marker(Style.NUMBER, 1, first - '①' + 1, 1));
    }
    return first >= 0x4E00 ? chinese(text) : Optional.empty();
  }

  /// Whether the text is a marker and nothing else.
  static boolean isAlone(String text) {
    return of(text).filter(marker -> marker.length == text.length()).isPresent();
  }

  private static Optional<Marker> bullet(String text, boolean needsSpace) {
    boolean alone = text.length() == 1;
    if (needsSpace && !alone && text.charAt(1) != ' ') {
      return Optional.empty();
    }
    return Optional.of(new Marker(Style.BULLET, 1, 0, 1));
  }

  private static Optional<Marker> dotted(String text) {
    Matcher matcher = DOTTED.matcher(text);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String more = matcher.group(2);
    String end = matcher.group(3);
    if (more.isEmpty() && (end.isEmpty() || end.equals("。"))) {
      return Optional.empty();
    }
    int depth = 1 + (int) more.chars().filter(c -> c == '.').count();
    String last = more.isEmpty() ? matcher.group(1) : more.substring(more.lastIndexOf('.') + 1);
    boolean bracket = end.equals(")") || end.equals("）");
    return Optional.of(
        new Marker(
            bracket && depth == 1 ? Style.NUMBER : Style.DOTTED,
            depth,
            Integer.parseInt(last),
            matcher.end()));
  }

  private static Optional<Marker> paren(String text) {
    Matcher matcher = PAREN.matcher(text);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    int length = matcher.end();
    if (matcher.group(1) != null) {
      return Optional.of(new Marker(Style.NUMBER, 1, Integer.parseInt(matcher.group(1)), length));
    }
    if (matcher.group(2) != null) {
      return Optional.of(new Marker(Style.LETTER, 1, letter(matcher.group(2)), length));
    }
    if (matcher.group(3) != null) {
      return Optional.of(new Marker(Style.CAPITAL, 1, letter(matcher.group(3)), length));
    }
    if (matcher.group(4) != null) {
      return Optional.of(new Marker(Style.ROMAN, 1, roman(matcher.group(4)), length));
    }
    if (matcher.group(5) != null) {
      return Optional.of(new Marker(Style.CAPITAL_ROMAN, 1, roman(matcher.group(5)), length));
    }
    return Optional.of(new Marker(Style.CHINESE_PAREN, 1, 0, length));
  }

  private static Optional<Marker> latin(String text) {
    if (text.length() == 1 || text.charAt(1) == ' ') {
      // Word processors draw the second level's bullet with the letter o.
      return text.charAt(0) == 'o'
          ? Optional.of(new Marker(Style.BULLET, 1, 0, 1))
          : Optional.empty();
    }
    Matcher matcher = LETTERED.matcher(text);
    if (matcher.lookingAt()) {
      int length = matcher.end();
      if (matcher.group(1) != null) {
        return Optional.of(new Marker(Style.ROMAN, 1, roman(matcher.group(1)), length));
      }
      if (matcher.group(2) != null) {
        return Optional.of(new Marker(Style.LETTER, 1, letter(matcher.group(2)), length));
      }
      if (matcher.group(3) != null) {
        return Optional.of(new Marker(Style.CAPITAL_ROMAN, 1, roman(matcher.group(3)), length));
      }
      return Optional.of(new Marker(Style.CAPITAL, 1, letter(matcher.group(4)), length));
    }
    return named(text);
  }

  private static Optional<Marker> named(String text) {
    if ("ACPTSEaX§".indexOf(text.charAt(0)) < 0) {
      return Optional.empty();
    }
    Matcher matcher = NAMED.matcher(text);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    String number = matcher.group(2);
    boolean capital =
        Character.isUpperCase(number.charAt(0)) || Character.isDigit(number.charAt(0));
    if (!capital && number.length() < 3) {
      return Optional.empty();
    }
    Style style =
        switch (name) {
          case "article", "chapter", "part", "title" -> Style.CHAPTER;
          case "section", "clause", "sec.", "§" -> Style.SECTION;
          default -> Style.ANNEX;
        };
    int depth = 1 + (int) number.chars().filter(c -> c == '.').count();
    return Optional.of(new Marker(style, depth, 0, matcher.end()));
  }

  private static Optional<Marker> chinese(String text) {
    char first = text.charAt(0);
    if (first == '第') {
      Matcher matcher = CHINESE_NAMED.matcher(text);
      if (!matcher.lookingAt()) {
        return Optional.empty();
      }
      char unit = matcher.group(2).charAt(0);
      boolean clause = unit == '条' || unit == '條' || unit == '款';
      return Optional.of(new Marker(clause ? Style.SECTION : Style.CHAPTER, 1, 0, matcher.end()));
    }
    if (first == '附') {
      Matcher matcher = CHINESE_ANNEX.matcher(text);
      return matcher.lookingAt()
          ? Optional.of(new Marker(Style.ANNEX, 1, 0, matcher.end()))
          : Optional.empty();
    }
    Matcher matcher = CHINESE.matcher(text);
    return matcher.lookingAt()
        ? Optional.of(new Marker(Style.CHINESE, 1, 0, matcher.end()))
        : Optional.empty();
  }

  private static int letter(String text) {
    return Character.toLowerCase(text.charAt(0)) - 'a' + 1;
  }

  private static int roman(String text) {
    int total = 0;
    int before = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      int value =
          switch (Character.toLowerCase(text.charAt(i))) {
            case 'i' -> 1;
            case 'v' -> 5;
            case 'x' -> 10;
            case 'l' -> 50;
            default -> 100;
          };
      total += value < before ? -value : value;
      before = Math.max(before, value);
    }
    return total;
  }
}
