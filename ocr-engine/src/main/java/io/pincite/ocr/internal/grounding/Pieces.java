package io.pincite.ocr.internal.grounding;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/// Cuts text as it comes into pieces that stand in for tokens where a server does not tell them:
/// words, single Chinese and Japanese characters, runs of one mark, HTML tags, line ends. The same
/// piece has the same number.
final class Pieces {

  /// In characters; longer runs are cut. Longer than words are.
  private static final int LONGEST = 64;

  private enum Kind {
    NONE,
    WORD,
    RUN,
    TAG
  }

  private final ObjIntConsumer<String> out;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final StringBuilder open = new StringBuilder();
  private Kind kind = Kind.NONE;

  /// @param out takes each piece and its number; spaces go with the piece before them
  Pieces(ObjIntConsumer<String> out) {
    this.out = out;
  }

  void accept(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      accept(text.charAt(i));
    }
  }

  private void accept(char c) {
    if (c == ' ' || c == '\t' || c == '\r') {
      if (open.length() >= LONGEST) {
        flush();
      }
      open.append(c);
      kind = Kind.NONE;
      return;
    }
    boolean goesOn =
        open.length() < LONGEST
            && switch (kind) {
              case NONE -> false;
              case WORD -> isWord(c);
              case RUN -> c == open.charAt(0) && c != '\n';
              case TAG -> c != '<' && c != '\n' && open.charAt(open.length() - 1) != '>';
            };
    if (!goesOn) {
      flush();
      kind = isWord(c) ? Kind.WORD : c == '<' ? Kind.TAG : Kind.RUN;
    }
    open.append(c);
    if (kind == Kind.TAG && c == '>') {
      kind = Kind.NONE;
    }
  }

  /// The last piece, which nothing follows.
  void flush() {
    if (open.isEmpty()) {
      return;
    }
    String piece = open.toString();
    open.setLength(0);
    kind = Kind.NONE;
    out.accept(piece, numbers.computeIfAbsent(piece.strip(), _ -> numbers.size()));
  }

  private static boolean isWord(char c) {
    return c < 0x2E80
        ? Character.isLetterOrDigit(c)
        : Character.isSurrogate(c) || (c >= 0xAC00 && c <= 0xD7A3);
  }
}
