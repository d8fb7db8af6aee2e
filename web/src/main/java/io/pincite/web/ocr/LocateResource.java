package io.pincite.web.ocr;

import io.pincite.ingest.Job;
import io.pincite.ingest.OcrRequests;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.jobs.JobJson;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Where something is on a page of a document, asked of an engine that can point.
@Path("/api/v1/documents/{id}/pages/{page}/locate")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OCR")
class LocateResource {
  private static final int LONGEST_PHRASE = 200;

  private final OcrRequests requests;
  private final CurrentCaller caller;

  LocateResource(OcrRequests requests, CurrentCaller caller) {
    this.requests = requests;
    this.caller = caller;
  }

  /// @param phrase what is looked for, in words
  /// @param engine an engine that does LOCATE; the first of those, unless given
  /// @param mode one of that engine's modes
  record SoughtJson(Optional<String> phrase, Optional<String> engine, Optional<String> mode) {}

  @POST
  @Operation(
      summary = "Have an engine look for something on a page",
      description =
          "The page's image is read as by POST /ocr with the task LOCATE: the blocks of the job's one page are the places the engine "
              + "points at, in fractions of the page as shown. The same question about the same image is asked once.")
  @APIResponse(
      responseCode = "202",
      description = "The job looks. Location: its result.",
      content = @Content(schema = @Schema(implementation = OcrResource.SubmittedJson.class)))
  @APIResponse(
      responseCode = "422",
      description = "ocr-mode-not-served where no engine can be asked for that; missing-field")
  public Response locate(
      String id,
      String page,
      @QueryParam("version") @Nullable String version,
      @Nullable SoughtJson sought)
      throws IOException {
    Optional<SoughtJson> given = Optional.ofNullable(sought);
    String phrase =
        given
            .flatMap(SoughtJson::phrase)
            .flatMap(Parameters::text)
            .orElseThrow(() -> WebException.missing("phrase", "the body"));
    Job job =
        requests.locate(
            caller.get(),
            new OcrRequests.Sought(
                Parameters.id("document", id),
                Parameters.number("version", version, 1, Integer.MAX_VALUE),
                Parameters.page(page),
                Parameters.limited("phrase", phrase, LONGEST_PHRASE),
                given.flatMap(SoughtJson::engine),
                given.flatMap(SoughtJson::mode)));
    return Response.accepted(new OcrResource.SubmittedJson(JobJson.of(job)))
        .location(URI.create("/api/v1/ocr/" + job.id()))
        .build();
  }
}
