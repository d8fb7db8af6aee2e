package io.pincite.web.problems;

/// What is wrong with a request before any module was asked.
public final class WebException extends RuntimeException {
  private final int status;
  private final String code;

  public WebException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  public static WebException invalidParameter(String name, String value, String wanted) {
    return new WebException(
        422,
        "invalid-parameter",
        "The parameter '%s' is '%s'; it must be %s.".formatted(name, shortened(value), wanted));
  }

  public static WebException missing(String what, String where) {
    return new WebException(
        422, "missing-field", "'%s' is missing from %s.".formatted(what, where));
  }

  public static WebException notFound(String what, Object id) {
    return new WebException(
        404, "not-found", "There is no %s %s, or you may not see it.".formatted(what, id));
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  private static String shortened(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "…";
  }
}
