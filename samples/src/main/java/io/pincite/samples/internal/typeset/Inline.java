package io.pincite.samples.internal.typeset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Marked-up text as characters with their looks and the citations they belong to.
record Inline(List<Letter> letters) {

  record Letter(int character, boolean bold, boolean italic, Set<String> marks) {}

  static Inline parse(String text) {
    var letters = new ArrayList<Letter>();
    var marks = new ArrayList<String>();
    Set<String> current = Set.of();
    boolean bold = false;
    boolean italic = false;
    for (int at = 0; at < text.length(); ) {
      if (text.startsWith("**", at)) {
        bold = !bold;
        at += 2;
        continue;
      }
      int character = text.codePointAt(at);
      if (character == '_'
          && !text.startsWith("__", at)
          && !(at > 0 && text.charAt(at - 1) == '_')) {
        italic = !italic;
        at++;
        continue;
      }
      if (character == '⟦') {
        int colon = text.indexOf(':', at);
        marks.add(text.substring(at + 1, colon));
        current = Collections.unmodifiableSet(new LinkedHashSet<>(marks));
        at = colon + 1;
        continue;
      }
      if (character == '⟧') {
        marks.removeLast();
        current = Collections.unmodifiableSet(new LinkedHashSet<>(marks));
        at++;
        continue;
      }
      letters.add(new Letter(character, bold, italic, current));
      at += Character.charCount(character);
    }
    return new Inline(letters);
  }

  Inline allBold() {
    return new Inline(
        letters.stream()
            .map(letter -> new Letter(letter.character, true, letter.italic, letter.marks))
            .toList());
  }

  /// The text of every mark in it.
  Map<String, String> marked() {
    var texts = new LinkedHashMap<String, String>();
    for (Letter letter : letters) {
      for (String mark : letter.marks) {
        texts.merge(mark, Character.toString(letter.character), String::concat);
      }
    }
    return texts;
  }
}
