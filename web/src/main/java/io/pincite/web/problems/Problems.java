package io.pincite.web.problems;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.pincite.ingest.Ids;
import io.pincite.ingest.IngestException;
import io.pincite.qa.QaException;
import io.pincite.retrieval.RetrievalException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns whatever a resource throws into a problem.
class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);
  private static final Set<String> FORM_READERS =
      Set.of(
          "org.jboss.resteasy.reactive.server.core.multipart.MultiPartParserDefinition",
          "org.jboss.resteasy.reactive.server.vertx.VertxInputStream");

  private final ProblemWriter writer;

  Problems(ProblemWriter writer) {
    this.writer = writer;
  }

  @ServerExceptionMapper
  Response ingest(IngestException e, UriInfo request) {
    int status =
        switch (e) {
          case IngestException.NotFound _ -> 404;
          case IngestException.FileTooLarge _ -> 413;
          case IngestException.NotADocument _ -> 415;
          case IngestException.Invalid _, IngestException.Permanent _ -> 422;
          case IngestException.Conflict _ -> 409;
          case IngestException.Unavailable _ -> 503;
        };
    return response(status, e.code(), message(e), request);
  }

  @ServerExceptionMapper
  Response retrieval(RetrievalException e, UriInfo request) {
    int status =
        switch (e) {
          case RetrievalException.InvalidQuery _ -> 422;
          case RetrievalException.IndexUnavailable _ -> 503;
        };
    return response(status, e.code(), message(e), request);
  }

  @ServerExceptionMapper
  Response qa(QaException e, UriInfo request) {
    int status =
        switch (e) {
          case QaException.InvalidQuestion _ -> 422;
          case QaException.NotFound _ -> 404;
        };
    return response(status, e.code(), message(e), request);
  }

  @ServerExceptionMapper
  Response web(WebException e, UriInfo request) {
    return response(e.status(), e.code(), message(e), request);
  }

  /// What the platform throws: no such path, wrong method, wrong type, a body that does not parse.
  @ServerExceptionMapper
  Response platform(WebApplicationException e, UriInfo request) {
    Response original = e.getResponse();
    int status = original.getStatus();
    if (status < 400) {
      return original;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JsonMappingException || cause instanceof JsonParseException) {
        return body(cause, request);
      }
    }
    return switch (status) {
      case 400 -> response(400, "bad-request", "The request could not be understood.", request);
      case 404 ->
          response(
              404, "not-found", "There is nothing at %s.".formatted(request.getPath()), request);
      case 405 ->
          withHeader(
              response(
                  405,
                  "method-not-allowed",
                  "%s cannot be asked that way; the Allow header says how."
                      .formatted(request.getPath()),
                  request),
              HttpHeaders.ALLOW,
              Optional.ofNullable(original.getHeaderString(HttpHeaders.ALLOW)));
      case 406 ->
          response(
              406,
              "not-acceptable",
              "None of the media types in the Accept header can be given here.",
              request);
      case 413 ->
          response(413, "request-too-large", "The request is larger than is accepted.", request);
      case 415 ->
          response(
              415,
              "unsupported-media-type",
              "The Content-Type of the request is not accepted here.",
              request);
      default ->
          status < 500
              ? response(status, "bad-request", original.getStatusInfo().getReasonPhrase(), request)
              : unexpected(e, request);
    };
  }

  @ServerExceptionMapper
  Response json(JsonMappingException e, UriInfo request) {
    return body(e, request);
  }

  /// The platform has one of its own for this kind, which says nothing.
  @ServerExceptionMapper
  Response mismatched(MismatchedInputException e, UriInfo request) {
    return body(e, request);
  }

  /// A form that ends early or does not end: the platform says so as it does of a broken disk.
  @ServerExceptionMapper
  Response form(IOException e, UriInfo request) {
    boolean fromTheRequest =
        e.getStackTrace().length > 0
            && FORM_READERS.contains(e.getStackTrace()[0].getClassName().replaceFirst("\\$.*", ""));
    return fromTheRequest
        ? response(
            400,
            "malformed-form",
            "The form ends before it is complete, or it is larger than quarkus.http.limits.max-body-size.",
            request)
        : unexpected(e, request);
  }

  @ServerExceptionMapper
  Response unexpected(Throwable e, UriInfo request) {
    String reference = Ids.next().toString();
    LOG.errorf(e, "reference=%s path=%s", reference, request.getPath());
    return response(
        500,
        "internal-error",
        "Something went wrong on our side. The log has it under the reference %s."
            .formatted(reference),
        request);
  }

  private Response body(Throwable e, UriInfo request) {
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          response(
              422,
              "unknown-field",
              "There is no field '%s' here; known are %s."
                  .formatted(
                      unknown.getPropertyName(),
                      Optional.ofNullable(unknown.getKnownPropertyIds())
                          .map(
                              ids ->
                                  ids.stream()
                                      .map(id -> "'" + id + "'")
                                      .sorted()
                                      .collect(Collectors.joining(", ")))
                          .orElse("none")),
              request);
      case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
          response(
              422,
              "invalid-field",
              "The field '%s' has a value of the wrong kind.".formatted(pathOf(mismatch)),
              request);
      case JsonMappingException mapping
          when !mapping.getPath().isEmpty()
              && !(mapping.getCause() instanceof JsonParseException)
              && !(mapping.getCause() instanceof JsonEOFException) ->
          response(
              422,
              "invalid-field",
              "The field '%s' has a value that cannot be.".formatted(pathOf(mapping)),
              request);
      default ->
          response(
              400,
              "malformed-json",
              "The body of the request is not the JSON that is wanted here.",
              request);
    };
  }

  private static String pathOf(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part ->
                part.getFieldName() == null
                    ? Integer.toString(part.getIndex())
                    : part.getFieldName())
        .collect(Collectors.joining("."));
  }

  private Response response(int status, String code, String detail, UriInfo request) {
    String path = "/" + request.getPath().replaceFirst("^/", "");
    Response.ResponseBuilder builder = writer.response(status, code, detail, path);
    if (status == 503) {
      builder.header(HttpHeaders.RETRY_AFTER, "5");
    }
    return builder.build();
  }

  private static Response withHeader(Response response, String name, Optional<String> value) {
    value.ifPresent(text -> response.getHeaders().putSingle(name, text));
    return response;
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
