package io.pincite.ocr.internal.vllm;

import io.pincite.ocr.OcrException.EngineFailed;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a server did not answer this time: worth another try, here or elsewhere.
final class Trouble extends Exception {
  private final Optional<Duration> retryAfter;
  private final boolean down;

  private Trouble(
      String fact, Optional<Duration> retryAfter, boolean down, @Nullable Throwable cause) {
    super(fact, cause);
    this.retryAfter = retryAfter;
    this.down = down;
  }

  /// The server is overloaded, but there.
  static Trouble busy(String fact, Optional<Duration> retryAfter) {
    return new Trouble(fact, retryAfter, false, null);
  }

  /// The server cannot be reached, or is not well.
  static Trouble down(String fact, Throwable cause) {
    return new Trouble(fact, Optional.empty(), true, cause);
  }

  static Trouble down(String fact, Optional<Duration> retryAfter) {
    return new Trouble(fact, retryAfter, true, null);
  }

  /// The server refuses, and another one, or this one looked at anew, may not.
  static Trouble refused(EngineFailed refusal) {
    return new Trouble(refusal.getMessage(), Optional.empty(), true, refusal);
  }

  /// What is said if nobody does better.
  Optional<EngineFailed> refusal() {
    return getCause() instanceof EngineFailed refusal ? Optional.of(refusal) : Optional.empty();
  }

  /// When the server asked to be asked again.
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /// Whether the server is to be left alone for a while.
  boolean isDown() {
    return down;
  }

  String fact() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
