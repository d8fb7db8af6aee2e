package io.pincite.web.problems;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.pincite.ingest.Problem;
import java.util.Optional;

/// A problem as RFC 9457 has it, with our stable `code`. Also the short form inside documents, jobs
/// and events, which has no status of its own.
@JsonPropertyOrder({"type", "title", "status", "code", "detail", "instance"})
public record ProblemJson(
    String type,
    String title,
    Optional<Integer> status,
    String code,
    String detail,
    Optional<String> instance) {

  static ProblemJson of(int status, String title, String code, String detail, String path) {
    return new ProblemJson(
        typeOf(code), title, Optional.of(status), code, detail, Optional.of(path));
  }

  /// What happened to a document or job.
  public static ProblemJson of(Problem problem) {
    return of(problem.code(), problem.detail());
  }

  public static ProblemJson of(String code, String detail) {
    return new ProblemJson(
        typeOf(code), titleOf(code), Optional.empty(), code, detail, Optional.empty());
  }

  private static String typeOf(String code) {
    return "urn:pincite:problem:" + code;
  }

  private static String titleOf(String code) {
    String words = code.replace('-', ' ');
    return words.isEmpty()
        ? "Problem"
        : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
