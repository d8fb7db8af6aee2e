package io.pincite.ocr.internal.image;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageContent.Ruling;
import java.util.ArrayList;
import java.util.List;

/// Finds the drawn lines of a level page: long thin runs of ink with white on both sides.
final class RulingLines {

  /// Inches. The largest characters of titles are 0.3 wide; two whose strokes a blur joins are
  /// shorter than that too.
  private static final double LEAST_LENGTH = 0.45;

  /// A shorter upright line counts where both its ends meet level ones: the edge of a cell in a
  /// table of one row.
  private static final double LEAST_BETWEEN = 0.13;

  /// Drawn lines are 0.25 to 3 points; a thicker one is a bar.
  private static final double MOST_THICKNESS = 0.06;

  /// How high it may be in all, its thinner parts and what touches it included: on a blurred page
  /// at 200 dpi a line of 5 pixels spreads over 11 where it meets others, a short one in full.
  private static final double MOST_SPREAD = 0.06;

  /// Scans break thin lines.
  private static final double MOST_GAP = 0.02;

  /// Share of a line's length that must be there, and white on either side. The feet of letters on
  /// a blurred scan run together too, but above them stand the letters.
  private static final double LEAST_INKED = 0.8;

  private static final double LEAST_WHITE = 0.75;

  /// The strokes of characters such as 三层至九 lie on one height over three or four of them, with
  /// a tenth of white between: a line that is no longer has to be whole.
  private static final double SHORT = 1.2;

  private static final double LEAST_INKED_IF_SHORT = 0.96;

  /// What a levelled page still leans.
  private static final double MOST_LEAN = 0.008;

  /// Drawings and dirty copies; layout looks at no more either.
  private static final int MOST = 2000;

  private RulingLines() {}

  /// In pixels, along and across the direction that is looked in.
  private static final class Run {
    int from;
    int to;
    int first;
    int last;
    long inked;

    int length() {
      return to - from;
    }
  }

  static List<Ruling> in(Ink ink, double dpi) {
    Ink transposed = transposed(ink);
    List<Run> level = runs(ink, dpi, LEAST_LENGTH * dpi);
    List<Run> upright = runs(transposed, dpi, LEAST_BETWEEN * dpi);
    upright.removeIf(run -> run.length() < LEAST_LENGTH * dpi && !isBetween(run, level, dpi));
    if (level.size() + upright.size() > MOST) {
      return List.of();
    }
    List<Ruling> rulings = new ArrayList<>();
    double width = ink.width();
    double height = ink.height();
    for (Run run : level) {
      rulings.add(
          new Ruling(
              BoundingBox.clamped(
                  run.from / width, run.first / height, run.to / width, (run.last + 1) / height),
              true));
    }
    for (Run run : upright) {
      rulings.add(
          new Ruling(
              BoundingBox.clamped(
                  run.first / width, run.from / height, (run.last + 1) / width, run.to / height),
              false));
    }
    return rulings;
  }

  private static boolean isBetween(Run upright, List<Run> level, double dpi) {
    double near = 0.04 * dpi;
    boolean above = false;
    boolean below = false;
    for (Run line : level) {
      if (upright.first > line.from - near && upright.last < line.to + near) {
        // Between its edges an end may lie anywhere in the level line's own thickness.
        above |= upright.from > line.first - near && upright.from < line.last + near;
        below |= upright.to > line.first - near && upright.to < line.last + near;
      }
    }
    return above && below;
  }

  private static Ink transposed(Ink ink) {
    int width = ink.width();
    int height = ink.height();
    byte[] from = ink.ink();
    byte[] to = new byte[from.length];
    // In squares that fit the cache.
    for (int by = 0; by < height; by += 64) {
      for (int bx = 0; bx < width; bx += 64) {
        for (int y = by; y < Math.min(height, by + 64); y++) {
          for (int x = bx; x < Math.min(width, bx + 64); x++) {
            to[x * height + y] = from[y * width + x];
          }
        }
      }
    }
    return new Ink(height, width, to);
  }

  private static List<Run> runs(Ink ink, double dpi, double least) {
    int gap = Math.max(1, (int) (MOST_GAP * dpi));
    int piece = Math.max(4, (int) (least / 3));
    List<Run> finished = new ArrayList<>();
    List<Run> open = new ArrayList<>();
    for (int y = 0; y < ink.height(); y++) {
      for (Run run : rowRuns(ink, y, gap, piece)) {
        join(run, open, gap);
      }
      for (int i = open.size() - 1; i >= 0; i--) {
        if (open.get(i).last < y) {
          finished.add(open.remove(i));
        }
      }
    }
    finished.addAll(open);
    finished.removeIf(run -> !isLine(run, ink, dpi, least));
    finished.sort(
        java.util.Comparator.<Run>comparingInt(run -> run.first).thenComparingInt(run -> run.from));
    return finished;
  }

  private static List<Run> rowRuns(Ink ink, int y, int gap, int piece) {
    List<Run> runs = new ArrayList<>();
    byte[] pixels = ink.ink();
    int start = y * ink.width();
    int from = -1;
    int to = -1;
    int inked = 0;
    for (int x = 0; x <= ink.width(); x++) {
      boolean here = x < ink.width() && pixels[start + x] != 0;
      if (here) {
        if (from < 0) {
          from = x;
          inked = 0;
        }
        to = x + 1;
        inked++;
      } else if (from >= 0 && (x - to >= gap || x == ink.width())) {
        if (to - from >= piece && inked >= LEAST_INKED * (to - from)) {
          var run = new Run();
          run.from = from;
          run.to = to;
          run.first = y;
          run.last = y;
          run.inked = inked;
          runs.add(run);
        }
        from = -1;
      }
    }
    return runs;
  }

  /// A slightly leaning line goes on in the next row where it left off in this one.
  private static void join(Run run, List<Run> open, int gap) {
    Run into = null;
    for (int i = open.size() - 1; i >= 0; i--) {
      Run other = open.get(i);
      if (other.from - gap <= run.to && run.from <= other.to + gap) {
        if (into == null) {
          into = other;
          absorb(into, run);
        } else {
          absorb(into, other);
          open.remove(i);
        }
      }
    }
    if (into == null) {
      open.add(run);
    }
  }

  private static void absorb(Run into, Run run) {
    into.from = Math.min(into.from, run.from);
    into.to = Math.max(into.to, run.to);
    into.first = Math.min(into.first, run.first);
    into.last = Math.max(into.last, run.last);
    into.inked += run.inked;
  }

  private static boolean isLine(Run run, Ink ink, double dpi, double least) {
    int length = run.length();
    if (length < least) {
      return false;
    }
    double thickness = (double) run.inked / length;
    double spread = run.last - run.first + 1;
    return thickness <= MOST_THICKNESS * dpi
        && spread <= MOST_SPREAD * dpi + MOST_LEAN * length
        && inkedShare(run, ink) >= (length < SHORT * dpi ? LEAST_INKED_IF_SHORT : LEAST_INKED)
        && whiteBeside(run, ink, -1, dpi) >= LEAST_WHITE
        && whiteBeside(run, ink, 1, dpi) >= LEAST_WHITE;
  }

  /// Share of its length at which there is ink at all.
  private static double inkedShare(Run run, Ink ink) {
    int inked = 0;
    for (int x = run.from; x < run.to; x++) {
      for (int y = run.first; y <= run.last; y++) {
        if (ink.at(x, y)) {
          inked++;
          break;
        }
      }
    }
    return (double) inked / run.length();
  }

  /// Share of its length that has no ink at a little distance.
  private static double whiteBeside(Run run, Ink ink, int side, double dpi) {
    int away = Math.max(2, (int) Math.round(0.012 * dpi));
    int y = side < 0 ? run.first - away : run.last + away;
    if (y < 0 || y >= ink.height()) {
      // The edge of the picture, not a line.
      return 0;
    }
    int white = 0;
    for (int x = run.from; x < run.to; x++) {
      white += ink.at(x, y) ? 0 : 1;
    }
    return (double) white / run.length();
  }
}
