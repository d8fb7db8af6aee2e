package io.pincite.web.corrections;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.Caller;
import io.pincite.ingest.Corrections;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.problems.Parameters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What a recogniser can learn from a collection's corrections.
@Path("/api/v1/collections/{id}/corrections")
@Tag(name = "Corrections")
class TrainingPairsResource {
  private static final String JSON_LINES = "application/jsonl";

  private final Corrections corrections;
  private final CurrentCaller caller;
  private final ObjectMapper json;

  TrainingPairsResource(Corrections corrections, CurrentCaller caller, ObjectMapper json) {
    this.corrections = corrections;
    this.caller = caller;
    this.json = json;
  }

  enum Format {
    JSON,
    JSONL
  }

  @GET
  @Produces({MediaType.APPLICATION_JSON, JSON_LINES})
  @Operation(
      summary = "A collection's corrections as training pairs",
      description = "format: json (unless given) or jsonl, one object a line.")
  @APIResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = PairsJson.class)),
        @Content(mediaType = JSON_LINES)
      })
  public Response trainingPairs(String id, @QueryParam("format") @Nullable String format) {
    Caller who = caller.get();
    UUID collection = Parameters.id("collection", id);
    Format wanted = Parameters.choice("format", format, Format.class).orElse(Format.JSON);
    List<TrainingPairJson> pairs =
        corrections.trainingPairs(who, collection).stream().map(TrainingPairJson::of).toList();
    return switch (wanted) {
      case JSON -> Response.ok(new PairsJson(pairs), MediaType.APPLICATION_JSON).build();
      case JSONL -> Response.ok(lines(pairs), JSON_LINES + ";charset=UTF-8").build();
    };
  }

  record PairsJson(List<TrainingPairJson> items) {}

  private String lines(List<TrainingPairJson> pairs) {
    var lines = new StringBuilder();
    for (TrainingPairJson pair : pairs) {
      try {
        lines.append(json.writeValueAsString(pair)).append('\n');
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a training pair is plain JSON", e);
      }
    }
    return lines.toString();
  }
}
