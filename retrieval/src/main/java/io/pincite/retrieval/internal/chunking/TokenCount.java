package io.pincite.retrieval.internal.chunking;

/// About how many tokens an embedding model makes of a text, without asking it: a little more than
/// it really makes, so that a chunk that fits by this count fits the model.
final class TokenCount {
  private TokenCount() {}

  static int of(String text) {
    int tokens = 0;
    int letters = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (Scripts.isCjk(point)) {
        tokens += flush(letters, digits) + 1;
        letters = 0;
        digits = 0;
      } else if (Character.isLetter(point)) {
        letters++;
      } else if (Character.isDigit(point)) {
        digits++;
      } else {
        tokens += flush(letters, digits) + (Character.isWhitespace(point) ? 0 : 1);
        letters = 0;
        digits = 0;
      }
    }
    return tokens + flush(letters, digits);
  }

  private static int flush(int letters, int digits) {
    return (letters == 0 ? 0 : letters <= 9 ? 1 : 1 + (letters - 5) / 5) + (digits + 2) / 3;
  }
}
