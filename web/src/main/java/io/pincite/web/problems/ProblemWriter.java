package io.pincite.web.problems;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/// Writes problems as bytes, the same for resources and for what is refused before it reaches one.
@ApplicationScoped
public class ProblemWriter {
  public static final String MEDIA_TYPE = "application/problem+json";
  private final ObjectMapper json;

  ProblemWriter(ObjectMapper json) {
    this.json = json;
  }

  /// Ends an exchange that has not been answered yet; does nothing otherwise.
  public void end(RoutingContext exchange, int status, String code, String detail) {
    if (exchange.response().ended() || exchange.response().headWritten()) {
      return;
    }
    exchange
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(
            io.vertx.core.buffer.Buffer.buffer(
                bytes(status, code, detail, exchange.normalizedPath())));
  }

  /// The same as a response of a resource, to which more headers can be added.
  public Response.ResponseBuilder response(int status, String code, String detail, String path) {
    return Response.status(status)
        .type(MEDIA_TYPE)
        .header(jakarta.ws.rs.core.HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(bytes(status, code, detail, path));
  }

  private byte[] bytes(int status, String code, String detail, String path) {
    String title = HttpResponseStatus.valueOf(status).reasonPhrase();
    try {
      return json.writeValueAsBytes(ProblemJson.of(status, title, code, detail, path));
    } catch (JsonProcessingException e) {
      return "{\"status\":%d}".formatted(status).getBytes(StandardCharsets.UTF_8);
    }
  }
}
