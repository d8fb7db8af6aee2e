package io.pincite.web.documents;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.retrieval.Search;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.jobs.JobJson;
import io.pincite.web.lists.ItemsJson;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.ProblemJson;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/// Documents: adding, listing, changing, removing, reading again.
@Path("/api/v1/documents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
class DocumentsResource {
  private static final int LONGEST_KEY = 255;

  private final Documents documents;
  private final Search search;
  private final CurrentCaller caller;

  DocumentsResource(Documents documents, Search search, CurrentCaller caller) {
    this.documents = documents;
    this.search = search;
    this.caller = caller;
  }

  /// Who reads the images of an upload.
  private record Reader(Optional<String> engine, Optional<String> mode) {}

  /// A document that was added and the job that reads it.
  record AddedJson(DocumentJson document, JobJson job, Optional<Boolean> duplicate) {}

  /// What became of one of several files.
  record OutcomeJson(
      String name,
      Optional<DocumentJson> document,
      Optional<JobJson> job,
      Optional<Boolean> duplicate,
      Optional<ProblemJson> problem) {}

  /// A document that is being removed or read again.
  record WorkJson(JobJson job) {}

  record ChangeJson(Optional<String> name, Optional<String> collection, Optional<String> ocr) {}

  /// @param engine an engine by its name, for this time only
  /// @param mode one of that engine's modes
  /// @param pages only these
  /// @param ocr the document's choice from now on: auto, always or never
  record ReadJson(
      Optional<String> engine,
      Optional<String> mode,
      Optional<List<Integer>> pages,
      Optional<String> ocr) {}

  record ReadNeedingOcrJson(Optional<String> collection) {}

  /// @param jobs one for each document that has pages nothing could read so far
  record JobsJson(int documents, List<JobJson> jobs) {}

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(
      summary = "Add a document",
      description =
          "Parts: file (one or several), and optionally collection (an id), ocr (auto, always, never), and engine and mode: "
              + "who reads its images (see /admin/status). "
              + "The same bytes again in the same collection are the same document: 200 with duplicate true. "
              + "An Idempotency-Key header makes a repeated request safe. With several files the answer is a list "
              + "of what became of each; with together=true they have to be pictures, which become the pages of one "
              + "document in their order, called by name.")
  @APIResponse(
      responseCode = "202",
      description = "Stored; the job reads it.",
      content = @Content(schema = @Schema(implementation = AddedJson.class)))
  @APIResponse(
      responseCode = "200",
      description = "The same bytes are there already.",
      content = @Content(schema = @Schema(implementation = AddedJson.class)))
  @APIResponse(responseCode = "413", description = "file-too-large")
  @APIResponse(responseCode = "415", description = "not-a-document")
  @APIResponse(
      responseCode = "422",
      description = "A part is missing or cannot be; ocr-mode-not-served")
  public Response add(
      @RestForm("file") List<FileUpload> file,
      @RestForm("collection") @Nullable String collection,
      @RestForm("ocr") @Nullable String ocr,
      @RestForm("engine") @Nullable String engine,
      @RestForm("mode") @Nullable String mode,
      @RestForm("together") @Nullable String together,
      @RestForm("name") @Nullable String name,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey)
      throws IOException {
    if (file.isEmpty()) {
      throw new WebException(
          422, "missing-field", "The form has no part 'file' that is a file with a name.");
    }
    Caller who = caller.get();
    var target = Parameters.id("collection", collection, false);
    var choice =
        Parameters.choice("ocr", ocr, Documents.OcrChoice.class).orElse(Documents.OcrChoice.AUTO);
    Optional<String> key =
        Parameters.text(idempotencyKey)
            .map(text -> Parameters.limited("Idempotency-Key", text, LONGEST_KEY));
    var reader = new Reader(Parameters.text(engine), Parameters.text(mode));
    if (Parameters.flag("together", together)) {
      return response(addTogether(who, file, Parameters.text(name), target, choice, reader, key));
    }
    if (file.size() > 1) {
      var outcomes = new ArrayList<OutcomeJson>();
      for (int i = 0; i < file.size(); i++) {
        int number = i;
        outcomes.add(
            outcome(
                who, file.get(i), target, choice, reader, key.map(text -> text + "#" + number)));
      }
      return Response.accepted(ItemsJson.of(outcomes)).build();
    }
    return response(add(who, file.getFirst(), target, choice, reader, key));
  }

  private Documents.Added addTogether(
      Caller who,
      List<FileUpload> files,
      Optional<String> name,
      Optional<java.util.UUID> collection,
      Documents.OcrChoice ocr,
      Reader reader,
      Optional<String> key)
      throws IOException {
    var open = new ArrayList<InputStream>();
    try {
      var pictures = new ArrayList<Documents.Picture>();
      for (FileUpload file : files) {
        InputStream contents = Files.newInputStream(file.uploadedFile());
        open.add(contents);
        pictures.add(new Documents.Picture(contents, nameOf(file)));
      }
      String first = nameOf(files.getFirst()).replaceFirst("\\.[A-Za-z]{3,4}$", "");
      return documents.addTogether(
          who,
          new Documents.Pictures(
              pictures, name.orElse(first), collection, ocr, reader.engine(), reader.mode(), key));
    } finally {
      for (InputStream contents : open) {
        contents.close();
      }
    }
  }

  private static String nameOf(FileUpload file) {
    return file.fileName() == null ? "" : file.fileName();
  }

  private Response response(Documents.Added added) {
    AddedJson body = form(added);
    return added.duplicate()
        ? Response.ok(body).build()
        : Response.accepted(body).location(jobUri(added.job())).build();
  }

  @GET
  @Operation(summary = "Documents, newest first")
  public ItemsJson<DocumentJson> list(
      @QueryParam("collection") @Nullable String collection,
      @QueryParam("state") @Nullable String state,
      @QueryParam("name") @Nullable String name,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    var filter =
        new Documents.DocumentFilter(
            Parameters.id("collection", collection, false),
            Parameters.choice("state", state, Document.State.class),
            Parameters.text(name),
            Parameters.number("limit", limit, 1, 200).orElse(50),
            Parameters.text(cursor));
    return ItemsJson.of(documents.list(caller.get(), filter), this::form);
  }

  @GET
  @Path("{id}")
  @Operation(summary = "One document")
  public DocumentJson get(String id) {
    return form(find(caller.get(), id));
  }

  @PATCH
  @Path("{id}")
  @Operation(
      summary =
          "Rename a document, move it to another collection, or choose when its pages are read from their images",
      description =
          "Another choice of ocr (auto, always, never) than the one that holds has it read again.")
  public DocumentJson change(String id, @Nullable ChangeJson change) {
    if (change == null
        || (change.name().isEmpty() && change.collection().isEmpty() && change.ocr().isEmpty())) {
      throw WebException.missing("name, collection or ocr", "the body");
    }
    Caller who = caller.get();
    return form(
        documents.change(
            who,
            find(who, id).id(),
            new Documents.DocumentChange(
                change.name(),
                change.collection().flatMap(text -> Parameters.id("collection", text, true)),
                change
                    .ocr()
                    .flatMap(text -> Parameters.choice("ocr", text, Documents.OcrChoice.class)))));
  }

  @DELETE
  @Path("{id}")
  @Operation(
      summary = "Remove a document and everything made from it",
      description = "The job's result counts what was removed.")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = WorkJson.class)))
  public Response delete(String id) {
    Caller who = caller.get();
    return accepted(documents.delete(who, find(who, id).id()));
  }

  @POST
  @Path("{id}/read")
  @Operation(
      summary = "Read a document again",
      description =
          "Without engine the document's choice of ocr holds, which a new one replaces. 'text-layer' leaves images alone; "
              + "an OCR engine (see /admin/status) reads the pages from their images, whatever text they bring along. "
              + "What is the same as before makes no new revision.")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = WorkJson.class)))
  @APIResponse(responseCode = "409", description = "reading-under-way")
  @APIResponse(responseCode = "422", description = "ocr-mode-not-served")
  public Response read(String id, @Nullable ReadJson settings) {
    Caller who = caller.get();
    Document document = find(who, id);
    var request =
        settings == null
            ? Documents.ReadRequest.ALL
            : new Documents.ReadRequest(
                settings.engine(),
                settings.mode(),
                pages(settings.pages().orElse(List.of())),
                false,
                settings
                    .ocr()
                    .flatMap(ocr -> Parameters.choice("ocr", ocr, Documents.OcrChoice.class)));
    return accepted(documents.read(who, document.id(), request));
  }

  private static Set<Integer> pages(List<Integer> asked) {
    for (Integer page : asked) {
      if (page == null || page < 1) {
        throw new WebException(422, "invalid-field", "[pages] pages are numbered from 1.");
      }
    }
    return Set.copyOf(asked);
  }

  @POST
  @Path("needing-ocr/read")
  @Operation(
      summary = "Read what nothing could read so far",
      description =
          "Every document with pages that need OCR, such as those added before there was an engine, or only those of a collection. Pages that were read stay as they are.")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = JobsJson.class)))
  public Response readNeedingOcr(@Nullable ReadNeedingOcrJson settings) {
    Optional<java.util.UUID> collection =
        settings == null
            ? Optional.empty()
            : settings.collection().flatMap(text -> Parameters.id("collection", text, true));
    List<Job> jobs = documents.readNeedingOcr(caller.get(), collection);
    return Response.accepted(new JobsJson(jobs.size(), jobs.stream().map(JobJson::of).toList()))
        .build();
  }

  private Documents.Added add(
      Caller who,
      FileUpload file,
      Optional<java.util.UUID> collection,
      Documents.OcrChoice ocr,
      Reader reader,
      Optional<String> key)
      throws IOException {
    String name = file.fileName() == null ? "" : file.fileName();
    try (var contents = Files.newInputStream(file.uploadedFile())) {
      return documents.add(
          who,
          new Documents.Upload(
              contents, name, collection, ocr, reader.engine(), reader.mode(), key));
    }
  }

  private OutcomeJson outcome(
      Caller who,
      FileUpload file,
      Optional<java.util.UUID> collection,
      Documents.OcrChoice ocr,
      Reader reader,
      Optional<String> key)
      throws IOException {
    String name = file.fileName() == null ? "" : file.fileName();
    try {
      AddedJson added = form(add(who, file, collection, ocr, reader, key));
      return new OutcomeJson(
          name,
          Optional.of(added.document()),
          Optional.of(added.job()),
          added.duplicate(),
          Optional.empty());
    } catch (IngestException e) {
      return new OutcomeJson(
          name,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(ProblemJson.of(e.problem())));
    }
  }

  private AddedJson form(Documents.Added added) {
    return new AddedJson(
        form(added.document()),
        JobJson.of(added.job()),
        added.duplicate() ? Optional.of(true) : Optional.empty());
  }

  private DocumentJson form(Document document) {
    return DocumentJson.of(document, search.searchable(document.id()));
  }

  private Document find(Caller who, String id) {
    return documents
        .find(who, Parameters.id("document", id))
        .orElseThrow(() -> WebException.notFound("document", id));
  }

  private static Response accepted(Job job) {
    return Response.accepted(new WorkJson(JobJson.of(job))).location(jobUri(job)).build();
  }

  private static URI jobUri(Job job) {
    return URI.create("/api/v1/jobs/" + job.id());
  }
}
