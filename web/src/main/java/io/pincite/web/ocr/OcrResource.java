package io.pincite.web.ocr;

import io.pincite.ingest.Caller;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.OcrRequests;
import io.pincite.ingest.OcrRequests.Format;
import io.pincite.ingest.OcrRequests.Request;
import io.pincite.ocr.OcrTask;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.documents.FigureWishJson;
import io.pincite.web.events.EventStream;
import io.pincite.web.jobs.JobJson;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/// OCR as a service: a file in, its pages out, nothing indexed.
@Path("/api/v1/ocr")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OCR", description = "Files read page by page from their images, with nothing indexed.")
class OcrResource {
  /// What a model is asked is a sentence or two.
  private static final int LONGEST_WORDS = 2_000;

  /// Told at once unless another number is asked for.
  private static final int PAGES = 20;

  private static final int NARROWEST = 16;
  private static final String PNG = "image/png";

  private final OcrRequests requests;
  private final Jobs jobs;
  private final WatchedRequests watched;
  private final CurrentCaller caller;
  private final Vertx vertx;
  private final int widest;

  OcrResource(
      OcrRequests requests,
      Jobs jobs,
      WatchedRequests watched,
      CurrentCaller caller,
      Vertx vertx,
      IngestSettings settings) {
    this.requests = requests;
    this.jobs = jobs;
    this.watched = watched;
    this.caller = caller;
    this.vertx = vertx;
    this.widest = settings.maxImageWidth();
  }

  /// A file that is going to be read.
  record SubmittedJson(JobJson job) {}

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(
      summary = "Read a file from its page images",
      description =
          "Parts: file (PDF, picture or office file), and optionally engine, mode, task, target (what LOCATE looks for) and "
              + "prompt, as /admin/status says that engines can be asked for, and format (markdown, text, json, html). "
              + "No document is made, nothing is indexed; results are kept for pincite.ocr.keep-results.")
  @APIResponse(
      responseCode = "202",
      description = "Stored; the job reads it. Location: the job with its pages.",
      content = @Content(schema = @Schema(implementation = SubmittedJson.class)))
  @APIResponse(responseCode = "413", description = "file-too-large")
  @APIResponse(responseCode = "415", description = "not-a-document")
  @APIResponse(
      responseCode = "422",
      description = "ocr-mode-not-served, or a part is missing or cannot be.")
  public Response submit(
      @RestForm("file") @Nullable FileUpload file,
      @RestForm("engine") @Nullable String engine,
      @RestForm("mode") @Nullable String mode,
      @RestForm("task") @Nullable String task,
      @RestForm("target") @Nullable String target,
      @RestForm("prompt") @Nullable String prompt,
      @RestForm("format") @Nullable String format)
      throws IOException {
    if (file == null) {
      throw new WebException(
          422, "missing-field", "The form has no part 'file' that is a file with a name.");
    }
    Caller who = caller.get();
    try (var contents = Files.newInputStream(file.uploadedFile())) {
      Job job =
          requests.submit(
              who,
              new OcrRequests.Submission(
                  contents,
                  file.fileName() == null ? "" : file.fileName(),
                  Parameters.text(engine),
                  Parameters.text(mode),
                  task(Parameters.text(task)),
                  words("target", target),
                  words("prompt", prompt),
                  Parameters.choice("format", format, Format.class).orElse(Format.MARKDOWN)));
      return Response.accepted(new SubmittedJson(JobJson.of(job)))
          .location(URI.create("/api/v1/ocr/" + job.id()))
          .build();
    }
  }

  private static OcrTask task(Optional<String> text) {
    String name = text.orElse("DOCUMENT").strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(OcrTask.values())
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new WebException(
                    422,
                    "ocr-mode-not-served",
                    "[task] there is no task '%s'; ask for one of %s."
                        .formatted(
                            name.length() <= 60 ? name : name.substring(0, 60) + "…",
                            Arrays.stream(OcrTask.values())
                                .map(Enum::name)
                                .collect(Collectors.joining(", ")))));
  }

  private static Optional<String> words(String name, @Nullable String text) {
    return Parameters.text(text).map(words -> Parameters.limited(name, words, LONGEST_WORDS));
  }

  @GET
  @Path("{job}")
  @Operation(
      summary = "A file that was handed in, with its pages so far",
      description =
          "Pages in the order of the file, limit of them at most (1 to 100, 20 unless given) behind the page of number after (0 "
              + "unless given); next is what to give as after for those behind them, and missing where no more are done. format "
              + "(markdown, text, json, html) decides in which form the text is in; without it, as was asked for at first.")
  @APIResponse(
      responseCode = "200",
      description = "The job, what was asked for, and pages that are done.",
      content = @Content(schema = @Schema(implementation = OcrRequestJson.class)))
  @APIResponse(responseCode = "422", description = "invalid-parameter: after, limit or format")
  public OcrRequestJson get(
      String job,
      @QueryParam("format") @Nullable String format,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @Nullable String limit) {
    Caller who = caller.get();
    Request request = find(who, job);
    // Before the pages, so that a job that is over has all of them.
    Job found = job(who, request.job());
    return OcrRequestJson.of(
        found,
        request,
        requests.part(
            who,
            request.job(),
            Parameters.number("after", after, 0, Integer.MAX_VALUE).orElse(0),
            Parameters.number("limit", limit, 1, OcrRequests.MOST_PAGES).orElse(PAGES)),
        Parameters.choice("format", format, Format.class).orElseGet(request::format));
  }

  @GET
  @Path("{job}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary = "The pages of a file while they are read",
      description =
          "progress (the job), block and delta of the pages that are being read, restart where one is begun anew and what was told "
              + "of it is void, page when one is done, and last done (the job) or error (a problem). Boxes fit the page "
              + "turned clockwise by turn degrees, as block, restart and page say (the image's turn). Only page has an id: after "
              + "Last-Event-ID come the pages that were done since; the others come as they are.")
  public Multi<OutboundSseEvent> events(
      String job, @HeaderParam("Last-Event-ID") @Nullable String lastEventId, @Context Sse sse) {
    Caller who = caller.get();
    Request request = find(who, job);
    int after = Parameters.number("Last-Event-ID", lastEventId, 0, Integer.MAX_VALUE).orElse(0);
    var stream = new EventStream(sse, vertx);
    watched.watch(who, request, after, stream);
    return stream.events();
  }

  @GET
  @Path("{job}/pages/{page}/image")
  @Produces(PNG)
  @Operation(
      summary = "A page of a file that was handed in, as PNG",
      description =
          "There as soon as the file is, whether the page is read or not. width in pixels, 16 to 4000 "
              + "(pincite.ingest.max-image-width), 1200 unless given. turn (0, 90, 180, 270): clockwise, as the page says; "
              + "without it as the page was read, and not at all while it is not.")
  public Response image(
      String job,
      String page,
      @QueryParam("width") @Nullable String width,
      @QueryParam("turn") @Nullable String turn) {
    Caller who = caller.get();
    Request request = find(who, job);
    java.nio.file.Path image =
        requests.pageImage(
            who,
            request.job(),
            Parameters.page(page),
            turn(turn),
            Parameters.number("width", width, NARROWEST, widest).orElse(1200));
    return Response.ok(image, PNG).header(HttpHeaders.CACHE_CONTROL, "private, no-cache").build();
  }

  @GET
  @Path("{job}/pages/{page}/figures/{figure}")
  @Produces(PNG)
  @Operation(
      summary = "A figure of a page that is done, cut out of it, as PNG",
      description =
          "The first FIGURE block of a page is figure 1. There as long as the file is (pincite.ocr.keep-results).")
  @APIResponse(responseCode = "200", content = @Content(mediaType = PNG))
  @APIResponse(responseCode = "404", description = "not-found")
  public Response figure(String job, String page, String figure) {
    Caller who = caller.get();
    Request request = find(who, job);
    java.nio.file.Path image =
        requests.figureImage(who, request.job(), Parameters.page(page), Parameters.figure(figure));
    return Response.ok(image, PNG).header(HttpHeaders.CACHE_CONTROL, "private, no-cache").build();
  }

  @POST
  @Path("{job}/pages/{page}/figures/{figure}/reading")
  @Operation(
      summary = "Read a figure of a page that is done",
      description =
          "task PARSE_FIGURE (a chart as a table, a formula, a drawing) or DESCRIBE; without engine the first that does it. "
              + "A request of its own, whose one page is the figure's picture.")
  @APIResponse(
      responseCode = "202",
      description = "Location: the job with its page.",
      content = @Content(schema = @Schema(implementation = SubmittedJson.class)))
  @APIResponse(responseCode = "404", description = "not-found")
  @APIResponse(
      responseCode = "422",
      description = "ocr-mode-not-served, invalid-field, missing-field")
  public Response readFigure(String job, String page, String figure, @Nullable FigureWishJson body)
      throws IOException {
    Caller who = caller.get();
    Request request = find(who, job);
    Job reading =
        requests.readFigure(
            who,
            request.job(),
            Parameters.page(page),
            Parameters.figure(figure),
            FigureWishJson.wish(body));
    return Response.accepted(new SubmittedJson(JobJson.of(reading)))
        .location(URI.create("/api/v1/ocr/" + reading.id()))
        .build();
  }

  private static Optional<Integer> turn(@Nullable String text) {
    Optional<Integer> turn = Parameters.number("turn", text, 0, 270);
    if (turn.filter(degrees -> degrees % 90 != 0).isPresent()) {
      throw WebException.invalidParameter("turn", String.valueOf(text), "0, 90, 180 or 270");
    }
    return turn;
  }

  private Request find(Caller who, String job) {
    return requests
        .find(who, Parameters.id("job", job))
        .orElseThrow(() -> WebException.notFound("job", job));
  }

  private Job job(Caller who, UUID id) {
    return jobs.find(who, id).orElseThrow(() -> WebException.notFound("job", id));
  }
}
