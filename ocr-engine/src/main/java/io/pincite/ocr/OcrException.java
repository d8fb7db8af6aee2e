package io.pincite.ocr;

import java.util.Objects;

/// Why a page could not be read. Messages say place, fact and way out.
public abstract sealed class OcrException extends RuntimeException {

  private OcrException(String message) {
    super(message);
  }

  private OcrException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Always there.
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /// The image is outside what the engine accepts: the user's to change.
  public static final class UnreadableImage extends OcrException {
    public UnreadableImage(String message) {
      super(message);
    }
  }

  /// The engine cannot be asked for that: the user's to change.
  public static final class NotServed extends OcrException {
    public NotServed(String message) {
      super(message);
    }
  }

  /// The engine, or a service it calls, failed: worth trying again.
  public static final class EngineFailed extends OcrException {
    public EngineFailed(String message) {
      super(message);
    }

    public EngineFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
