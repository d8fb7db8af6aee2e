package io.pincite.ingest;

import io.pincite.ingest.DocumentStructure.Element;
import java.util.List;

/// What a scientific paper has before and after its text.
///
/// @param authors who wrote it, where they work and how they are reached, as it stands between
///     title and abstract; may be empty
/// @param summary the abstract, without its heading; with it where it stands in the same paragraph
/// @param references entry by entry
public record Paper(
    Element title, List<Element> authors, List<Element> summary, List<Element> references) {
  public Paper {
    authors = List.copyOf(authors);
    summary = List.copyOf(summary);
    references = List.copyOf(references);
  }
}
