package io.pincite.web.problems;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/// Problems for what never reaches a resource: paths outside the API, broken requests.
@ApplicationScoped
class PlatformProblems {
  private static final Map<Integer, String> CODES =
      Map.of(
          400, "bad-request",
          404, "not-found",
          405, "method-not-allowed",
          406, "not-acceptable",
          413, "request-too-large",
          414, "path-too-long",
          415, "unsupported-media-type",
          431, "headers-too-large",
          500, "internal-error",
          503, "unavailable");

  void install(@Observes Router router, ProblemWriter writer) {
    CODES.forEach(
        (status, code) ->
            router.errorHandler(
                status,
                exchange ->
                    writer.end(
                        exchange,
                        status,
                        code,
                        status == 404
                            ? "There is nothing at %s.".formatted(exchange.normalizedPath())
                            : "The request could not be served.")));
  }
}
