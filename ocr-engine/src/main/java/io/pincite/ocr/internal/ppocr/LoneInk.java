package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.PagePixels;

/// The ink of a short line that stands alone: all that is beside it on its row is its own, as the
/// dashes around a page number, which the detector's box cuts off.
final class LoneInk {

  /// In steps of 255, how much darker than the paper ink is. A fax or a pencil is fainter than
  /// print and darker than this.
  private static final int DARKER = 80;

  /// Pixels of ink in a column or row, from which it has ink: a thin dash is two pixels high.
  private static final int LEAST = 2;

  /// From a row with ink of a letter to the next: a row that noise has paled is bridged, the line
  /// above is not reached.
  private static final int ROW_GAP = 2;

  /// Between two letters of the line, in heights of its box; a wide space has two thirds.
  private static final double GAP = 1.5;

  /// White around its ink, in heights of that; as the detector leaves around letters.
  private static final double WHITE = 0.3;

  private final PagePixels part;
  private final int limit;

  /// @param part of a page, the line with what is around it
  LoneInk(PagePixels part) {
    this.part = part;
    int[] shades = new int[256];
    byte[] rgb = part.rgb();
    for (int i = 1; i < rgb.length; i += 3) {
      shades[rgb[i] & 0xFF]++;
    }
    int paper = 0;
    for (int seen = shades[0]; 2 * seen < part.width() * part.height(); ) {
      seen += shades[++paper];
    }
    this.limit = paper - DARKER;
  }

  /// The level box around all ink of the line; the box itself where it holds none.
  LineBox around(LineBox box) {
    int left = Math.clamp((int) (box.centerX() - box.width() / 2), 0, part.width() - 1);
    int right = Math.clamp((int) (box.centerX() + box.width() / 2), left + 1, part.width());
    int top = Math.clamp((int) (box.centerY() - box.height() / 2), 0, part.height() - 1);
    int bottom = Math.clamp((int) (box.centerY() + box.height() / 2), top + 1, part.height());
    int gap = (int) (GAP * (bottom - top));
    int first = reached(left, -1, gap, part.width(), x -> inked(x, x + 1, top, bottom));
    int last = reached(right - 1, 1, gap, part.width(), x -> inked(x, x + 1, top, bottom));
    int upper = reached(top, -1, ROW_GAP, part.height(), y -> inked(first, last + 1, y, y + 1));
    int lower =
        reached(bottom - 1, 1, ROW_GAP, part.height(), y -> inked(first, last + 1, y, y + 1));
    while (upper < lower && !inked(first, last + 1, upper, upper + 1)) {
      upper++;
    }
    while (lower > upper && !inked(first, last + 1, lower, lower + 1)) {
      lower--;
    }
    if (upper >= lower) {
      return box;
    }
    double white = WHITE * (lower - upper + 1);
    return new LineBox(
        (first + last + 1) / 2.0,
        (upper + lower + 1) / 2.0,
        last - first + 1 + 2 * white,
        lower - upper + 1 + 2 * white,
        0,
        box.score());
  }

  private interface Row {
    boolean hasInk(int at);
  }

  /// The last place with ink in a direction before a gap; where it starts if there is none.
  private static int reached(int from, int step, int gap, int end, Row row) {
    int reached = from;
    for (int at = from; at >= 0 && at < end && Math.abs(at - reached) <= gap; at += step) {
      reached = row.hasInk(at) ? at : reached;
    }
    return reached;
  }

  private boolean inked(int left, int right, int top, int bottom) {
    int count = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        count += (part.rgb()[3 * (y * part.width() + x) + 1] & 0xFF) < limit ? 1 : 0;
      }
    }
    return count >= LEAST;
  }
}
