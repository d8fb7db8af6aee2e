package io.pincite.web.corrections;

import io.pincite.ingest.Corrections;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.documents.BoxJson;
import io.pincite.web.documents.FigureAddress;
import io.pincite.web.documents.PageJson;
import io.pincite.web.lists.ItemsJson;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What readers correct in the text of pages, and what that proposes on others.
@Path("/api/v1/documents/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Corrections")
class CorrectionsResource {
  /// Several times the longest line of a page in small print.
  private static final int LONGEST_LINE = 2000;

  private final Corrections corrections;
  private final CurrentCaller caller;

  CorrectionsResource(Corrections corrections, CurrentCaller caller) {
    this.corrections = corrections;
    this.caller = caller;
  }

  /// @param revision of the page that start and end count in
  /// @param start code points of the page's text, inclusive
  /// @param end likewise, exclusive
  /// @param text one line; empty to take the words out
  record WordsChangeJson(
      Optional<Integer> revision,
      Optional<Integer> start,
      Optional<Integer> end,
      Optional<String> text) {}

  /// @param page as it stands now
  /// @param corrections one for each word that another took the place of, and for each other run
  ///     of words that changed
  record CorrectedJson(PageJson page, List<CorrectionJson> corrections) {}

  @PUT
  @Path("pages/{page}/corrections")
  @Operation(
      summary = "Correct words of a line",
      description =
          "Makes a new revision of the page and has the document indexed anew. "
              + "Citations of earlier revisions go on saying what they said.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CorrectedJson.class)))
  @APIResponse(
      responseCode = "409",
      description = "page-changed, reading-under-way, document-unread")
  @APIResponse(responseCode = "422", description = "invalid-field, missing-field")
  public CorrectedJson correct(String id, String page, @Nullable WordsChangeJson body) {
    Optional<WordsChangeJson> given = Optional.ofNullable(body);
    var change =
        new Corrections.Change(
            required("revision", given.flatMap(WordsChangeJson::revision)),
            required("start", given.flatMap(WordsChangeJson::start)),
            required("end", given.flatMap(WordsChangeJson::end)),
            Parameters.limited(
                "text", required("text", given.flatMap(WordsChangeJson::text)), LONGEST_LINE));
    UUID document = Parameters.id("document", id);
    Corrections.Corrected corrected =
        corrections.correct(caller.get(), document, Parameters.page(page), change);
    return new CorrectedJson(
        PageJson.of(
            corrected.page(),
            FigureAddress.of(
                document,
                corrected.corrections().getFirst().version(),
                corrected.page().page(),
                corrected.page().revision())),
        corrected.corrections().stream().map(CorrectionJson::of).toList());
  }

  private static <T> T required(String name, Optional<T> value) {
    return value.orElseThrow(() -> WebException.missing(name, "the body"));
  }

  @GET
  @Path("corrections")
  @Operation(summary = "All corrections of a document, oldest first")
  public ItemsJson<CorrectionJson> list(String id) {
    return ItemsJson.of(
        corrections.list(caller.get(), Parameters.id("document", id)).stream()
            .map(CorrectionJson::of)
            .toList());
  }

  /// @param revision of the page that the places count in
  record ProposalsJson(int revision, List<ProposalJson> items) {
    static ProposalsJson of(Corrections.Proposals proposals) {
      return new ProposalsJson(
          proposals.revision(), proposals.items().stream().map(ProposalJson::of).toList());
    }
  }

  /// @param read what the page says
  /// @param proposed what it may have to say
  /// @param exact whether the earlier correction was of the very same text
  /// @param correction where the proposal comes from
  record ProposalJson(
      int start,
      int end,
      BoxJson box,
      String read,
      String proposed,
      boolean exact,
      CorrectionJson correction) {
    static ProposalJson of(Corrections.Proposal proposal) {
      return new ProposalJson(
          proposal.start(),
          proposal.end(),
          BoxJson.of(proposal.box()),
          proposal.read(),
          proposal.proposed(),
          proposal.exact(),
          CorrectionJson.of(proposal.correction()));
    }
  }

  @GET
  @Path("pages/{page}/proposals")
  @Operation(
      summary = "Weak words of a page that were corrected elsewhere in the collection",
      description = "Never applied by themselves: send one as a correction.")
  public ProposalsJson proposals(String id, String page) {
    return ProposalsJson.of(
        corrections.proposals(caller.get(), Parameters.id("document", id), Parameters.page(page)));
  }
}
