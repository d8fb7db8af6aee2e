package io.pincite.qa;

/// What can go wrong with a question. Messages say place, fact and way out; codes are stable.
public abstract sealed class QaException extends RuntimeException {
  private final String code;

  private QaException(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }

  /// The question makes no sense as it stands: empty, too long.
  public static final class InvalidQuestion extends QaException {
    public InvalidQuestion(String code, String message) {
      super(code, message);
    }
  }

  /// No such answer, citation or conversation, or none that the caller may see.
  public static final class NotFound extends QaException {
    public NotFound(String what, Object id) {
      super("not-found", "There is no %s %s, or you may not see it.".formatted(what, id));
    }
  }
}
