package io.pincite.web.admin;

import io.pincite.ingest.Job;
import io.pincite.retrieval.Generations;
import io.pincite.retrieval.IndexGeneration;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.jobs.JobJson;
import io.pincite.web.lists.ItemsJson;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The generations of the index.
@Path("/api/v1/admin/generations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
class GenerationsResource {
  private final Generations generations;
  private final CurrentCaller caller;

  GenerationsResource(Generations generations, CurrentCaller caller) {
    this.generations = generations;
    this.caller = caller;
  }

  /// @param lag changes it has yet to take up
  record GenerationJson(
      long id,
      IndexGeneration.State state,
      String backend,
      String chunker,
      String models,
      int documents,
      long chunks,
      long bytes,
      long lag,
      Instant createdAt,
      Optional<Instant> activatedAt) {
    static GenerationJson of(IndexGeneration generation) {
      return new GenerationJson(
          generation.id(),
          generation.state(),
          generation.backend(),
          generation.chunker(),
          generation.models(),
          generation.documents(),
          generation.chunks(),
          generation.bytes(),
          generation.lag(),
          generation.createdAt(),
          generation.activatedAt());
    }
  }

  record BuildJson(Optional<String> from) {}

  /// @param generation that is being built anew
  record BuildingJson(Optional<GenerationJson> generation, JobJson job) {}

  @GET
  @Operation(summary = "The generations of the index, newest first")
  public ItemsJson<GenerationJson> list() {
    return ItemsJson.of(generations.list(caller.get()).stream().map(GenerationJson::of).toList());
  }

  @POST
  @Operation(
      summary = "Build the index anew",
      description =
          "from INDEX: from what the database holds, nothing is read again, and only what has no vector yet is embedded; the old index serves meanwhile.")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = BuildingJson.class)))
  public Response build(@Nullable BuildJson body) {
    String from = body == null ? "INDEX" : body.from().orElse("INDEX");
    if (!from.equals("INDEX")) {
      throw WebException.invalidParameter("from", from, "INDEX, the only stage in this version");
    }
    Job job = generations.rebuild(caller.get());
    Optional<GenerationJson> live =
        generations.list(caller.get()).stream()
            .filter(generation -> generation.state() == IndexGeneration.State.LIVE)
            .findFirst()
            .map(GenerationJson::of);
    return Response.accepted(new BuildingJson(live, JobJson.of(job)))
        .location(URI.create("/api/v1/jobs/" + job.id()))
        .build();
  }
}
