package io.pincite.ocr.internal.grounding;

/// What a person sees of text that a model is writing: its tags taken off as they come, cells ended
/// by a tab, rows and forced line ends by a line end. The beginning of what may become a tag waits
/// until it is one, or is none.
///
/// Where the pieces are cut makes no difference. One thread at a time.
final class ShownText {
  /// A longer one is none: its end was never written.
  private static final int LONGEST_TAG = 200;

  /// Of Markdown with HTML tables, and the model's own.
  private static final String[] NAMES = {
    "|ref|",
    "|/ref|",
    "|det|",
    "|/det|",
    "|grounding|",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "caption",
    "tr",
    "td",
    "th",
    "br",
    "center",
    "b",
    "i",
    "u",
    "s",
    "em",
    "strong",
    "sup",
    "sub",
    "small"
  };

  private final StringBuilder held = new StringBuilder();

  /// More of the text.
  ///
  /// @return what can be seen of it so far
  String accept(CharSequence more) {
    var seen = new StringBuilder();
    for (int i = 0; i < more.length(); i++) {
      char c = more.charAt(i);
      if (held.isEmpty() && c != '<') {
        seen.append(c);
        continue;
      }
      held.append(c);
      if (c == '<' && held.length() > 1) {
        // Another one begins; this one was none.
        seen.append(held, 0, held.length() - 1);
        held.delete(0, held.length() - 1);
      } else if (!mayBeTag()) {
        seen.append(held);
        held.setLength(0);
      } else if (c == '>') {
        seen.append(insteadOfTag());
        held.setLength(0);
      }
    }
    return seen.toString();
  }

  private boolean mayBeTag() {
    if (held.length() > LONGEST_TAG) {
      return false;
    }
    int from = nameStart();
    if (from >= held.length()) {
      return true;
    }
    for (String name : NAMES) {
      int length = Math.min(name.length(), held.length() - from);
      boolean begins = name.regionMatches(true, 0, held.substring(from), 0, length);
      boolean goesOn =
          from + name.length() >= held.length() || isAfterName(held.charAt(from + name.length()));
      if (begins && goesOn) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAfterName(char c) {
    return c == '>' || c == ' ' || c == '/';
  }

  private int nameStart() {
    return held.length() > 1 && held.charAt(1) == '/' ? 2 : 1;
  }

  private String insteadOfTag() {
    boolean closes = held.charAt(1) == '/';
    int from = nameStart();
    int end = from;
    while (end < held.length() && !isAfterName(held.charAt(end))) {
      end++;
    }
    // The slash of the model's own marks is within their bars.
    return switch (held.substring(from, end).toLowerCase(java.util.Locale.ROOT)) {
      case "td", "th" -> closes ? "\t" : "";
      case "tr" -> closes ? "\n" : "";
      case "br" -> "\n";
      default -> "";
    };
  }
}
