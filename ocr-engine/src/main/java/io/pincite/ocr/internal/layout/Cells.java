package io.pincite.ocr.internal.layout;

import java.util.regex.Pattern;

/// What the text of a cell looks like.
final class Cells {

  private static final Pattern NUMERIC =
      Pattern.compile(
          "[(\\[<>≤≥~+\\-–—−]?\\s?(?:[$€£¥￥]|US\\$|USD|EUR|GBP|RMB|CNY|人民币)?\\s?[(+\\-–−]?\\s?\\d[\\d,.\\s’'/:×xX*-]*"
              + "\\s?(?:%|‰|％|元|万元|万|USD|EUR|hrs?|days?|months?|years?|kg|件|台|套|个|天|日|年|月)?\\s?[)\\]]?\\s?[*†‡a-c]?"
              + "|[-–—−]+|[$€£¥￥]|n/?a\\.?|N/?A\\.?|nil|NIL");

  private static final Pattern LEADERS =
      Pattern.compile(".*(?:\\.{4,}|(?:\\. ){4,}|…{2,}|(?:· ?){5,}|_ _ _|·{4,}).*");

  private Cells() {}

  static boolean isNumeric(String text) {
    return text.length() <= 30 && NUMERIC.matcher(text).matches();
  }

  /// Whether dots lead the eye to a page number, as in a table of contents.
  static boolean hasLeaders(String text) {
    return (text.indexOf("..") >= 0
            || text.indexOf(". .") >= 0
            || text.indexOf('…') >= 0
            || text.indexOf('·') >= 0)
        && LEADERS.matcher(text).matches();
  }
}
