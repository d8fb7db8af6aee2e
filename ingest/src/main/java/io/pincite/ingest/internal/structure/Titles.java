package io.pincite.ingest.internal.structure;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells titles from sentences.
final class Titles {
  private static final int LONGEST = 100;
  private static final int MOST_WORDS = 14;
  private static final int MOST_PLAIN_WORDS = 5;
  private static final int MOST_IDEOGRAPHS = 24;

  private static final Set<String> SMALL =
      Set.of(
          "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the",
          "to", "upon", "with", "without", "its", "not", "per", "vs", "v", "&", "/", "-", "–",
          "but", "no", "other", "than", "under", "out", "up");

  /// Words that stand in capitals at the start of a sentence, and hardly within one.
  private static final Set<String> OPENERS =
      Set.of(
          "The", "This", "These", "Each", "Any", "All", "If", "In", "No", "Upon", "Except",
          "Unless", "Neither", "Either", "Nothing", "Subject");

  private static final Set<String> VERBS =
      Set.of(
          "shall",
          "will",
          "is",
          "are",
          "may",
          "must",
          "has",
          "have",
          "be",
          "been",
          "was",
          "were",
          "can",
          "means",
          "agrees",
          "agree",
          "hereby",
          "includes",
          "do",
          "does");
  /// Words of a Chinese sentence that no title has.
  private static final Pattern CHINESE_CLAUSE =
      Pattern.compile("应当|应于|不得|可以|按照|如下|下列|以下|指定的|负责|有权|为：?$");

  private static final Pattern LEADERS = Pattern.compile("\\.{4,}|(?:\\s\\.){3,}|…{2,}|_{4,}");

  private Titles() {}

  /// Whether a whole line, without its number, is a title.
  static boolean isTitle(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.length() > LONGEST || LEADERS.matcher(text).find()) {
      return false;
    }
    if (Continuations.isCjk(text.codePointAt(0))) {
      return text.length() <= MOST_IDEOGRAPHS
          && !text.matches(".*[。；，,;：:].*")
          && !CHINESE_CLAUSE.matcher(text).find();
    }
    char end = text.charAt(text.length() - 1);
    if (";,".indexOf(end) >= 0) {
      return false;
    }
    return isInTitleCase(text);
  }

  static boolean hasLeaders(String text) {
    return LEADERS.matcher(text).find();
  }

  private static boolean isInTitleCase(String text) {
    int words = 0;
    int capitals = 0;
    for (String word : text.split("\\s+")) {
      String bare = bare(word);
      if (bare.isEmpty()) {
        continue;
      }
      words++;
      String lower = bare.toLowerCase(Locale.ROOT);
      if (VERBS.contains(lower) && !bare.equals(bare.toUpperCase(Locale.ROOT))) {
        return false;
      }
      int first = bare.codePointAt(0);
      if (Character.isUpperCase(first)) {
        capitals++;
      } else if (Character.isLetter(first) && !SMALL.contains(lower)) {
        return false;
      }
    }
    return capitals > 0 && words <= MOST_WORDS;
  }

  /// A few words in any case without a verb: "Payment terms".
  private static boolean isPlainTitle(String text) {
    int words = 0;
    for (String word : text.split("\\s+")) {
      String bare = bare(word);
      if (bare.isEmpty()) {
        continue;
      }
      words++;
      if (VERBS.contains(bare.toLowerCase(Locale.ROOT)) || bare.endsWith(",")) {
        return false;
      }
    }
    return words > 0
        && words <= MOST_PLAIN_WORDS
        && Character.isUpperCase(bare(text).isEmpty() ? ' ' : bare(text).codePointAt(0));
  }

  private static String bare(String word) {
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

  /// Where a title that stands at the start of a paragraph ends, its closing sign included: "Term.
  /// The term is …", "合同有效期：本合同…".
  ///
  /// @param from where to start looking, behind the clause's number
  /// @return offset in characters behind the title's closing sign
  static OptionalInt runIn(String text, int from) {
    if (from >= text.length()) {
      return OptionalInt.empty();
    }
    boolean cjk = Continuations.isCjk(text.codePointAt(from));
    int limit = Math.min(text.length(), from + (cjk ? MOST_IDEOGRAPHS : LONGEST));
    for (int i = from + 1; i < limit; i++) {
      char c = text.charAt(i);
      if (cjk) {
        if (c == '：' || c == ':' || c == ' ' || c == '　') {
          boolean more =
              i + 1 < text.length() && !CHINESE_CLAUSE.matcher(text.substring(from, i)).find();
          return more ? OptionalInt.of(i + 1) : OptionalInt.empty();
        }
        if ("。，；,;、".indexOf(c) >= 0) {
          return OptionalInt.empty();
        }
        continue;
      }
      boolean spaceNext = i + 1 < text.length() && text.charAt(i + 1) == ' ';
      boolean comma = c == ',' && opensSentence(text, i + 2) && isTitle(text.substring(from, i));
      boolean ends = (c == '.' || c == ':' || comma) && spaceNext;
      boolean dash =
          (c == '–' || c == '—' || c == '-') && (spaceNext || c == '—') && text.charAt(i - 1) != ' '
              || (c == '–' || c == '-') && spaceNext && text.charAt(i - 1) == ' ';
      if (ends && isAbbreviation(text, from, i)) {
        continue;
      }
      if (ends || dash) {
        String title = text.substring(from, i);
        boolean more = text.length() - i > 3;
        return more && (isTitle(title) || !dash && isPlainTitle(title))
            ? OptionalInt.of(i + 1)
            : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /// On scans a full stop is now and then read as a comma: with "Term, The term of this Lease" a
  /// sentence begins, but not with "Entire Agreement, No Waiver.", which is all title.
  private static boolean opensSentence(String text, int from) {
    if (from >= text.length()) {
      return false;
    }
    int space = text.indexOf(' ', from);
    if (space < 0 || !OPENERS.contains(text.substring(from, space))) {
      return false;
    }
    int end = text.indexOf(". ", from);
    return !isTitle(text.substring(from, end < 0 ? text.length() : end));
  }

  private static boolean isAbbreviation(String text, int from, int point) {
    int space = Math.max(text.lastIndexOf(' ', point - 1) + 1, from);
    String word = text.substring(space, point).toLowerCase(Locale.ROOT);
    return Set.of(
                "inc", "co", "corp", "ltd", "no", "mr", "ms", "dr", "u.s", "sec", "art", "e.g",
                "i.e", "st")
            .contains(word)
        || word.length() == 1 && Character.isLetter(word.charAt(0));
  }
}
