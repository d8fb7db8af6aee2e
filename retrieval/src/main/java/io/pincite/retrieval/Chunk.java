package io.pincite.retrieval;

import io.pincite.ingest.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A passage of one document version that is searched and ranked as one: usually a clause.
///
/// Offsets into [#text] are Unicode code points, as in spans.
///
/// @param ordinal position in the document, from 0
/// @param headings text of the headings above it, outermost first
/// @param pieces where its text was taken from, in text order
/// @param text of the pieces: lines, columns and pages joined by a space (by nothing between CJK
///     characters), elements and table rows by `\n`, table cells by `\t`, line-end hyphens removed
/// @param language BCP 47 tag of most of it, `und` when unknown
/// @param table whether it is (part of) a table; its text then starts with the header row
public record Chunk(
    UUID id,
    UUID document,
    int version,
    int ordinal,
    List<String> headings,
    List<Piece> pieces,
    String text,
    String language,
    boolean table) {
  public Chunk {
    headings = List.copyOf(headings);
    pieces = List.copyOf(pieces);
  }

  /// A run of the text that stands in the page exactly so, white space apart: code point `at +
  /// i` of the chunk is code point `span.start() + i` of the page.
  public record Piece(int at, Span span) {
    int end() {
      return at + span.end() - span.start();
    }
  }

  /// Where the whole of it stands, in reading order, neighbouring pieces of a page joined.
  public List<Span> spans() {
    return spansOf(0, Integer.MAX_VALUE);
  }

  /// Where a part of the text stands: its words' places, in reading order.
  ///
  /// @param start offset in code points of the text, inclusive
  /// @param end likewise, exclusive; may lie beyond the text
  public List<Span> spansOf(int start, int end) {
    var spans = new ArrayList<Span>();
    for (Piece piece : pieces) {
      int from = Math.max(start, piece.at());
      int to = Math.min(end, piece.end());
      if (from >= to) {
        continue;
      }
      int shift = piece.span().start() - piece.at();
      var span = new Span(piece.span().page(), piece.span().revision(), from + shift, to + shift);
      if (!spans.isEmpty() && continues(spans.getLast(), span)) {
        var last = spans.removeLast();
        span = new Span(span.page(), span.revision(), last.start(), span.end());
      }
      spans.add(span);
    }
    return List.copyOf(spans);
  }

  /// What lies between two pieces of one text is at most a line end and its hyphen or a cell's or
  /// block's edge; anything longer is something the text steps over, such as a page footer.
  private static boolean continues(Span left, Span right) {
    return left.page() == right.page()
        && left.revision() == right.revision()
        && left.end() <= right.start()
        && right.start() - left.end() <= 2;
  }
}
