package io.pincite.ocr.internal.reading;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.FoundLines.FoundLine;
import io.pincite.ocr.internal.image.GivenBoxes;
import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.PagePixels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A line that nobody has read, cut at its gaps, as high as its words are by the rule for boxes
/// (ascent to descent of the font). How high the font is its ink says, which for Latin letters is
/// densest between their baseline and the height of an x, for ideographs everywhere.
///
/// @param direction of the letters, in degrees
/// @param pieces first and last column, in pixels of the line
/// @param top first row of most pieces' ink
/// @param bottom behind the last row of most pieces' ink
/// @param baseline behind the last dense row
/// @param dense first dense row
/// @param size of the font in pixels
/// @param ascent of the font above `baseline`, in pixels
record LinePieces(
    LineBox line,
    int direction,
    List<double[]> pieces,
    double top,
    double bottom,
    double baseline,
    double dense,
    double size,
    double ascent) {

  /// Paper that parts words, in heights of the line image: between words there is a quarter of the
  /// font size, a fifth of a detected line's height, seldom less than two thirds of that; between
  /// letters at most a tenth.
  private static final double LEAST_GAP = 0.13;

  /// Likewise of what parts ideographs that do not stand in the same run: each mark has as much as
  /// half an em beside it.
  private static final double LEAST_GAP_OF_IDEOGRAPHS = 0.7;

  /// Dense rows have at least that share of the ink of the densest.
  private static final double DENSE = 0.45;

  /// Share of a line's height of ink that is dense: of Latin letters it is 0.53, without any that
  /// reach below the line 0.69.
  private static final double ALL_DENSE = 0.78;

  // Means of Times, Arial and their like, and Noto CJK, as in WordPlaces.
  private static final double CAPITAL = 0.69;
  private static final double ASCENT = 0.89;
  private static final double DESCENT = 0.216;
  private static final double CJK_INK = 0.92;

  /// Paper beside the ink of a word, within its advance.
  private static final double BEARING = 0.04;

  /// Most that a line's size may differ from that of the lines of its page for it to be theirs.
  private static final double ALIKE = 0.15;

  static LinePieces of(LineInk ink, LineBox line, int direction) {
    List<double[]> pieces = new ArrayList<>();
    int start = -1;
    int last = -1;
    double gap = LEAST_GAP * ink.height();
    for (int x = 0; x < ink.width(); x++) {
      if (!ink.inColumn(x)) {
        continue;
      }
      if (start >= 0 && x - last - 1 >= gap) {
        pieces.add(new double[] {start, last + 1.0});
        start = x;
      }
      start = start < 0 ? x : start;
      last = x;
    }
    if (start >= 0) {
      pieces.add(new double[] {start, last + 1.0});
    }
    double[] tops = new double[pieces.size()];
    double[] bottoms = new double[pieces.size()];
    for (int i = 0; i < tops.length; i++) {
      int[] rows = ink.rows((int) pieces.get(i)[0], (int) pieces.get(i)[1]);
      tops[i] = rows[0] <= rows[1] ? rows[0] : 0;
      bottoms[i] = rows[0] <= rows[1] ? rows[1] + 1 : ink.height();
    }
    Arrays.sort(tops);
    Arrays.sort(bottoms);
    double top = tops.length == 0 ? 0 : tops[(int) (0.3 * tops.length)];
    double bottom = tops.length == 0 ? ink.height() : bottoms[(int) (0.7 * bottoms.length)];
    int[] counts = new int[ink.height()];
    for (int y = 0; y < counts.length; y++) {
      counts[y] = y >= top && y < bottom ? ink.count(y) : 0;
    }
    int most = Arrays.stream(counts).max().orElse(0);
    int first = 0;
    while (first < counts.length - 1 && counts[first] < DENSE * most) {
      first++;
    }
    int end = counts.length;
    while (end > first + 1 && counts[end - 1] < DENSE * most) {
      end--;
    }
    return new LinePieces(line, direction, pieces, top, bottom, end, first, 0, 0);
  }

  /// The lines of one page, each with the size that it has by the others.
  static List<LinePieces> amongst(List<LinePieces> lines) {
    double[] shares =
        lines.stream()
            .filter(line -> line.pieces.size() > 2 || line.line.width() > 8 * line.line.height())
            .mapToDouble(line -> (line.baseline - line.dense) / Math.max(1, line.bottom - line.top))
            .sorted()
            .toArray();
    boolean ideographs = shares.length > 0 && shares[shares.length / 2] > ALL_DENSE;
    List<LinePieces> sized =
        lines.stream().map(line -> ideographs ? line.ofIdeographs() : line.ofLetters()).toList();
    double[] sizes = sized.stream().mapToDouble(LinePieces::size).sorted().toArray();
    double usual = sizes.length == 0 ? 0 : sizes[sizes.length / 2];
    return sized.stream()
        .map(line -> Math.abs(line.size - usual) < ALIKE * usual ? line.sized(usual) : line)
        .toList();
  }

  private LinePieces ofLetters() {
    double font = Math.max(1, baseline - top) / CAPITAL;
    return new LinePieces(
        line, direction, pieces, top, bottom, baseline, dense, font, ASCENT * font);
  }

  /// Their em is as high above and below the ink.
  private LinePieces ofIdeographs() {
    List<double[]> together = new ArrayList<>();
    for (double[] piece : pieces) {
      double gap = together.isEmpty() ? Double.MAX_VALUE : piece[0] - together.getLast()[1];
      if (gap < LEAST_GAP_OF_IDEOGRAPHS * line.height()) {
        together.getLast()[1] = piece[1];
      } else {
        together.add(piece.clone());
      }
    }
    double font = Math.max(1, bottom - top) / CJK_INK;
    double below = bottom + (1 - CJK_INK) / 2 * font - DESCENT * font;
    return new LinePieces(
        line, direction, together, top, bottom, below, dense, font, (1 - DESCENT) * font);
  }

  private LinePieces sized(double other) {
    return new LinePieces(
        line, direction, pieces, top, bottom, baseline, dense, other, ascent * other / size);
  }

  /// @param page that the line was cut out of
  /// @param given back to the picture
  FoundLine found(PagePixels page, GivenBoxes given) {
    BoundingBox whole = given.box(box(0, line.width(), 0, line.height(), page));
    double above = baseline - ascent;
    double below = baseline + DESCENT * size;
    List<BoundingBox> boxes = new ArrayList<>();
    for (double[] piece : pieces) {
      boxes.add(
          given.box(
              box(
                  Math.max(0, piece[0] - BEARING * size),
                  Math.min(line.width(), piece[1] + BEARING * size),
                  above,
                  below,
                  page)));
    }
    return new FoundLine(whole, boxes.isEmpty() ? List.of(whole) : boxes);
  }

  private BoundingBox box(double left, double right, double top, double bottom, PagePixels page) {
    double[] along = {left, right, right, left};
    double[] across = {top, top, bottom, bottom};
    double x0 = 1;
    double y0 = 1;
    double x1 = 0;
    double y1 = 0;
    for (int i = 0; i < 4; i++) {
      double x = line.pageX(along[i], across[i]) / page.width();
      double y = line.pageY(along[i], across[i]) / page.height();
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
    }
    return BoundingBox.clamped(x0, y0, x1, y1);
  }
}
