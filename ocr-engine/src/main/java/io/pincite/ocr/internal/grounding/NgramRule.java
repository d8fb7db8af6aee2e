package io.pincite.ocr.internal.grounding;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The sliding no-repeat rule by which DeepSeek-OCR is decoded: a token is forbidden that would
/// make `n` tokens in a row which stand within the last `window` tokens already.
///
/// Its makers' settings are n 30 in 90 for pictures, 20 in 50 for PDF pages, 40 in 90 for
/// evaluation, and they allow `<td>` and `</td>` always. So it sees loops of up to `window - n + 1`
/// tokens, never one of empty cells, and forbids tables of equal figures: it is for choosing the
/// next token, not for stopping ([LoopGuard]). One thread at a time.
public final class NgramRule {

  private final int n;
  private final int window;
  private final Set<Integer> allowed;
  private int[] tokens = new int[256];
  private int length;

  /// @param window in tokens; [Integer#MAX_VALUE] for all that was written
  /// @param allowed tokens that are never forbidden
  public NgramRule(int n, int window, Set<Integer> allowed) {
    if (n < 1 || window < n) {
      throw new IllegalArgumentException(
          "the rule needs 1 <= n <= window, not n %d in %d".formatted(n, window));
    }
    this.n = n;
    this.window = window;
    this.allowed = Set.copyOf(allowed);
  }

  /// Takes the next token, and says whether the rule forbade it.
  public boolean accept(int token) {
    boolean forbidden = forbidden().contains(token);
    if (length == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * length);
    }
    tokens[length++] = token;
    return forbidden;
  }

  /// The tokens that must not come next.
  public Set<Integer> forbidden() {
    var found = new HashSet<Integer>();
    int tail = length - (n - 1);
    for (int i = Math.max(0, length - window); i + n <= length; i++) {
      if (Arrays.equals(tokens, i, i + n - 1, tokens, tail, length)) {
        found.add(tokens[i + n - 1]);
      }
    }
    found.removeAll(allowed);
    return found;
  }
}
