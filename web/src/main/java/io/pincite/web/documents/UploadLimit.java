package io.pincite.web.documents;

import io.pincite.ingest.IngestSettings;
import io.pincite.web.problems.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;

/// Refuses what announces itself as too large before any of it is taken in. A body that does not
/// announce its length is stopped later, by the platform's limit and by the count while it is
/// stored.
@ApplicationScoped
class UploadLimit {
  private static final long MEGABYTE = 1 << 20;

  /// Room for the other parts of the form and the lines between them.
  private static final long FORM = MEGABYTE;

  private final long largestFile;
  private final ProblemWriter problems;

  @Inject
  UploadLimit(IngestSettings settings, ProblemWriter problems) {
    this.largestFile = settings.maxFileSize().asLongValue();
    this.problems = problems;
  }

  void install(@Observes Filters filters) {
    filters.register(this::check, 900);
  }

  private void check(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    Optional<Long> length = length(request);
    boolean isForm =
        String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE))
            .toLowerCase(Locale.ROOT)
            .startsWith("multipart/");
    if (isForm && length.filter(bytes -> bytes > largestFile + FORM).isPresent()) {
      refuse(
          exchange,
          "file-too-large",
          "The upload has %,d MB; a file may have %,d MB. Split it, or raise pincite.ingest.max-file-size."
              .formatted(length.orElseThrow() / MEGABYTE, largestFile / MEGABYTE));
    } else if (!isForm && length.filter(bytes -> bytes > MEGABYTE).isPresent()) {
      refuse(
          exchange,
          "request-too-large",
          "The body of the request has %,d bytes; %,d are accepted."
              .formatted(length.orElseThrow(), MEGABYTE));
    } else {
      exchange.next();
    }
  }

  /// The rest of the body is read and dropped: a connection closed in the middle of an upload would
  /// hide the answer from the client.
  private void refuse(RoutingContext exchange, String code, String detail) {
    problems.end(exchange, 413, code, detail);
    exchange.request().resume();
  }

  private static Optional<Long> length(HttpServerRequest request) {
    try {
      return Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_LENGTH))
          .map(Long::parseLong);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
