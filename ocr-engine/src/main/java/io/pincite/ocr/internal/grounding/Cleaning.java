package io.pincite.ocr.internal.grounding;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/// Takes off what is markup and what no page text may hold, so that words can be made of it.
///
/// Markup is `**` in pairs on a line, and `<b>`, `<i>`, `<u>`, `<sup>` and their like in pairs.
/// Formulas in `\( … \)` are left alone. Control characters go, lone surrogates become U+FFFD, the
/// rest is Unicode NFC.
final class Cleaning {

  private static final String[] TAGS = {
    "b", "i", "u", "s", "em", "strong", "sup", "sub", "small", "center"
  };

  private Cleaning() {}

  /// A text of the page; line ends stay.
  static String text(CharSequence written) {
    return characters(withoutMarkup(written.toString())).strip();
  }

  /// The same without looking for markup: for formulas and names.
  static String characters(String text) {
    boolean plain = true;
    for (int i = 0; i < text.length() && plain; i++) {
      char c = text.charAt(i);
      plain = (c >= ' ' && c < 0x7F) || c == '\n';
    }
    if (plain) {
      return text;
    }
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        out.append('\uFFFD');
      } else if (c == '\n' || !Character.isISOControl(c)) {
        out.append(c);
      } else if (Character.isWhitespace(c)) {
        out.append(' ');
      }
    }
    return Normalizer.normalize(out, Normalizer.Form.NFC);
  }

  static String withoutMarkup(String text) {
    if (text.indexOf('<') < 0 && text.indexOf("**") < 0) {
      return text;
    }
    var off = new BitSet(text.length());
    // For each tag that is open: which, where it starts, where it ends.
    Deque<int[]> open = new ArrayDeque<>();
    int bold = -1;
    int lastFormulaEnd = text.lastIndexOf("\\)");
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\' && text.startsWith("\\(", i) && i + 2 <= lastFormulaEnd) {
        i = text.indexOf("\\)", i + 2) + 2;
      } else if (c == '\n') {
        bold = -1;
        i++;
      } else if (text.startsWith("**", i)) {
        if (bold >= 0 && i > bold + 2 && !Character.isWhitespace(text.charAt(i - 1))) {
          off.set(bold, bold + 2);
          off.set(i, i + 2);
          bold = -1;
        } else if (i + 2 < text.length()
            && text.charAt(i + 2) != '*'
            && !Character.isWhitespace(text.charAt(i + 2))) {
          bold = i;
        }
        i += 2;
      } else if (c == '<') {
        i = tag(text, i, open, off);
      } else {
        i++;
      }
    }
    if (off.isEmpty()) {
      return text;
    }
    var kept = new StringBuilder(text.length());
    for (int from = off.nextClearBit(0); from < text.length(); ) {
      int to = off.nextSetBit(from);
      to = to < 0 ? text.length() : to;
      kept.append(text, from, to);
      from = off.nextClearBit(to);
    }
    return kept.toString();
  }

  /// Where to go on after a `<`.
  private static int tag(String text, int at, Deque<int[]> open, BitSet off) {
    boolean closes = text.startsWith("/", at + 1);
    int name = at + (closes ? 2 : 1);
    for (int which = 0; which < TAGS.length; which++) {
      int end = name + TAGS[which].length();
      if (text.startsWith(TAGS[which], name) && text.startsWith(">", end)) {
        if (!closes) {
          open.push(new int[] {which, at, end + 1});
        } else if (!open.isEmpty() && open.peek()[0] == which) {
          int[] opened = open.pop();
          off.set(opened[1], opened[2]);
          off.set(at, end + 1);
        }
        return end + 1;
      }
    }
    return at + 1;
  }
}
