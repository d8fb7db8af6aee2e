package io.pincite.ingest.internal.structure;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Writes lines as running text: a space between them, none between CJK characters, hyphenation at
/// line ends removed.
final class ElementText {
  private static final Set<String> HYPHENATED =
      Set.of(
          "non", "self", "co", "re", "pre", "sub", "third", "long", "short", "well", "full", "half",
          "cross", "ex");

  private final Iterable<String> document;
  private final Set<String> words = new HashSet<>();

  /// @param document its lines: they tell whether `non-exclusive` is written with a hyphen; gone
  ///     through again when a word begins like one that may be
  ElementText(Iterable<String> document) {
    this.document = document;
    for (String line : document) {
      collect(line);
    }
  }

  private void collect(String line) {
    if (line.indexOf('-') < 0) {
      return;
    }
    for (String word : line.split(" ")) {
      int hyphen = word.indexOf('-');
      if (hyphen > 0 && hyphen < word.length() - 1) {
        words.add(letters(word));
      }
    }
  }

  private static String letters(String word) {
    int start = 0;
    int end = word.length();
    while (start < end && !Character.isLetterOrDigit(word.charAt(start))) {
      start++;
    }
    while (end > start && !Character.isLetterOrDigit(word.charAt(end - 1))) {
      end--;
    }
    return word.substring(start, end).toLowerCase(Locale.ROOT);
  }

  String join(List<String> lines) {
    var text = new StringBuilder();
    for (String line : lines) {
      append(text, line);
    }
    return text.toString();
  }

  void append(StringBuilder text, String line) {
    if (line.isEmpty()) {
      return;
    }
    if (text.isEmpty()) {
      text.append(line);
      return;
    }
    int last = text.codePointBefore(text.length());
    int first = line.codePointAt(0);
    if (last == '-' && text.length() > 1 && Character.isLetter(text.charAt(text.length() - 2))) {
      if (Character.isLowerCase(first) && !isCompound(text, line)) {
        text.setLength(text.length() - 1);
      }
      text.append(line);
      return;
    }
    boolean solid = Continuations.isCjk(last) && Continuations.isCjk(first);
    if (!solid) {
      text.append(' ');
    }
    text.append(line);
  }

  private boolean isCompound(StringBuilder text, String line) {
    int start = text.lastIndexOf(" ") + 1;
    int end = line.indexOf(' ');
    String first = letters(text.substring(start));
    String second = letters(end < 0 ? line : line.substring(0, end));
    return words.contains(first + "-" + second)
        || (HYPHENATED.contains(first) && !isWrittenSolid(first + second))
        || first.contains("-");
  }

  /// Whether the document has the word without a hyphen elsewhere: `subject` is no `sub-ject`.
  private boolean isWrittenSolid(String word) {
    for (String line : document) {
      if (line.toLowerCase(Locale.ROOT).contains(word)) {
        return true;
      }
    }
    return false;
  }
}
