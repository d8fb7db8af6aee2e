package io.pincite.web.documents;

import io.pincite.ingest.Caller;
import io.pincite.ingest.FigureReading;
import io.pincite.ingest.Figures;
import io.pincite.ingest.Job;
import io.pincite.ocr.OcrTask;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.jobs.JobJson;
import io.pincite.web.problems.Parameters;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The figures of a page, and what models say that they show.
@Path("/api/v1/documents/{id}/pages/{page}/figures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Figures")
class FiguresResource {
  private final Figures figures;
  private final CurrentCaller caller;

  FiguresResource(Figures figures, CurrentCaller caller) {
    this.figures = figures;
    this.caller = caller;
  }

  /// @param revision that the figures are numbered in
  /// @param unplaced what was said of figures that are not there any more
  record FiguresJson(int revision, List<FigureJson> items, List<FigureReadingJson> unplaced) {}

  /// @param image where its picture is
  /// @param readings that are part of the page's text, newest first
  record FigureJson(
      int number,
      BoxJson box,
      Optional<String> caption,
      String image,
      List<FigureReadingJson> readings) {}

  /// @param prompt what was asked instead of the task's own words
  /// @param written by the model, as it came
  /// @param actor who asked
  record FigureReadingJson(
      UUID id,
      OcrTask task,
      Optional<String> prompt,
      String engine,
      Optional<String> model,
      Optional<String> mode,
      String written,
      FigureReading.State state,
      String actor,
      Instant at) {
    static FigureReadingJson of(FigureReading reading) {
      return new FigureReadingJson(
          reading.id(),
          reading.task(),
          reading.prompt(),
          reading.engine(),
          reading.model(),
          reading.mode(),
          reading.written(),
          reading.state(),
          reading.actor(),
          reading.at());
    }
  }

  /// The job that has a figure read.
  record FigureWorkJson(JobJson job) {}

  @GET
  @Operation(
      summary = "The figures of a page, and what models say that they show",
      description = "As the page stands now.")
  public FiguresJson list(String id, String page) {
    UUID document = Parameters.id("document", id);
    Figures.OnPage onPage = figures.onPage(caller.get(), document, Parameters.page(page));
    return new FiguresJson(
        onPage.revision(),
        onPage.figures().stream()
            .map(
                figure ->
                    new FigureJson(
                        figure.number(),
                        BoxJson.of(figure.box()),
                        Optional.of(figure.caption()).filter(caption -> !caption.isBlank()),
                        FigureAddress.of(
                            document,
                            onPage.version(),
                            Parameters.page(page),
                            onPage.revision(),
                            figure.number()),
                        figure.readings().stream().map(FigureReadingJson::of).toList()))
            .toList(),
        onPage.unplaced().stream().map(FigureReadingJson::of).toList());
  }

  @POST
  @Path("{figure}/reading")
  @Operation(
      summary = "Have an engine say what a figure shows",
      description =
          "task PARSE_FIGURE (a chart as a table, a formula, a drawing) or DESCRIBE; without engine the first that does it. What it says "
              + "becomes part of the page's text at the figure's place, marked as a model's words (described): it is searched and quoted "
              + "there, and never called exact. The same task again replaces what was said before.")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = FigureWorkJson.class)))
  @APIResponse(responseCode = "404", description = "not-found")
  @APIResponse(responseCode = "409", description = "reading-under-way, document-unread")
  @APIResponse(
      responseCode = "422",
      description = "ocr-mode-not-served, invalid-field, missing-field")
  public Response read(String id, String page, String figure, @Nullable FigureWishJson body) {
    Caller who = caller.get();
    Job job =
        figures.read(
            who,
            Parameters.id("document", id),
            Parameters.page(page),
            Parameters.figure(figure),
            FigureWishJson.wish(body));
    return Response.accepted(new FigureWorkJson(JobJson.of(job)))
        .location(URI.create("/api/v1/jobs/" + job.id()))
        .build();
  }

  @DELETE
  @Path("{figure}/reading")
  @Operation(summary = "Take what was said of a figure out of the page's text")
  @APIResponse(responseCode = "204", description = "Taken out, in a new revision")
  @APIResponse(responseCode = "404", description = "not-found")
  @APIResponse(responseCode = "409", description = "reading-under-way, document-unread")
  public void takeBack(String id, String page, String figure) {
    figures.takeBack(
        caller.get(),
        Parameters.id("document", id),
        Parameters.page(page),
        Parameters.figure(figure));
  }
}
