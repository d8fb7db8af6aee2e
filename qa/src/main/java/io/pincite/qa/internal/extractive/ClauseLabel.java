package io.pincite.qa.internal.extractive;

import io.pincite.retrieval.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of the clause a sentence stands in, as its document numbers it: `Section 2.1(b)`,
/// `Article IV`, `第三条`, or the heading above where nothing is numbered.
final class ClauseLabel {
  private static final String HAN_NUMBER = "[〇零一二三四五六七八九十百\\d]+";
  private static final Pattern NAMED =
      Pattern.compile(
          "^(?i)(section|article|clause|schedule|exhibit|appendix|annex|attachment|part)\\s+(\\d+(?:\\.\\d+)*[A-Z]?|[IVXLC]+|[A-Z])(?![A-Za-z])");
  private static final Pattern DOTTED =
      Pattern.compile("^(\\d{1,2}(?:\\.\\d{1,2}){1,3})\\.?(?=[\\s\\p{IsHan}]|$)");
  private static final Pattern SINGLE = Pattern.compile("^(\\d{1,2})[.)]\\s+(?=\\p{Lu})");
  private static final Pattern HAN_ARTICLE = Pattern.compile("^第\\s*" + HAN_NUMBER + "\\s*[条章款节]");
  private static final Pattern HAN_ITEM = Pattern.compile("^([一二三四五六七八九十]{1,3})、\\s*");
  private static final Pattern HAN_SCHEDULE = Pattern.compile("^附[件表录]\\s*" + HAN_NUMBER + "?");
  private static final Pattern ITEM =
      Pattern.compile("^[（(]([a-z]{1,4}|\\d{1,2}|[一二三四五六七八九十]{1,3})[)）]");

  private ClauseLabel() {}

  /// @param start of the sentence in the chunk's text, in code points
  static Optional<String> of(Chunk chunk, int start) {
    String text = chunk.text();
    int at = text.offsetByCodePoints(0, Math.min(start, text.codePointCount(0, text.length())));
    var lines = new ArrayList<String>();
    lines.add(text.substring(at, Math.min(text.length(), at + 80)));
    int lineStart = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    if (lineStart < at) {
      lines.add(text.substring(lineStart, Math.min(text.length(), lineStart + 80)));
    }
    if (!chunk.table()) {
      List<String> before = text.substring(0, lineStart).lines().toList().reversed();
      before.forEach(line -> lines.add(line.length() > 80 ? line.substring(0, 80) : line));
    }
    lines.addAll(chunk.headings().reversed());
    String item = "";
    for (String line : lines) {
      String bare = line.strip();
      Matcher sub = ITEM.matcher(bare);
      if (item.isEmpty() && sub.find()) {
        item = sub.group();
        continue;
      }
      Optional<String> number = number(bare);
      if (number.isPresent() && !isParagraphOfArticle(bare, chunk)) {
        return Optional.of(number.get() + item);
      }
    }
    return chunk.headings().isEmpty()
        ? Optional.empty()
        : Optional.of("“" + shortened(chunk.headings().getLast().strip()) + "”");
  }

  /// "3.1" within 第三条: the clause is the 条.
  private static boolean isParagraphOfArticle(String line, Chunk chunk) {
    return DOTTED.matcher(line).find()
        && chunk.headings().stream()
            .anyMatch(heading -> HAN_ARTICLE.matcher(heading.strip()).find());
  }

  /// How long the clause number or item label is that a sentence begins with and that is no part of
  /// what it says.
  static int leadOf(String sentence) {
    for (Pattern lead : List.of(DOTTED, SINGLE, HAN_ARTICLE, HAN_ITEM, ITEM)) {
      Matcher matcher = lead.matcher(sentence);
      if (matcher.find()) {
        int end = matcher.end();
        while (end < sentence.length() && Character.isWhitespace(sentence.charAt(end))) {
          end++;
        }
        return end < sentence.length() ? end : 0;
      }
    }
    return 0;
  }

  private static Optional<String> number(String line) {
    Matcher named = NAMED.matcher(line);
    if (named.find()) {
      String kind = named.group(1);
      return Optional.of(
          Character.toUpperCase(kind.charAt(0))
              + kind.substring(1).toLowerCase(java.util.Locale.ROOT)
              + " "
              + named.group(2));
    }
    boolean han = line.codePoints().anyMatch(Terms::isHan);
    Matcher article = HAN_ARTICLE.matcher(line);
    if (article.find()) {
      return Optional.of(article.group().replaceAll("\\s", ""));
    }
    Matcher schedule = HAN_SCHEDULE.matcher(line);
    if (schedule.find()) {
      return Optional.of(schedule.group().replaceAll("\\s", ""));
    }
    Matcher dotted = DOTTED.matcher(line);
    if (dotted.find()) {
      return Optional.of(han ? "第" + dotted.group(1) + "条" : "Section " + dotted.group(1));
    }
    Matcher single = SINGLE.matcher(line);
    if (single.find()) {
      return Optional.of("Section " + single.group(1));
    }
    Matcher item = HAN_ITEM.matcher(line);
    if (item.find()) {
      return Optional.of("第" + item.group(1) + "条");
    }
    return Optional.empty();
  }

  private static String shortened(String heading) {
    return heading.length() <= 60 ? heading : heading.substring(0, 57).strip() + "…";
  }
}
