package io.pincite.qa.internal.verification;

import io.pincite.ingest.PageReading;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer;
import io.pincite.ocr.Doubt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The text of a passage as it flows over its spans, every character knowing its place: page
/// headers, footers and numbers are stepped over, and where text was stepped over, or a page ends,
/// stands a line break that has no place.
public final class PassageText {
  /// One page's part in the passage.
  private record Piece(Span span, TokenLayer layer, PageReading.Source source, List<Doubt> doubts) {
    /// All of it: on a page that also has a text layer nothing tells which words are misread.
    boolean readByOcr() {
      return source == PageReading.Source.OCR;
    }

    boolean hasReadWords() {
      return readByOcr() || source == PageReading.Source.MIXED;
    }
  }

  private final List<Piece> pieces;
  private final int[] codePoints;
  // Piece each character is from, and its offset on that page; -1 for a break that is on no page.
  private final int[] pieceOf;
  private final int[] offsetOf;
  private final boolean touchesOcr;

  private PassageText(List<Piece> pieces, int[] codePoints, int[] pieceOf, int[] offsetOf) {
    this.pieces = pieces;
    this.codePoints = codePoints;
    this.pieceOf = pieceOf;
    this.offsetOf = offsetOf;
    this.touchesOcr = pieces.stream().anyMatch(Piece::readByOcr);
  }

  /// @param pages gives the reading a span is on, at the span's revision; a page that is gone is
  ///     left out
  public static PassageText of(List<Span> spans, Function<Span, Optional<PageReading>> pages) {
    var pieces = new ArrayList<Piece>();
    for (Span span : spans) {
      pages
          .apply(span)
          .ifPresent(
              reading ->
                  pieces.add(new Piece(span, reading.layer(), reading.source(), reading.doubts())));
    }
    var characters = new Characters();
    for (int index = 0; index < pieces.size(); index++) {
      append(pieces.get(index), index, characters);
    }
    return new PassageText(
        List.copyOf(pieces), characters.codePoints(), characters.pieces(), characters.offsets());
  }

  private static void append(Piece piece, int index, Characters characters) {
    int[] page = piece.layer().text().codePoints().toArray();
    int end = Math.min(piece.span().end(), page.length);
    int at = Math.min(piece.span().start(), end);
    characters.lineBreak();
    for (TokenLayer.PlacedBlock block : piece.layer().blocks()) {
      if (block.type().isInFlow() || block.end() <= at) {
        continue;
      }
      if (block.start() >= end) {
        break;
      }
      characters.add(page, at, Math.max(at, block.start()), index);
      characters.lineBreak();
      at = Math.min(block.end(), end);
    }
    characters.add(page, at, end, index);
  }

  /// For answerers: the text that quotes of this passage are checked against.
  public String text() {
    return new String(codePoints, 0, codePoints.length).strip();
  }

  int[] codePoints() {
    return codePoints;
  }

  /// Whether some of it was read by OCR, whose confusions are then forgiven.
  boolean touchesOcr() {
    return touchesOcr;
  }

  /// Whether all of these places are on pages read by OCR.
  boolean isReadByOcr(List<Span> spans) {
    return spans.stream()
        .allMatch(
            span ->
                pieces.stream()
                    .anyMatch(
                        piece ->
                            piece.readByOcr()
                                && piece.span().page() == span.page()
                                && piece.span().revision() == span.revision()));
  }

  /// Where characters `from` (inclusive) to `to` (exclusive) stand: one span for each run of a
  /// page's text without anything but white space left out between.
  List<Span> spans(int from, int to) {
    var spans = new ArrayList<Span>();
    int piece = -1;
    int start = 0;
    int end = 0;
    int last = -1;
    for (int i = from; i < to; i++) {
      if (pieceOf[i] < 0 || Character.isWhitespace(codePoints[i])) {
        continue;
      }
      boolean goesOn =
          piece >= 0
              && samePage(piece, pieceOf[i])
              // As far apart on the page as here: nothing was left out. Else look what was.
              && (offsetOf[i] - offsetOf[last] == i - last || onlySpace(piece, end, offsetOf[i]));
      last = i;
      if (!goesOn) {
        if (piece >= 0) {
          spans.add(span(piece, start, end));
        }
        piece = pieceOf[i];
        start = offsetOf[i];
      }
      end = offsetOf[i] + 1;
    }
    if (piece >= 0) {
      spans.add(span(piece, start, end));
    }
    return spans;
  }

  /// The weakest confidence of the words on these places, where any of the pages was read by OCR,
  /// wholly or in part.
  Optional<Double> confidence(List<Span> spans) {
    double weakest = 1;
    boolean read = false;
    for (Span span : spans) {
      for (Piece piece : pieces) {
        if (!piece.hasReadWords()
            || piece.span().page() != span.page()
            || piece.span().revision() != span.revision()) {
          continue;
        }
        read = true;
        for (TokenLayer.PlacedWord word : piece.layer().words()) {
          if (word.start() < span.end() && span.start() < word.end()) {
            weakest = Math.min(weakest, word.confidence());
          }
        }
        break;
      }
    }
    return read ? Optional.of(weakest) : Optional.empty();
  }

  /// What two readers saw differently of the numbers, dates and amounts on these places, each once;
  /// not of those that a reader of the document has corrected since.
  List<Doubt.Readings> disputed(List<Span> spans) {
    var disputed = new LinkedHashSet<Doubt.Readings>();
    for (Span span : spans) {
      for (Piece piece : pieces) {
        if (piece.span().page() != span.page() || piece.span().revision() != span.revision()) {
          continue;
        }
        for (Doubt doubt : piece.doubts()) {
          doubt.readings().filter(_ -> isIn(doubt, span, piece.layer())).ifPresent(disputed::add);
        }
        break;
      }
    }
    return List.copyOf(disputed);
  }

  private static boolean isIn(Doubt doubt, Span span, TokenLayer layer) {
    return layer.words().stream()
        .filter(word -> word.start() < span.end() && span.start() < word.end())
        .filter(word -> !word.corrected())
        .anyMatch(word -> doubt.box().contains(word.box().centerX(), word.box().centerY()));
  }

  /// Whether some of these places say what a model sees in a figure, not what stands on the page.
  boolean isDescribed(List<Span> spans) {
    return spans.stream()
        .anyMatch(
            span ->
                pieces.stream()
                    .anyMatch(
                        piece ->
                            piece.span().page() == span.page()
                                && piece.span().revision() == span.revision()
                                && piece.layer().isDescribed(span.start(), span.end())));
  }

  private Span span(int piece, int start, int end) {
    Span on = pieces.get(piece).span();
    return new Span(on.page(), on.revision(), start, end);
  }

  private boolean samePage(int one, int other) {
    Span first = pieces.get(one).span();
    Span second = pieces.get(other).span();
    return first.page() == second.page() && first.revision() == second.revision();
  }

  private boolean onlySpace(int piece, int from, int to) {
    if (to < from) {
      return false;
    }
    if (to == from) {
      return true;
    }
    String page = pieces.get(piece).layer().text();
    int at = page.offsetByCodePoints(0, from);
    for (int i = from; i < to; i++) {
      int codePoint = page.codePointAt(at);
      if (!Character.isWhitespace(codePoint)) {
        return false;
      }
      at += Character.charCount(codePoint);
    }
    return true;
  }

  private static final class Characters {
    private int[] codePoints = new int[1024];
    private int[] pieces = new int[1024];
    private int[] offsets = new int[1024];
    private int size;

    void add(int[] page, int from, int to, int piece) {
      for (int i = from; i < to; i++) {
        add(page[i], piece, i);
      }
    }

    void lineBreak() {
      if (size > 0) {
        add('\n', -1, -1);
      }
    }

    private void add(int codePoint, int piece, int offset) {
      if (size == codePoints.length) {
        codePoints = java.util.Arrays.copyOf(codePoints, size * 2);
        pieces = java.util.Arrays.copyOf(pieces, size * 2);
        offsets = java.util.Arrays.copyOf(offsets, size * 2);
      }
      codePoints[size] = codePoint;
      pieces[size] = piece;
      offsets[size] = offset;
      size++;
    }

    int[] codePoints() {
      return java.util.Arrays.copyOf(codePoints, size);
    }

    int[] pieces() {
      return java.util.Arrays.copyOf(pieces, size);
    }

    int[] offsets() {
      return java.util.Arrays.copyOf(offsets, size);
    }
  }
}
