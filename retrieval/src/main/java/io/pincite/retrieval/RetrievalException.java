package io.pincite.retrieval;

/// What can go wrong with a search. Messages say place, fact and way out; codes are stable.
public abstract sealed class RetrievalException extends RuntimeException {
  private final String code;

  private RetrievalException(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }

  /// The query makes no sense as it stands: empty, too long.
  public static final class InvalidQuery extends RetrievalException {
    public InvalidQuery(String code, String message) {
      super(code, message);
    }
  }

  /// The index cannot serve just now.
  public static final class IndexUnavailable extends RetrievalException {
    public IndexUnavailable(String message) {
      super("index-unavailable", message);
    }
  }
}
