package io.pincite.ocr.internal.vllm;

import java.util.List;
import java.util.Optional;

/// A picture and what is asked about it.
///
/// @param png the picture as the model is to see it; not copied, not to be changed
/// @param prompt what follows the picture, without a placeholder for it
/// @param maxTokens most that may be written
/// @param noRepeat what the server is to keep from being repeated, where it can
public record PageQuestion(byte[] png, String prompt, int maxTokens, Optional<NoRepeat> noRepeat) {
  public PageQuestion {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("at least one token is asked for, not " + maxTokens);
    }
  }

  /// No run of `size` tokens is written a second time within the last `window`, except that it ends
  /// in one of the `whitelist`.
  ///
  /// @param whitelist token numbers
  public record NoRepeat(int size, int window, List<Integer> whitelist) {

    /// What the makers of DeepSeek-OCR recommend for servers: cells of tables may repeat.
    public static final NoRepeat RECOMMENDED = new NoRepeat(30, 90, List.of(128_821, 128_822));

    public NoRepeat {
      whitelist = List.copyOf(whitelist);
      if (size < 2 || window < size) {
        throw new IllegalArgumentException(
            "a repetition has at least 2 tokens and fits its window, not %d and %d"
                .formatted(size, window));
      }
    }
  }
}
