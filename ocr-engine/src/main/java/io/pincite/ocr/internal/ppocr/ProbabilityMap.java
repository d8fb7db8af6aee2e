package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.internal.lines.LineBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How probable text is at each pixel, and the lines that follow from it.
///
/// PaddleOCR's `DBPostProcess` with its constants. It traces contours, but asks of each only its
/// smallest enclosing rectangle, which depends on the outermost pixels of each row alone.
final class ProbabilityMap {

  /// `det_db_thresh`: a pixel is text from here on.
  private static final float PIXEL = 0.3f;

  /// `det_db_box_thresh`: a line is text when its pixels are so probable in the mean. PaddleOCR's
  /// 0.6 lost 14 whole lines of small print on 53 pages at 200 dpi, all between 0.55 and 0.6; with
  /// RapidOCR's 0.5 none was lost, and nothing else was found there.
  private static final double LINE = 0.5;

  /// `det_db_unclip_ratio`: the network is trained on rectangles shrunk by this.
  private static final double GROWTH = 1.5;

  /// `min_size`: less is a speck.
  private static final double SMALLEST = 3;

  /// Rectangles that a page may have; PaddleOCR's `max_candidates` is 1,000, which a page of dense
  /// table cells exceeds.
  private static final int MOST = 5_000;

  /// Pixels. Lines of 10-point type have 6 and more on a page of A4 at 960 pixels, shrunk as the
  /// network is trained; lower ones lose their dashes, and single digits all of themselves.
  private static final int LOW = 7;

  /// Pixels that such an area is wide with all that stands beside it: a page number, not a row of a
  /// table.
  private static final int NARROW = 48;

  private final int width;
  private final int height;
  private final float[] values;

  ProbabilityMap(int width, int height, float[] values) {
    if (values.length != width * height) {
      throw new IllegalArgumentException(
          "a map of %d x %d does not have %d values".formatted(width, height, values.length));
    }
    this.width = width;
    this.height = height;
    this.values = values;
  }

  /// The lines, with places and sizes scaled to the page.
  List<LineBox> lines(double scaleX, double scaleY) {
    List<LineBox> lines = new ArrayList<>();
    for (Extents extents : components()) {
      Rectangle found = Rectangle.around(extents.points());
      if (Math.min(found.width(), found.height()) < SMALLEST) {
        continue;
      }
      double score = mean(found);
      if (score < LINE) {
        continue;
      }
      Rectangle grown = found.grown(GROWTH);
      if (Math.min(grown.width(), grown.height()) < SMALLEST + 2) {
        continue;
      }
      lines.add(grown.scaled(scaleX, scaleY).toLine(score));
      if (lines.size() == MOST) {
        break;
      }
    }
    return lines;
  }

  /// Low and narrow areas with nothing else on their rows, whether they are lines or specks: where
  /// the map is too coarse to tell. In pixels of the map, from top to bottom.
  List<Area> lone() {
    List<Area> groups = new ArrayList<>();
    for (Extents extents : components()) {
      Area area = extents.area();
      // A group that reaches this area may reach another one with it.
      List<Area> beside = groups.stream().filter(area::sharesRows).toList();
      groups.removeAll(beside);
      groups.add(beside.stream().reduce(area, Area::with));
    }
    return groups.stream().filter(Area::isSmall).toList();
  }

  /// Pixels of the map, the last ones included.
  record Area(int left, int top, int right, int bottom) {
    private boolean sharesRows(Area other) {
      return top <= other.bottom + 1 && other.top <= bottom + 1;
    }

    private Area with(Area other) {
      return new Area(
          Math.min(left, other.left),
          Math.min(top, other.top),
          Math.max(right, other.right),
          Math.max(bottom, other.bottom));
    }

    private boolean isSmall() {
      return bottom - top < LOW && right - left < NARROW;
    }
  }

  /// Leftmost and rightmost pixel of each row of a connected area.
  private static final class Extents {
    private final int top;
    private int rows;
    private int[] left = new int[16];
    private int[] right = new int[16];

    Extents(int top) {
      this.top = top;
    }

    void add(int y, int from, int to) {
      int row = y - top;
      while (row >= rows) {
        if (rows == left.length) {
          left = Arrays.copyOf(left, 2 * rows);
          right = Arrays.copyOf(right, 2 * rows);
        }
        left[rows] = Integer.MAX_VALUE;
        right[rows] = Integer.MIN_VALUE;
        rows++;
      }
      left[row] = Math.min(left[row], from);
      right[row] = Math.max(right[row], to);
    }

    Area area() {
      return new Area(
          Arrays.stream(left, 0, rows).min().orElseThrow(),
          top,
          Arrays.stream(right, 0, rows).max().orElseThrow(),
          top + rows - 1);
    }

    double[][] points() {
      double[][] points = new double[2 * rows][];
      for (int i = 0; i < rows; i++) {
        points[2 * i] = new double[] {left[i], top + i};
        points[2 * i + 1] = new double[] {right[i], top + i};
      }
      return points;
    }
  }

  /// Areas of text pixels that touch, at corners too, from top to bottom: runs of each row are
  /// joined to those of the row above.
  private List<Extents> components() {
    List<int[]> runs = new ArrayList<>();
    int[] parents = new int[64];
    int above = 0;
    int aboveEnd = 0;
    for (int y = 0; y < height; y++) {
      int start = runs.size();
      int x = 0;
      while (x < width) {
        if (values[y * width + x] <= PIXEL) {
          x++;
          continue;
        }
        int from = x;
        while (x < width && values[y * width + x] > PIXEL) {
          x++;
        }
        int run = runs.size();
        runs.add(new int[] {y, from, x - 1});
        if (run == parents.length) {
          parents = Arrays.copyOf(parents, 2 * run);
        }
        parents[run] = run;
        while (above < aboveEnd && runs.get(above)[2] < from - 1) {
          above++;
        }
        for (int i = above; i < aboveEnd && runs.get(i)[1] <= x; i++) {
          int one = root(parents, i);
          int other = root(parents, run);
          parents[Math.max(one, other)] = Math.min(one, other);
        }
      }
      above = start;
      aboveEnd = runs.size();
    }
    Extents[] found = new Extents[runs.size()];
    List<Extents> inOrder = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      int root = root(parents, i);
      int[] run = runs.get(i);
      if (root == i) {
        found[i] = new Extents(run[0]);
        inOrder.add(found[i]);
      }
      found[root].add(run[0], run[1], run[2]);
    }
    return inOrder;
  }

  private static int root(int[] parents, int run) {
    int root = run;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  /// Mean over the pixels within a rectangle, as `box_score_fast` does.
  private double mean(Rectangle rectangle) {
    double[][] corners = rectangle.corners();
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (double[] corner : corners) {
      top = Math.min(top, corner[1]);
      bottom = Math.max(bottom, corner[1]);
    }
    double sum = 0;
    int count = 0;
    int first = Math.clamp((int) Math.floor(top), 0, height - 1);
    int last = Math.clamp((int) Math.ceil(bottom), 0, height - 1);
    for (int y = first; y <= last; y++) {
      double from = Double.MAX_VALUE;
      double to = -Double.MAX_VALUE;
      double level = Math.clamp(y, top, bottom);
      for (int i = 0; i < 4; i++) {
        double[] a = corners[i];
        double[] b = corners[(i + 1) % 4];
        if (Math.min(a[1], b[1]) <= level && level <= Math.max(a[1], b[1])) {
          double share = a[1] == b[1] ? 0 : (level - a[1]) / (b[1] - a[1]);
          double x = a[0] + share * (b[0] - a[0]);
          from = Math.min(from, x);
          to = Math.max(to, x);
          if (a[1] == b[1]) {
            from = Math.min(from, Math.min(a[0], b[0]));
            to = Math.max(to, Math.max(a[0], b[0]));
          }
        }
      }
      int left = Math.clamp((int) Math.round(from), 0, width - 1);
      int right = Math.clamp((int) Math.round(to), 0, width - 1);
      for (int x = left; x <= right; x++) {
        sum += values[y * width + x];
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
