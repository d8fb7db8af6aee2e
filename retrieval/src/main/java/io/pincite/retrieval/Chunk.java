package io.pincite.retrieval;

import io.pincite.ingest.Span;
import java.util.List;
import java.util.UUID;

/// A passage of one document version that is searched and ranked as one: usually a clause.
///
/// @param ordinal position in the document, from 0
/// @param headings text of the headings above it, outermost first
/// @param spans where it stands, in reading order
/// @param text of the spans, lines and pages joined
/// @param language BCP 47 tag of most of it, `und` when unknown
/// @param table whether it is (part of) a table; its text then starts with the header row
public record Chunk(
    UUID id,
    UUID document,
    int version,
    int ordinal,
    List<String> headings,
    List<Span> spans,
    String text,
    String language,
    boolean table) {
  public Chunk {
    headings = List.copyOf(headings);
    spans = List.copyOf(spans);
  }
}
