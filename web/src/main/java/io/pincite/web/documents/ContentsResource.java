package io.pincite.web.documents;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Figures;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.PageReading;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.Search;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.lists.ItemsJson;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.ProblemJson;
import io.pincite.web.problems.ProblemWriter;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PathPart;
import org.jspecify.annotations.Nullable;

/// What is in a document: its file, text, chunks, pages, images and words.
@Path("/api/v1/documents/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Contents of documents")
class ContentsResource {
  private static final int NARROWEST = 16;
  private static final String PNG = "image/png";
  private static final String MARKDOWN = "text/markdown";

  private final Documents documents;
  private final Figures figures;
  private final Search search;
  private final Places places;
  private final CurrentCaller caller;
  private final ProblemWriter problems;
  private final int widest;

  ContentsResource(
      Documents documents,
      Figures figures,
      Search search,
      Places places,
      CurrentCaller caller,
      ProblemWriter problems,
      IngestSettings settings) {
    this.documents = documents;
    this.figures = figures;
    this.search = search;
    this.places = places;
    this.caller = caller;
    this.problems = problems;
    this.widest = settings.maxImageWidth();
  }

  /// A passage that is searched as one.
  record ChunkJson(
      UUID id,
      int ordinal,
      List<String> headings,
      String text,
      String language,
      boolean table,
      List<SpanJson> spans) {}

  @GET
  @Path("file")
  @Produces(MediaType.WILDCARD)
  @Operation(summary = "The original file", description = "Range requests are honoured.")
  @APIResponse(responseCode = "200", content = @Content(mediaType = "application/octet-stream"))
  @APIResponse(responseCode = "206", description = "The part that was asked for")
  @APIResponse(responseCode = "304", description = "Unchanged")
  @APIResponse(responseCode = "416", description = "There is no such part")
  public Response file(
      String id,
      @QueryParam("version") @Nullable String version,
      @HeaderParam("Range") @Nullable String range,
      @HeaderParam("If-Range") @Nullable String ifRange,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch)
      throws IOException {
    Caller who = caller.get();
    Document document = find(who, id);
    java.nio.file.Path file = documents.file(who, document.id(), version(version));
    long size = Files.size(file);
    String tag = "\"" + file.getFileName() + "\"";
    if (matches(ifNoneMatch, tag)) {
      return Response.notModified().header(HttpHeaders.ETAG, tag).build();
    }
    Optional<ByteRange> part =
        ifRange == null || ifRange.equals(tag) ? ByteRange.parse(range, size) : Optional.empty();
    if (part.filter(asked -> !asked.isSatisfiable()).isPresent()) {
      return problems
          .response(
              416,
              "range-not-satisfiable",
              "The file has %,d bytes; the part that was asked for is not among them."
                  .formatted(size),
              "/api/v1/documents/%s/file".formatted(document.id()))
          .header("Content-Range", "bytes */" + size)
          .build();
    }
    Response.ResponseBuilder response =
        part.map(
                asked ->
                    Response.status(206)
                        .header("Content-Range", asked.contentRange(size))
                        .entity(new PathPart(file, asked.first(), asked.length())))
            .orElseGet(() -> Response.ok(file));
    return response
        .type(document.mediaType())
        .header("Accept-Ranges", "bytes")
        .header(HttpHeaders.ETAG, tag)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(document.name()))
        .build();
  }

  @GET
  @Path("markdown")
  @Produces(MARKDOWN)
  @Operation(
      summary = "The whole document as Markdown",
      description =
          "Paragraphs, lists and tables that a page break split are whole again. Figures are linked.")
  public Response markdown(String id, @QueryParam("version") @Nullable String version) {
    Caller who = caller.get();
    UUID document = find(who, id).id();
    DocumentStructure structure = documents.structure(who, document, version(version));
    String text =
        structure.markdown(
            figure ->
                FigureAddress.of(
                    document,
                    structure.version(),
                    figure.page(),
                    figure.revision(),
                    figure.number()));
    return Response.ok(text, MARKDOWN + ";charset=UTF-8").build();
  }

  enum PaperPart {
    TITLE,
    AUTHOR,
    ABSTRACT,
    REFERENCE
  }

  record PaperPartJson(PaperPart part, String text, List<SpanJson> spans) {}

  @GET
  @Path("paper")
  @Operation(
      summary = "The parts of a scientific paper, with their places",
      description =
          "Title, authors, abstract and references, by what the document says of itself. No items when it is no paper.")
  public ItemsJson<PaperPartJson> paper(
      String id, @QueryParam("version") @Nullable String version) {
    Caller who = caller.get();
    UUID document = find(who, id).id();
    DocumentStructure structure = documents.structure(who, document, version(version));
    Places.Drawing drawing = places.drawing(who);
    return ItemsJson.of(
        structure.paper().stream()
            .flatMap(
                paper ->
                    Stream.of(
                            parts(PaperPart.TITLE, List.of(paper.title())),
                            parts(PaperPart.AUTHOR, paper.authors()),
                            parts(PaperPart.ABSTRACT, paper.summary()),
                            parts(PaperPart.REFERENCE, paper.references()))
                        .flatMap(each -> each))
            .map(
                placed ->
                    new PaperPartJson(
                        placed.part(),
                        placed.element().text(),
                        drawing.of(document, structure.version(), placed.element().spans())))
            .toList());
  }

  private record PlacedPart(PaperPart part, DocumentStructure.Element element) {}

  private static Stream<PlacedPart> parts(
      PaperPart part, List<DocumentStructure.Element> elements) {
    return elements.stream().map(element -> new PlacedPart(part, element));
  }

  @GET
  @Path("chunks")
  @Operation(summary = "The passages it is searched by, with their places")
  public ItemsJson<ChunkJson> chunks(String id) {
    Caller who = caller.get();
    Places.Drawing drawing = places.drawing(who);
    return ItemsJson.of(
        search.chunks(who, find(who, id).id()).stream().map(c -> form(c, drawing)).toList());
  }

  private static ChunkJson form(Chunk chunk, Places.Drawing drawing) {
    return new ChunkJson(
        chunk.id(),
        chunk.ordinal(),
        chunk.headings(),
        chunk.text(),
        chunk.language(),
        chunk.table(),
        drawing.of(chunk.document(), chunk.version(), chunk.spans()));
  }

  @GET
  @Path("pages")
  @Operation(
      summary = "The pages read so far: size, turn, and where their text came from",
      description =
          "`problems` says what was the matter with pages that could not be read, the last time.")
  public PagesJson pages(String id, @QueryParam("version") @Nullable String version) {
    Caller who = caller.get();
    UUID document = find(who, id).id();
    return new PagesJson(
        documents.geometry(who, document, version(version)).stream()
            .map(PageJson.Geometry::of)
            .toList(),
        documents.problems(who, document, version(version)).entrySet().stream()
            .map(of -> new PageProblemJson(of.getKey(), ProblemJson.of(of.getValue())))
            .toList());
  }

  /// The pages of a document.
  ///
  /// @param items those that were read
  /// @param problems of those that were not, or not the last time
  record PagesJson(List<PageJson.Geometry> items, List<PageProblemJson> problems) {}

  record PageProblemJson(int page, ProblemJson problem) {}

  @GET
  @Path("pages/{page}")
  @Operation(
      summary = "One page: text, Markdown, blocks with lines and cells",
      description = "As the last reading found it, or that of this revision.")
  public PageJson page(
      String id,
      String page,
      @QueryParam("version") @Nullable String version,
      @QueryParam("revision") @Nullable String revision) {
    Caller who = caller.get();
    Document document = find(who, id);
    PageReading found = find(id, page, version, revision);
    return PageJson.of(
        found,
        FigureAddress.of(
            document.id(),
            version(version).orElse(document.version()),
            found.page(),
            found.revision()));
  }

  @GET
  @Path("pages/{page}/words")
  @Operation(
      summary = "The words of a page with their boxes",
      description = "As the last reading found them, or that of this revision.")
  public List<PageJson.WordJson> words(
      String id,
      String page,
      @QueryParam("version") @Nullable String version,
      @QueryParam("revision") @Nullable String revision) {
    return PageJson.words(find(id, page, version, revision));
  }

  @GET
  @Path("pages/{page}/image")
  @Produces(PNG)
  @Operation(
      summary = "A page as displayed, as PNG",
      description =
          "width in pixels, 16 to 4000 (pincite.ingest.max-image-width), 1200 unless given. Shown upright as the reading of this revision found it, or the current one. With version and revision the image never changes and may be kept for good.")
  public Response image(
      String id,
      String page,
      @QueryParam("width") @Nullable String width,
      @QueryParam("version") @Nullable String version,
      @QueryParam("revision") @Nullable String revision,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    Caller who = caller.get();
    Document document = find(who, id);
    int number = Parameters.page(page);
    int pixels = Parameters.number("width", width, NARROWEST, widest).orElse(1200);
    Optional<Integer> wanted = version(version);
    Optional<Integer> reading = revision(revision);
    java.nio.file.Path image =
        documents.pageImage(who, document.id(), wanted, number, reading, pixels);
    return image(document, image, wanted, reading, ifNoneMatch);
  }

  @GET
  @Path("pages/{page}/figures/{figure}")
  @Produces(PNG)
  @Operation(
      summary = "A figure of a page, cut out of it, as PNG",
      description =
          "The first FIGURE block of a page is figure 1. Cut at 300 dpi, or the picture's own pixels, of a page that is at most "
              + "pincite.ingest.max-image-width pixels wide. With version and revision the image never changes and may be kept for good.")
  @APIResponse(responseCode = "200", content = @Content(mediaType = PNG))
  @APIResponse(responseCode = "304", description = "Unchanged")
  @APIResponse(responseCode = "404", description = "not-found")
  public Response figure(
      String id,
      String page,
      String figure,
      @QueryParam("version") @Nullable String version,
      @QueryParam("revision") @Nullable String revision,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    Caller who = caller.get();
    Document document = find(who, id);
    Optional<Integer> wanted = version(version);
    Optional<Integer> reading = revision(revision);
    java.nio.file.Path image =
        figures.image(
            who, document.id(), wanted, Parameters.page(page), reading, Parameters.figure(figure));
    return image(document, image, wanted, reading, ifNoneMatch);
  }

  private static Response image(
      Document document,
      java.nio.file.Path image,
      Optional<Integer> wanted,
      Optional<Integer> reading,
      @Nullable String ifNoneMatch) {
    // Named by page, width, turn and place: what reading again may change.
    String tag =
        "\"%s-%d-%s\""
            .formatted(
                document.sha256().substring(0, 16),
                wanted.orElse(document.version()),
                image.getFileName());
    String caching =
        wanted.isPresent() && reading.isPresent()
            ? "private, max-age=31536000, immutable"
            : "private, no-cache";
    if (matches(ifNoneMatch, tag)) {
      return Response.notModified()
          .header(HttpHeaders.ETAG, tag)
          .header(HttpHeaders.CACHE_CONTROL, caching)
          .build();
    }
    return Response.ok(image, PNG)
        .header(HttpHeaders.ETAG, tag)
        .header(HttpHeaders.CACHE_CONTROL, caching)
        .build();
  }

  private PageReading find(
      String id, String page, @Nullable String version, @Nullable String revision) {
    Caller who = caller.get();
    Document document = find(who, id);
    int number = Parameters.page(page);
    Optional<Integer> wanted = version(version);
    return revision(revision)
        .map(
            reading ->
                documents.revision(
                    who, document.id(), wanted.orElse(document.version()), number, reading))
        .orElseGet(() -> documents.page(who, document.id(), wanted, number))
        .orElseThrow(() -> WebException.notFound("page", number));
  }

  private Document find(Caller who, String id) {
    return documents
        .find(who, Parameters.id("document", id))
        .orElseThrow(() -> WebException.notFound("document", id));
  }

  private static Optional<Integer> version(@Nullable String text) {
    return Parameters.number("version", text, 1, Integer.MAX_VALUE);
  }

  private static Optional<Integer> revision(@Nullable String text) {
    return Parameters.number("revision", text, 1, Integer.MAX_VALUE);
  }

  private static boolean matches(@Nullable String ifNoneMatch, String tag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String offered : ifNoneMatch.split(",", -1)) {
      String bare = offered.strip();
      if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }
}
