package io.pincite.ocr.internal.vllm;

import java.util.Optional;

/// What a server answered.
///
/// @param text as it came, tags and all
/// @param usage as the server counted; absent when it did not, or was not let finish
/// @param millis from the sending of this attempt to its end
/// @param model as the server calls it
/// @param whitelistDropped whether the server did not take the tokens that may repeat, so that the
///     cells of large tables may be missing
public record Completion(
    String text,
    Optional<Usage> usage,
    Finish finish,
    long millis,
    ServerAddress server,
    Dialect dialect,
    String model,
    boolean whitelistDropped) {

  /// @param promptTokens of picture and prompt together
  public record Usage(int promptTokens, int completionTokens) {}

  public enum Finish {
    /// The model said that it is done.
    STOP,
    /// It ran out of room.
    LENGTH,
    /// The listener did not want more.
    STOPPED
  }
}
