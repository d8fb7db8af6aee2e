package io.pincite.web.answers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pincite.qa.Citation;
import io.pincite.web.documents.PageJson;
import io.pincite.web.documents.Places;
import io.pincite.web.documents.SpanJson;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A quote with where it stands.
///
/// @param spans none when the quote was not found
/// @param disputed the numbers, dates and amounts in it that two readers of the page saw
///     differently; left out where there are none
record CitationJson(
    UUID id,
    int marker,
    UUID document,
    String name,
    int version,
    String quote,
    Citation.State state,
    Optional<Double> confidence,
    List<SpanJson> spans,
    @Schema(nullable = true) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<PageJson.ReadingsJson> disputed) {

  static CitationJson of(Citation citation, Places.Drawing drawing) {
    return new CitationJson(
        citation.id(),
        citation.marker(),
        citation.document(),
        citation.documentName(),
        citation.version(),
        citation.quote(),
        citation.state(),
        citation.confidence(),
        drawing.of(citation.document(), citation.version(), citation.spans()),
        citation.disputed().stream().map(PageJson.ReadingsJson::of).toList());
  }
}
