package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.internal.pdf.GlyphTable.Glyph;
import io.pincite.ingest.internal.pdf.GlyphTable.Kind;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.Word;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts the glyphs of a page together to words, in the order they are drawn. Coordinates are points
/// as displayed, y downwards.
final class PageWords {
  /// Gaps at least this wide (in font sizes) may separate words, whatever the font's space is.
  private static final double NARROWEST_GAP = 0.1;

  private static final double WIDEST_NARROW_GAP = 0.2;
  /// Between characters that stand alone only a wide gap, or a space, is white space.
  private static final double GAP_BETWEEN_IDEOGRAPHS = 0.6;

  private static final double DUPLICATE_SHIFT = 0.2;
  /// A scan's invisible text is at least this many times the text that can be seen on it.
  private static final int VISIBLE_ON_SCANS = 4;

  /// A glyph on its way into a word: set anew for every glyph. `u` runs along the text, `v` across
  /// it, growing downwards for upright text.
  static final class Placed {
    Glyph glyph;
    double u0;
    double u1;
    double v;
    double x0;
    double y0;
    double x1;
    double y1;
    double size;
    int direction;
    double spaceWidth;
    /// Extra space after the glyph, asked for by the file for all characters alike.
    double spacing;
    boolean bold;
    boolean italic;
    boolean invisible;
    int colour;

    Placed(Glyph glyph) {
      this.glyph = glyph;
    }
  }

  /// A word, as far as it has come.
  static final class Piece {
    final StringBuilder text = new StringBuilder();
    final int direction;
    final boolean invisible;
    boolean spaceBefore;
    boolean alone;
    double x0;
    double y0;
    double x1;
    double y1;
    /// Start of the first and end of the last glyph along the text.
    double u0;

    double u1;
    double v;
    double size;
    double spaceWidth;
    double spacing;
    int glyphs;
    int bold;
    int italic;
    boolean hidden;
    String lastLetters = "";
    double lastU0;
    double lastV;

    Piece(int direction, boolean invisible) {
      this.direction = direction;
      this.invisible = invisible;
    }
  }

  private final double width;
  private final double height;
  private final PageDrawings drawings;
  private final List<Piece> pieces = new ArrayList<>();
  private @Nullable Piece open;
  private boolean pendingSpace;
  private int glyphs;
  private int unknown;

  PageWords(double width, double height, PageDrawings drawings) {
    this.width = width;
    this.height = height;
    this.drawings = drawings;
  }

  /// Number of words so far.
  int order() {
    return pieces.size();
  }

  int glyphs() {
    return glyphs;
  }

  int unknown() {
    return unknown;
  }

  void space() {
    pendingSpace = true;
  }

  /// Adds a glyph that is neither a space nor nothing.
  void add(Placed placed) {
    Piece word = open;
    Glyph glyph = placed.glyph;
    if (word != null && repeats(word, placed)) {
      word.bold = word.glyphs;
      return;
    }
    glyphs++;
    if (glyph.kind() == Kind.UNKNOWN) {
      unknown++;
    }
    if (pendingSpace && word != null && touches(word, placed)) {
      pendingSpace = false;
    }
    if (word == null || !continues(word, placed)) {
      boolean space = word == null || pendingSpace || isApart(word, placed);
      word = new Piece(placed.direction, placed.invisible);
      word.hidden =
          !placed.invisible
              && drawings.hides(
                  placed.colour, (placed.x0 + placed.x1) / 2, (placed.y0 + placed.y1) / 2);
      word.spaceBefore = space;
      word.alone = glyph.kind() == Kind.ALONE;
      word.x0 = placed.x0;
      word.y0 = placed.y0;
      word.x1 = placed.x1;
      word.y1 = placed.y1;
      word.u0 = placed.u0;
      word.v = placed.v;
      word.size = placed.size;
      pieces.add(word);
      open = word;
    } else {
      word.x0 = Math.min(word.x0, placed.x0);
      word.y0 = Math.min(word.y0, placed.y0);
      word.x1 = Math.max(word.x1, placed.x1);
      word.y1 = Math.max(word.y1, placed.y1);
      if (placed.size > word.size) {
        word.size = placed.size;
        word.v = placed.v;
      }
    }
    pendingSpace = false;
    word.text.append(glyph.letters());
    word.u1 = placed.u1;
    word.spaceWidth = placed.spaceWidth;
    word.spacing = placed.spacing;
    word.glyphs++;
    word.bold += placed.bold ? 1 : 0;
    word.italic += placed.italic ? 1 : 0;
    word.lastLetters = glyph.letters();
    word.lastU0 = placed.u0;
    word.lastV = placed.v;
  }

  /// The same glyph again almost where it was: drawn twice to look bold, or as its own shadow.
  private static boolean repeats(Piece word, Placed placed) {
    return word.direction == placed.direction
        && Math.abs(word.lastU0 - placed.u0)
            < Math.min(DUPLICATE_SHIFT * placed.size, 0.5 * Math.abs(placed.u1 - placed.u0))
        && Math.abs(word.lastV - placed.v) < DUPLICATE_SHIFT * placed.size
        && word.lastLetters.equals(placed.glyph.letters());
  }

  /// Whether the space between the two is not to be seen: it was drawn, then drawn over. An
  /// invisible layer's spaces count: its letters are wider or narrower than what they stand for.
  private static boolean touches(Piece word, Placed placed) {
    double gap = placed.u0 - word.u1;
    return !placed.invisible
        && word.direction == placed.direction
        && Math.abs(word.lastV - placed.v) < 0.1 * placed.size
        && gap > -0.1 * placed.size
        && gap < 0.03 * placed.size;
  }

  private boolean continues(Piece word, Placed placed) {
    if (pendingSpace
        || word.alone
        || placed.glyph.kind() == Kind.ALONE
        || word.direction != placed.direction
        || word.invisible != placed.invisible) {
      return false;
    }
    double size = Math.max(word.size, placed.size);
    if (Math.abs(word.lastV - placed.v) > 0.5 * size) {
      return false;
    }
    double gap = placed.u0 - word.u1;
    return gap > -0.4 * Math.min(word.size, placed.size) && !isGap(word, placed, gap);
  }

  private static boolean isGap(Piece word, Placed placed, double gap) {
    double size = Math.min(word.size, placed.size);
    double narrow = Math.clamp(0.5 * word.spaceWidth, NARROWEST_GAP, WIDEST_NARROW_GAP);
    double natural = word.spacing > 0 ? gap - word.spacing : gap;
    return natural >= (isBullet(word.text) ? 0.02 : narrow) * size;
  }

  private static boolean isBullet(CharSequence text) {
    return text.length() == 1 && "•·▪●○◦■□☐➢✓‣".indexOf(text.charAt(0)) >= 0;
  }

  private static boolean isApart(Piece word, Placed placed) {
    if (word.direction != placed.direction
        || Math.abs(word.lastV - placed.v) > 0.5 * Math.max(word.size, placed.size)) {
      return true;
    }
    double gap = placed.u0 - word.u1;
    if (word.alone && placed.glyph.kind() == Kind.ALONE) {
      double natural = word.spacing > 0 ? gap - word.spacing : gap;
      return natural > GAP_BETWEEN_IDEOGRAPHS * placed.size || gap < -placed.size;
    }
    return isGap(word, placed, gap) || gap < -0.4 * Math.min(word.size, placed.size);
  }

  /// Appends a piece to the word it belongs to.
  static void merge(Piece word, Piece next) {
    word.text.append(next.text);
    word.x0 = Math.min(word.x0, next.x0);
    word.y0 = Math.min(word.y0, next.y0);
    word.x1 = Math.max(word.x1, next.x1);
    word.y1 = Math.max(word.y1, next.y1);
    word.u1 = next.u1;
    word.size = Math.max(word.size, next.size);
    word.glyphs += next.glyphs;
    word.bold += next.bold;
    word.italic += next.italic;
  }

  /// The words to be read: the visible ones; on a page that is a picture over the text of an
  /// earlier OCR, the invisible ones too.
  Result result() {
    hideCovered();
    int visible = 0;
    int invisible = 0;
    for (Piece piece : pieces) {
      if (!piece.hidden) {
        visible += piece.invisible ? 0 : piece.glyphs;
        invisible += piece.invisible ? piece.glyphs : 0;
      }
    }
    // A stamp or a typed page number may stand on a scan.
    boolean scanned =
        invisible > 0
            && (visible == 0
                || invisible >= VISIBLE_ON_SCANS * visible && drawings.pictureShare() >= 0.5);
    List<Piece> shown = new ArrayList<>();
    for (Piece piece : pieces) {
      if (!piece.hidden && (!piece.invisible || scanned)) {
        shown.add(piece);
      }
    }
    List<StyledWord> styled = new ArrayList<>(shown.size());
    for (Piece piece : PieceJoiner.join(withoutDuplicates(shown))) {
      styled.add(styled(piece));
    }
    return new Result(styled, scanned);
  }

  record Result(List<StyledWord> words, boolean invisible) {}

  /// Words under something painted later cannot be seen.
  private void hideCovered() {
    Set<Piece> covered = Collections.newSetFromMap(new IdentityHashMap<>());
    for (PageDrawings.Fill fill : drawings.fills()) {
      if (!fill.covers() || fill.order() == 0) {
        continue;
      }
      int last = Math.min(fill.order(), pieces.size());
      for (int i = 0; i < last; i++) {
        Piece piece = pieces.get(i);
        double inset = 0.25 * (piece.y1 - piece.y0);
        if (fill.x0() <= piece.x0 + inset
            && fill.x1() >= piece.x1 - inset
            && fill.y0() <= piece.y0 + inset
            && fill.y1() >= piece.y1 - inset) {
          if (fill.picture()) {
            // a scan over its own OCR
            covered.add(piece);
          } else {
            piece.hidden = true;
          }
        }
      }
    }
    if (!covered.isEmpty()) {
      for (int i = 0; i < pieces.size(); i++) {
        Piece piece = pieces.get(i);
        if (covered.contains(piece)) {
          pieces.set(i, invisible(piece));
        }
      }
    }
  }

  private static Piece invisible(Piece piece) {
    var copy = new Piece(piece.direction, true);
    copy.text.append(piece.text);
    copy.spaceBefore = piece.spaceBefore;
    copy.alone = piece.alone;
    copy.x0 = piece.x0;
    copy.y0 = piece.y0;
    copy.x1 = piece.x1;
    copy.y1 = piece.y1;
    copy.u0 = piece.u0;
    copy.u1 = piece.u1;
    copy.v = piece.v;
    copy.size = piece.size;
    copy.spaceWidth = piece.spaceWidth;
    copy.spacing = piece.spacing;
    copy.glyphs = piece.glyphs;
    copy.bold = piece.bold;
    copy.italic = piece.italic;
    return copy;
  }

  private static List<Piece> withoutDuplicates(List<Piece> shown) {
    Map<String, List<Piece>> seen = new HashMap<>();
    List<Piece> kept = new ArrayList<>(shown.size());
    for (Piece piece : shown) {
      List<Piece> same = seen.computeIfAbsent(piece.text.toString(), _ -> new ArrayList<>(2));
      Piece first = null;
      for (Piece other : same) {
        double shift = DUPLICATE_SHIFT * piece.size;
        if (other.direction == piece.direction
            && Math.abs(other.x0 - piece.x0) < shift
            && Math.abs(other.y0 - piece.y0) < shift
            && Math.abs(other.x1 - piece.x1) < 2 * shift) {
          first = other;
          break;
        }
      }
      if (first == null) {
        same.add(piece);
        kept.add(piece);
      } else {
        first.bold = first.glyphs;
      }
    }
    return kept;
  }

  private StyledWord styled(Piece piece) {
    BoundingBox box =
        BoundingBox.clamped(
            piece.x0 / width, piece.y0 / height, piece.x1 / width, piece.y1 / height);
    double baseline =
        switch (piece.direction) {
          case 90 -> -piece.v / width;
          case 180 -> -piece.v / height;
          case 270 -> piece.v / width;
          default -> piece.v / height;
        };
    return new StyledWord(
        new Word(text(piece), box, 1, piece.spaceBefore),
        piece.size,
        piece.bold * 2 > piece.glyphs,
        piece.italic * 2 > piece.glyphs,
        piece.direction,
        baseline);
  }

  /// Each glyph's letters are in NFC; several together may not be.
  private static String text(Piece piece) {
    for (int i = 0; i < piece.text.length(); i++) {
      if (piece.text.charAt(i) >= 0x300) {
        return Normalizer.normalize(piece.text, Normalizer.Form.NFC);
      }
    }
    return piece.text.toString();
  }
}
