package io.pincite.retrieval.internal.chunking;

import io.pincite.ingest.Span;
import io.pincite.retrieval.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A text under construction that remembers where each of its characters stands.
final class PassageText {
  /// Hyphens after these belong to the word even at a line's end.
  private static final Set<String> HYPHENATED =
      Set.of(
          "non", "self", "co", "pre", "post", "ex", "third", "cross", "sub", "re", "pro", "anti",
          "inter", "multi", "semi", "quasi", "long", "short", "full", "part", "year", "day");

  private final PageTexts pages;
  private final StringBuilder text = new StringBuilder();
  private final List<Chunk.Piece> pieces = new ArrayList<>();
  private int length;
  private int last = -1;

  PassageText(PageTexts pages) {
    this.pages = pages;
  }

  /// Adds what stands in a span; white space is folded, line-end hyphens go.
  void append(Span span) {
    int[] page = pages.of(span);
    int i = span.start();
    int end = Math.min(span.end(), page.length);
    while (i < end) {
      int point = page[i];
      if (point == '-' && hyphenEndsLine(page, i, end)) {
        if (!keepsHyphen(page, i)) {
          i++;
        } else {
          put(span, i, point);
          i++;
        }
        while (i < end && Character.isWhitespace(page[i])) {
          i++;
        }
        continue;
      }
      if (!isSpace(point)) {
        put(span, i, point);
        i++;
        continue;
      }
      int next = i;
      boolean lineEnds = false;
      while (next < end && isSpace(page[next])) {
        lineEnds |= page[next] == '\n';
        next++;
      }
      boolean between = length > 0 && !isSpace(last) && next < end;
      if (between && !(lineEnds && Scripts.isCjk(last) && Scripts.isCjk(page[next]))) {
        put(span, i, ' ');
      }
      i = next;
    }
  }

  /// Puts a separator between what is there and what follows; nothing at the start.
  void separate(String separator) {
    if (length > 0) {
      text.append(separator);
      length += separator.length();
      last = separator.charAt(separator.length() - 1);
    }
  }

  /// Puts a separator even at the start, for an empty first table cell.
  void mark(String separator) {
    text.append(separator);
    length += separator.length();
    last = separator.charAt(separator.length() - 1);
  }

  /// Joins spans of one element: over a line, column or page edge goes one space, none between CJK
  /// characters.
  void appendAll(List<Span> spans) {
    boolean first = true;
    for (Span span : spans) {
      if (!first && length > 0 && !isSpace(last)) {
        int point = pages.firstVisible(span);
        if (point >= 0 && !(Scripts.isCjk(last) && Scripts.isCjk(point))) {
          separate(" ");
        }
      }
      append(span);
      first = false;
    }
  }

  String text() {
    return text.toString();
  }

  boolean isEmpty() {
    return length == 0;
  }

  List<Chunk.Piece> pieces() {
    return pieces;
  }

  private void put(Span from, int offset, int point) {
    text.appendCodePoint(point);
    if (!pieces.isEmpty()) {
      var piece = pieces.getLast();
      var span = piece.span();
      boolean follows =
          span.page() == from.page()
              && span.revision() == from.revision()
              && span.end() == offset
              && piece.at() + span.end() - span.start() == length;
      if (follows) {
        pieces.set(
            pieces.size() - 1,
            new Chunk.Piece(
                piece.at(), new Span(span.page(), span.revision(), span.start(), offset + 1)));
        length++;
        last = point;
        return;
      }
    }
    pieces.add(new Chunk.Piece(length, new Span(from.page(), from.revision(), offset, offset + 1)));
    length++;
    last = point;
  }

  private static boolean hyphenEndsLine(int[] page, int i, int end) {
    return i > 0
        && i + 2 < end
        && page[i + 1] == '\n'
        && Character.isLetter(page[i - 1])
        && Character.isLowerCase(page[i + 2]);
  }

  private static boolean keepsHyphen(int[] page, int hyphen) {
    int start = hyphen;
    while (start > 0 && Character.isLetter(page[start - 1])) {
      start--;
    }
    boolean chained = start > 0 && page[start - 1] == '-';
    return chained
        || HYPHENATED.contains(
            new String(page, start, hyphen - start).toLowerCase(java.util.Locale.ROOT));
  }

  private static boolean isSpace(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point);
  }
}
