package io.pincite.ocr.internal.image;

import io.pincite.ocr.internal.image.Mapping.Quad;
import io.pincite.ocr.internal.lines.PagePixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the sheet of paper in a photograph of it.
final class Paper {

  /// Pixels of the longer side that are looked at: a corner is then found to about two thousandths
  /// of the page.
  private static final int LONGEST_SIDE = 640;

  /// Someone who photographs a page fills the picture with it.
  private static final double LEAST_AREA = 0.2;

  /// Above that there is no table around it, and the picture is a scan.
  private static final double MOST_AREA = 0.97;

  /// A sheet fills the four corners drawn around it; a folded one nearly.
  private static final double LEAST_FILLED = 0.93;

  /// Paper is brighter than what it lies on; two levels of gray nearer are two shades of paper.
  private static final int LEAST_CONTRAST = 40;

  /// Pixels from the edge, either way, at which paper and table are compared; closing has rounded
  /// nearer ones.
  private static final double EDGE = 5;

  /// By how much paper is brighter there than the table; shadows lose less over ten pixels.
  private static final double LEAST_STEP = 25;

  private Paper() {}

  /// @param toGiven from the flat sheet's pixels to the photograph's
  record Sheet(int width, int height, Mapping toGiven) {}

  static Optional<Quad> in(PagePixels photograph) {
    return in(GrayRaster.of(photograph));
  }

  static Optional<Quad> in(GrayRaster photograph) {
    int longest = Math.max(photograph.width(), photograph.height());
    int factor = Math.max(1, Math.ceilDiv(longest, LONGEST_SIDE));
    GrayRaster small = Resampling.reduced(photograph, factor);
    if (Math.min(small.width(), small.height()) < 64) {
      return Optional.empty();
    }
    GrayRaster paper = closed(small);
    int threshold = otsu(paper);
    if (threshold < 0) {
      return Optional.empty();
    }
    boolean[] bright = largestBright(paper, threshold);
    return quad(bright, paper, factor);
  }

  /// The brightest in a square of 9 pixels, then the darkest of that: ink on the paper is gone.
  private static GrayRaster closed(GrayRaster page) {
    return extreme(extreme(page, 4, true), 4, false);
  }

  private static GrayRaster extreme(GrayRaster page, int radius, boolean brightest) {
    int width = page.width();
    int height = page.height();
    byte[] across = new byte[width * height];
    byte[] both = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = page.at(x, y);
        for (int i = Math.max(0, x - radius); i <= Math.min(width - 1, x + radius); i++) {
          value = brightest ? Math.max(value, page.at(i, y)) : Math.min(value, page.at(i, y));
        }
        across[y * width + x] = (byte) value;
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = across[y * width + x] & 0xFF;
        for (int i = Math.max(0, y - radius); i <= Math.min(height - 1, y + radius); i++) {
          int other = across[i * width + x] & 0xFF;
          value = brightest ? Math.max(value, other) : Math.min(value, other);
        }
        both[y * width + x] = (byte) value;
      }
    }
    return new GrayRaster(width, height, both);
  }

  /// Otsu 1979; -1 where the two classes are hardly apart.
  private static int otsu(GrayRaster page) {
    int[] counts = new int[256];
    for (byte b : page.gray()) {
      counts[b & 0xFF]++;
    }
    double total = page.gray().length;
    double sum = 0;
    for (int i = 0; i < 256; i++) {
      sum += (double) i * counts[i];
    }
    double below = 0;
    double sumBelow = 0;
    double most = -1;
    int threshold = -1;
    double apart = 0;
    for (int i = 0; i < 255; i++) {
      below += counts[i];
      sumBelow += (double) i * counts[i];
      if (below == 0 || below == total) {
        continue;
      }
      double dark = sumBelow / below;
      double light = (sum - sumBelow) / (total - below);
      double between = below * (total - below) * (light - dark) * (light - dark);
      if (between > most) {
        most = between;
        threshold = i;
        apart = light - dark;
      }
    }
    return apart < LEAST_CONTRAST ? -1 : threshold;
  }

  /// The largest connected part above the threshold, its holes filled row by row at the end.
  private static boolean[] largestBright(GrayRaster page, int threshold) {
    int width = page.width();
    int size = width * page.height();
    int[] label = new int[size];
    int[] stack = new int[size];
    int largest = 0;
    int most = 0;
    int labels = 0;
    for (int start = 0; start < size; start++) {
      if (label[start] != 0 || (page.gray()[start] & 0xFF) <= threshold) {
        continue;
      }
      int mine = ++labels;
      int top = 0;
      int count = 0;
      stack[top++] = start;
      label[start] = mine;
      while (top > 0) {
        int at = stack[--top];
        count++;
        int x = at % width;
        int[] next = {x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width};
        for (int there : next) {
          if (there >= 0
              && there < size
              && label[there] == 0
              && (page.gray()[there] & 0xFF) > threshold) {
            label[there] = mine;
            stack[top++] = there;
          }
        }
      }
      if (count > most) {
        most = count;
        largest = mine;
      }
    }
    boolean[] bright = new boolean[size];
    for (int i = 0; i < size; i++) {
      bright[i] = largest > 0 && label[i] == largest;
    }
    return bright;
  }

  private static Optional<Quad> quad(boolean[] bright, GrayRaster paper, int factor) {
    int width = paper.width();
    int height = paper.height();
    double[][] hull = hull(bright, width, height);
    if (hull.length < 4) {
      return Optional.empty();
    }
    double hullArea = area(hull);
    double whole = (double) width * height;
    if (hullArea < LEAST_AREA * whole || hullArea > MOST_AREA * whole) {
      return Optional.empty();
    }
    Optional<double[][]> corners = sides(bright, width, height, hull);
    if (corners.isEmpty()) {
      return Optional.empty();
    }
    double[][] c = corners.get();
    double quadArea = area(c);
    int count = 0;
    for (boolean b : bright) {
      count += b ? 1 : 0;
    }
    boolean fills = Math.min(hullArea, quadArea) / Math.max(hullArea, quadArea) >= LEAST_FILLED;
    if (!fills || count < 0.8 * hullArea || quadArea > MOST_AREA * whole || !isCutOut(c, paper)) {
      return Optional.empty();
    }
    double s = factor;
    return Optional.of(
        new Quad(
            s * c[0][0],
            s * c[0][1],
            s * c[1][0],
            s * c[1][1],
            s * c[2][0],
            s * c[2][1],
            s * c[3][0],
            s * c[3][1]));
  }

  /// Paper ends at once, a shadow by and by: two sides at least are seen, and each of those is
  /// sharp.
  private static boolean isCutOut(double[][] corners, GrayRaster picture) {
    int seen = 0;
    for (int k = 0; k < 4; k++) {
      double[] a = corners[k];
      double[] b = corners[(k + 1) % 4];
      double length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      // Clockwise from the upper left, so what is to the right of the way is inside.
      double inX = -(b[1] - a[1]) / length;
      double inY = (b[0] - a[0]) / length;
      double sum = 0;
      int count = 0;
      for (int i = 1; i < 40; i++) {
        double x = a[0] + (b[0] - a[0]) * i / 40;
        double y = a[1] + (b[1] - a[1]) * i / 40;
        int outX = (int) (x - EDGE * inX);
        int outY = (int) (y - EDGE * inY);
        int paperX = (int) (x + EDGE * inX);
        int paperY = (int) (y + EDGE * inY);
        if (isWithin(picture, outX, outY) && isWithin(picture, paperX, paperY)) {
          sum += picture.at(paperX, paperY) - picture.at(outX, outY);
          count++;
        }
      }
      if (count > 20) {
        seen++;
        if (sum / count < LEAST_STEP) {
          return false;
        }
      }
    }
    return seen >= 2;
  }

  private static boolean isWithin(GrayRaster picture, int x, int y) {
    return x >= 0 && y >= 0 && x < picture.width() && y < picture.height();
  }

  /// Andrew 1979 (monotone chain), of the outermost pixels of each row.
  private static double[][] hull(boolean[] bright, int width, int height) {
    List<double[]> points = new ArrayList<>();
    for (int y = 0; y < height; y++) {
      int left = -1;
      int right = -1;
      for (int x = 0; x < width; x++) {
        if (bright[y * width + x]) {
          left = left < 0 ? x : left;
          right = x;
        }
      }
      if (left >= 0) {
        points.add(new double[] {left, y});
        points.add(new double[] {left, y + 1});
        points.add(new double[] {right + 1, y});
        points.add(new double[] {right + 1, y + 1});
      }
    }
    points.sort(
        java.util.Comparator.<double[]>comparingDouble(p -> p[0]).thenComparingDouble(p -> p[1]));
    List<double[]> hull = new ArrayList<>();
    for (int pass = 0; pass < 2; pass++) {
      int start = hull.size();
      for (double[] point : pass == 0 ? points : points.reversed()) {
        while (hull.size() >= start + 2
            && cross(hull.get(hull.size() - 2), hull.getLast(), point) <= 0) {
          hull.removeLast();
        }
        hull.add(point);
      }
      if (!hull.isEmpty()) {
        hull.removeLast();
      }
    }
    return hull.toArray(double[][]::new);
  }

  private static double cross(double[] a, double[] b, double[] c) {
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  }

  private static double area(double[][] polygon) {
    double sum = 0;
    for (int i = 0; i < polygon.length; i++) {
      double[] a = polygon[i];
      double[] b = polygon[(i + 1) % polygon.length];
      sum += a[0] * b[1] - b[0] * a[1];
    }
    return Math.abs(sum) / 2;
  }

  /// A line through the border of the sheet on each of its four sides, and where they meet. The
  /// first guess at the corners are those farthest out along the diagonals.
  private static Optional<double[][]> sides(
      boolean[] bright, int width, int height, double[][] hull) {
    double[][] guess = new double[4][];
    int[] signX = {-1, 1, 1, -1};
    int[] signY = {-1, -1, 1, 1};
    for (int k = 0; k < 4; k++) {
      double most = Double.NEGATIVE_INFINITY;
      for (double[] point : hull) {
        double out = signX[k] * point[0] + signY[k] * point[1];
        if (out > most) {
          most = out;
          guess[k] = point;
        }
      }
    }
    double[][] lines = new double[4][];
    for (int k = 0; k < 4; k++) {
      double[] a = guess[k];
      double[] b = guess[(k + 1) % 4];
      List<double[]> border = border(bright, width, height, a, b, k);
      if (border.size() < 8) {
        return Optional.empty();
      }
      lines[k] = robustLine(border);
    }
    double[][] corners = new double[4][];
    for (int k = 0; k < 4; k++) {
      double[] before = lines[(k + 3) % 4];
      double[] after = lines[k];
      double determinant = before[0] * after[1] - after[0] * before[1];
      if (Math.abs(determinant) < 0.3) {
        return Optional.empty();
      }
      corners[k] =
          new double[] {
            (before[2] * after[1] - after[2] * before[1]) / determinant,
            (before[0] * after[2] - after[0] * before[2]) / determinant
          };
      double margin = 0.1 * Math.max(width, height);
      if (corners[k][0] < -margin
          || corners[k][1] < -margin
          || corners[k][0] > width + margin
          || corners[k][1] > height + margin) {
        return Optional.empty();
      }
    }
    return Optional.of(corners);
  }

  /// Where the sheet begins, seen from outside, along the middle four fifths of one side.
  private static List<double[]> border(
      boolean[] bright, int width, int height, double[] a, double[] b, int side) {
    List<double[]> border = new ArrayList<>();
    boolean level = side % 2 == 0;
    double from = level ? Math.min(a[0], b[0]) : Math.min(a[1], b[1]);
    double to = level ? Math.max(a[0], b[0]) : Math.max(a[1], b[1]);
    double trim = 0.1 * (to - from);
    for (int along = (int) (from + trim); along < to - trim; along++) {
      int depth = level ? height : width;
      for (int i = 0; i < depth; i++) {
        int across = side == 0 || side == 3 ? i : depth - 1 - i;
        int at = level ? across * width + along : along * width + across;
        if (bright[at]) {
          double edge = side == 0 || side == 3 ? across : across + 1;
          border.add(level ? new double[] {along + 0.5, edge} : new double[] {edge, along + 0.5});
          break;
        }
      }
    }
    return border;
  }

  /// Least squares across the line, three times, each time without what lies far off: fingers,
  /// dog's ears.
  ///
  /// @return nx, ny, d of nx * x + ny * y = d
  private static double[] robustLine(List<double[]> points) {
    List<double[]> kept = points;
    double[] line = {0, 1, 0};
    for (int round = 0; round < 4; round++) {
      double mx = kept.stream().mapToDouble(p -> p[0]).average().orElseThrow();
      double my = kept.stream().mapToDouble(p -> p[1]).average().orElseThrow();
      double xx = 0;
      double xy = 0;
      double yy = 0;
      for (double[] p : kept) {
        xx += (p[0] - mx) * (p[0] - mx);
        xy += (p[0] - mx) * (p[1] - my);
        yy += (p[1] - my) * (p[1] - my);
      }
      double angle = 0.5 * Math.atan2(2 * xy, xx - yy);
      double nx = -Math.sin(angle);
      double ny = Math.cos(angle);
      line = new double[] {nx, ny, nx * mx + ny * my};
      double[] fit = line;
      double[] off =
          points.stream()
              .mapToDouble(p -> Math.abs(fit[0] * p[0] + fit[1] * p[1] - fit[2]))
              .sorted()
              .toArray();
      double most = Math.max(1, 2.5 * off[off.length / 2]);
      kept =
          points.stream()
              .filter(p -> Math.abs(fit[0] * p[0] + fit[1] * p[1] - fit[2]) <= most)
              .toList();
    }
    return line;
  }

  /// The flat sheet: as large as the photograph shows it, in the proportions of its sides.
  static Sheet sheet(Quad quad) {
    double top = Math.hypot(quad.x1() - quad.x0(), quad.y1() - quad.y0());
    double bottom = Math.hypot(quad.x2() - quad.x3(), quad.y2() - quad.y3());
    double left = Math.hypot(quad.x3() - quad.x0(), quad.y3() - quad.y0());
    double right = Math.hypot(quad.x2() - quad.x1(), quad.y2() - quad.y1());
    int width = (int) Math.round(Math.max(top, bottom));
    int height = (int) Math.round(Math.max(left, right));
    Mapping toGiven = Mapping.scale(1.0 / width, 1.0 / height).then(Mapping.ofUnitSquare(quad));
    return new Sheet(width, height, toGiven);
  }
}
