package io.pincite.web.answers;

import io.pincite.qa.Citation;
import io.pincite.web.documents.Places;
import io.pincite.web.documents.SpanJson;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A quote with where it stands.
///
/// @param spans none when the quote was not found
record CitationJson(
    UUID id,
    int marker,
    UUID document,
    String name,
    int version,
    String quote,
    Citation.State state,
    Optional<Double> confidence,
    List<SpanJson> spans) {

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
        drawing.of(citation.document(), citation.version(), citation.spans()));
  }
}
