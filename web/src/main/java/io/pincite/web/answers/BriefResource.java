package io.pincite.web.answers;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Documents;
import io.pincite.qa.Briefs;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.documents.Places;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The contract questions that are answered for every document when it arrives.
@Path("/api/v1/documents/{id}/brief")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Contents of documents")
class BriefResource {
  private final Documents documents;
  private final Briefs briefs;
  private final Places places;
  private final CurrentCaller caller;

  BriefResource(Documents documents, Briefs briefs, Places places, CurrentCaller caller) {
    this.documents = documents;
    this.briefs = briefs;
    this.places = places;
    this.caller = caller;
  }

  /// @param ready whether the questions have been asked yet
  record BriefJson(
      UUID document, Optional<Integer> version, boolean ready, List<EntryJson> items) {}

  /// @param text verified short answer; absent: the document does not say
  record EntryJson(Briefs.Topic topic, Optional<String> text, Optional<CitationJson> citation) {}

  @GET
  @Operation(
      summary = "The brief: parties, dates, term and so on",
      description =
          "Every entry is a verified quote, or has no text where the document does not say. Until ready the list is empty.")
  public BriefJson brief(String id) {
    Caller who = caller.get();
    UUID document = Parameters.id("document", id);
    if (documents.find(who, document).isEmpty()) {
      throw WebException.notFound("document", id);
    }
    Places.Drawing drawing = places.drawing(who);
    return briefs
        .of(who, document)
        .map(
            brief ->
                new BriefJson(
                    document,
                    Optional.of(brief.version()),
                    true,
                    brief.entries().stream().map(entry -> form(entry, drawing)).toList()))
        .orElseGet(() -> new BriefJson(document, Optional.empty(), false, List.of()));
  }

  private static EntryJson form(Briefs.Entry entry, Places.Drawing drawing) {
    return new EntryJson(
        entry.topic(),
        entry.answer().map(Briefs.Value::text),
        entry.answer().map(value -> CitationJson.of(value.citation(), drawing)));
  }
}
