package io.pincite.ingest;

/// What can go wrong with documents and jobs. Messages say place, fact and way out; codes are
/// stable.
public abstract sealed class IngestException extends RuntimeException {
  private final String code;

  private IngestException(String code, String message) {
    super(message);
    this.code = code;
  }

  /// Stable, kebab-case, for programs.
  public String code() {
    return code;
  }

  public Problem problem() {
    return new Problem(code, String.valueOf(getMessage()));
  }

  /// No such document, page, job or collection, or none that the caller may see.
  public static final class NotFound extends IngestException {
    public NotFound(String what, Object id) {
      super("not-found", "There is no %s %s, or you may not see it.".formatted(what, id));
    }
  }

  /// The upload is over a limit of size.
  public static final class FileTooLarge extends IngestException {
    public FileTooLarge(String message) {
      super("file-too-large", message);
    }
  }

  /// The upload is no kind of file that can be read.
  public static final class NotADocument extends IngestException {
    public NotADocument(String message) {
      super("not-a-document", message);
    }
  }

  /// The request makes no sense as it stands.
  public static final class Invalid extends IngestException {
    public Invalid(String code, String message) {
      super(code, message);
    }
  }

  /// The request is against the present state of things.
  public static final class Conflict extends IngestException {
    public Conflict(String code, String message) {
      super(code, message);
    }
  }

  /// Reading failed in a way that trying again cannot mend, such as a password.
  public static final class Permanent extends IngestException {
    public Permanent(String code, String message) {
      super(code, message);
    }
  }

  /// The database, the disk or another thing that is needed cannot be had just now.
  public static final class Unavailable extends IngestException {
    public Unavailable(String code, String message) {
      super(code, message);
    }

    public Unavailable(String code, String message, Throwable cause) {
      super(code, message);
      initCause(cause);
    }
  }
}
