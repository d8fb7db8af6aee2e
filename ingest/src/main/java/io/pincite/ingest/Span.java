package io.pincite.ingest;

/// A place on one page: a run of the text of one immutable revision of its reading.
///
/// @param page 1-based
/// @param revision of the page's reading
/// @param start offset in Unicode code points of the page text, inclusive
/// @param end likewise, exclusive
public record Span(int page, int revision, int start, int end) {
  public Span {
    if (page < 1 || revision < 1 || start < 0 || end < start) {
      throw new IllegalArgumentException(
          "no such span: page %d, revision %d, %d..%d".formatted(page, revision, start, end));
    }
  }
}
