package io.pincite.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The sentences of a text: English, Chinese and mixed. A line break always ends one; so a heading,
/// a list item and a table row are sentences of their own.
public final class Sentences {
  private Sentences() {}

  /// A run of a text, in Unicode code points, end exclusive; starts and ends with a visible
  /// character.
  public record Range(int start, int end) {}

  /// After these, with their full stop, a sentence goes on.
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "hon", "st", "no", "nos", "art", "arts", "sec", "secs",
          "sect", "para", "paras", "cl", "ch", "pt", "fig", "ex", "exh", "app", "sched", "vol",
          "ed", "eds", "p", "pp", "v", "vs", "e.g", "i.e", "cf", "viz", "approx", "est", "al",
          "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
          "u.s", "u.k", "u.s.c", "c.f.r", "l.p", "n.a", "s.a", "p.o", "tel", "attn", "ltd", "inc",
          "corp", "co", "llc", "dept", "div", "ave", "blvd", "rd", "ste", "a.m", "p.m");

  /// Of the abbreviations, those that also end sentences: then a capital follows that is no name's
  /// continuation.
  private static final Set<String> ALSO_LAST =
      Set.of("inc", "corp", "co", "ltd", "llc", "u.s", "u.k", "l.p", "n.a", "s.a", "a.m", "p.m");

  private static final Set<String> OPENERS =
      Set.of(
          "the",
          "this",
          "that",
          "these",
          "such",
          "any",
          "all",
          "each",
          "if",
          "in",
          "no",
          "upon",
          "for",
          "neither",
          "either",
          "it",
          "its",
          "notwithstanding",
          "subject",
          "except",
          "unless",
          "provided",
          "as",
          "at",
          "on",
          "by",
          "to",
          "where",
          "when",
          "nothing",
          "both",
          "a",
          "an");

  /// In text order; together they hold every visible character.
  public static List<Range> of(String text) {
    int[] points = text.codePoints().toArray();
    var ranges = new ArrayList<Range>();
    int start = 0;
    for (int i = 0; i < points.length; i++) {
      int end = endAfter(points, i);
      if (end > 0) {
        add(ranges, points, start, end);
        start = end;
        i = end - 1;
      }
    }
    add(ranges, points, start, points.length);
    return List.copyOf(ranges);
  }

  /// The text of a range.
  public static String textOf(String text, Range range) {
    int from = text.offsetByCodePoints(0, range.start());
    return text.substring(from, text.offsetByCodePoints(from, range.end() - range.start()));
  }

  /// Where the sentence ends that ends with the mark at `i`; 0 when none does.
  private static int endAfter(int[] points, int i) {
    return switch (points[i]) {
      case '\n' -> i + 1;
      case '。', '！', '？', '；', '｡' -> pastClosers(points, i + 1);
      case '.', '!', '?' -> latinEnd(points, i) ? pastClosers(points, i + 1) : 0;
      default -> 0;
    };
  }

  private static boolean latinEnd(int[] points, int i) {
    int after = pastClosers(points, i + 1);
    if (after == points.length || points[after] == '\n') {
      return true;
    }
    if (!Character.isWhitespace(points[after])) {
      return isCjk(points[after]) && !Character.isDigit(points[Math.max(0, i - 1)]);
    }
    if (points[i] != '.') {
      return true;
    }
    int next = after;
    while (next < points.length && Character.isWhitespace(points[next])) {
      next++;
    }
    if (next == points.length) {
      return true;
    }
    int opener = points[next];
    if (Character.isLowerCase(opener) || opener == ',' || opener == ';') {
      return false;
    }
    String before = wordBefore(points, i);
    if (before.isEmpty()) {
      return true;
    }
    if (isClauseNumber(before) && startsSentence(points, i - before.length())) {
      // "2." or "2.1." or "(a)." at the start numbers what follows
      return false;
    }
    String lower = before.toLowerCase(Locale.ROOT);
    if (lower.length() == 1 && Character.isLetter(before.charAt(0))) {
      // an initial: "J. Smith"
      return OPENERS.contains(wordAt(points, next)) && !Character.isUpperCase(before.charAt(0));
    }
    if (ABBREVIATIONS.contains(lower)) {
      return ALSO_LAST.contains(lower) && OPENERS.contains(wordAt(points, next));
    }
    return true;
  }

  private static boolean isClauseNumber(String word) {
    return word.codePoints().allMatch(c -> Character.isDigit(c) || c == '.' || c == '(' || c == ')')
        || word.matches("[IVXLC]{1,6}|[A-Za-z]|\\(?[a-z]{1,4}\\)");
  }

  private static boolean startsSentence(int[] points, int start) {
    int i = start - 1;
    boolean afterLabel = false;
    if (i >= 0 && (points[i] == '(' || points[i] == '（')) {
      i--;
    }
    while (i >= 0 && Character.isWhitespace(points[i]) && points[i] != '\n') {
      i--;
    }
    if (i >= 0 && points[i] != '\n' && Character.isLetter(points[i])) {
      // "Section 2. Term", "Article IV. Notices"
      String label = wordBefore(points, i + 1).toLowerCase(Locale.ROOT);
      afterLabel =
          Set.of("section", "article", "clause", "schedule", "exhibit", "appendix", "annex", "part")
                  .contains(label)
              && startsSentence(points, i + 1 - label.length());
    }
    return i < 0
        || points[i] == '\n'
        || points[i] == '.'
        || points[i] == ';'
        || points[i] == '。'
        || afterLabel;
  }

  private static String wordBefore(int[] points, int end) {
    int start = end;
    while (start > 0
        && !Character.isWhitespace(points[start - 1])
        && "\"“‘'([（".indexOf(points[start - 1]) < 0
        && !isCjk(points[start - 1])) {
      start--;
    }
    return new String(points, start, end - start);
  }

  private static String wordAt(int[] points, int start) {
    int end = start;
    while (end < points.length && Character.isLetter(points[end])) {
      end++;
    }
    return new String(points, start, end - start).toLowerCase(Locale.ROOT);
  }

  private static int pastClosers(int[] points, int i) {
    while (i < points.length && "\"”’')]）」』》】.!?。！？".indexOf(points[i]) >= 0) {
      i++;
    }
    return i;
  }

  private static boolean isCjk(int point) {
    return Character.isIdeographic(point) || (point >= 0x3000 && point <= 0x30FF);
  }

  private static void add(List<Range> ranges, int[] points, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && Character.isWhitespace(points[from])) {
      from++;
    }
    while (to > from && Character.isWhitespace(points[to - 1])) {
      to--;
    }
    if (from < to) {
      ranges.add(new Range(from, to));
    }
  }
}
