package io.pincite.ocr.internal.image;

/// How far from level the lines of a page are.
///
/// @param degrees clockwise; the page is levelled by turning it back by as much
/// @param sideways whether the lines run up or down the picture rather than across it
/// @param clarity how much better the best angle explains the ink than a middling one; about 1
///     where nothing on the page runs in lines
record Skew(double degrees, boolean sideways, double clarity) {

  /// What feeders and hands do; beyond it a turn by a quarter is nearer than it should be.
  static final double MOST_DEGREES = 12;

  /// Pixels of the longer side that are looked at: A4 at 150 dots an inch. At half of that, 0.2° is
  /// but two pixels over a line and was taken for level on 7 of 312 worn pages; here on none.
  private static final int LONGEST_SIDE = 1800;

  private static final int WINDOW = 21;
  private static final double COARSE = 0.5;
  private static final double FINE = 0.05;

  /// Bins beyond the page that smoothing needs.
  private static final int MARGIN = 5;

  /// Twenty dashes of a speck or two are no lines.
  private static final int LEAST_EDGES = 150;

  static Skew of(GrayRaster page) {
    int factor = Math.max(1, Math.ceilDiv(Math.max(page.width(), page.height()), LONGEST_SIDE));
    return of(Ink.of(Resampling.reduced(page, factor), WINDOW));
  }

  static Skew of(Ink ink) {
    Skew across = along(lowerEdges(ink, false), ink, false);
    Skew down = along(lowerEdges(ink, true), ink, true);
    return down.clarity > across.clarity ? down : across;
  }

  /// Where ink ends below it: on a level line nearly all of that lies on the baseline.
  ///
  /// @param transposed to look along columns
  /// @return x and y in turn
  private static int[] lowerEdges(Ink ink, boolean transposed) {
    int columns = transposed ? ink.height() : ink.width();
    int rows = transposed ? ink.width() : ink.height();
    int[] edges = new int[1024];
    int count = 0;
    for (int y = 0; y + 1 < rows; y++) {
      for (int x = 0; x < columns; x++) {
        boolean here = transposed ? ink.at(y, x) : ink.at(x, y);
        boolean below = transposed ? ink.at(y + 1, x) : ink.at(x, y + 1);
        if (here && !below) {
          if (count + 2 > edges.length) {
            edges = java.util.Arrays.copyOf(edges, 2 * edges.length);
          }
          edges[count++] = x;
          edges[count++] = y;
        }
      }
    }
    return java.util.Arrays.copyOf(edges, count);
  }

  private static Skew along(int[] edges, Ink ink, boolean sideways) {
    if (edges.length < 2 * LEAST_EDGES) {
      return new Skew(0, sideways, 0);
    }
    int columns = sideways ? ink.height() : ink.width();
    int rows = sideways ? ink.width() : ink.height();
    int steps = (int) (2 * MOST_DEGREES / COARSE) + 1;
    double[] scores = new double[steps];
    int best = 0;
    for (int i = 0; i < steps; i++) {
      scores[i] = score(edges, columns, rows, -MOST_DEGREES + i * COARSE);
      best = scores[i] > scores[best] ? i : best;
    }
    double[] sorted = scores.clone();
    java.util.Arrays.sort(sorted);
    double coarse = -MOST_DEGREES + best * COARSE;
    double angle = coarse;
    double most = scores[best];
    for (double fine = coarse - COARSE; fine <= coarse + COARSE + 1e-9; fine += FINE) {
      double score = score(edges, columns, rows, fine);
      if (score > most) {
        most = score;
        angle = fine;
      }
    }
    angle = peak(edges, columns, rows, angle, most);
    double clarity = most / Math.max(1e-9, sorted[steps / 2]);
    // A page on its side is turned the same way round, but its lines lean the other way.
    return new Skew(sideways ? -angle : angle, sideways, clarity);
  }

  /// The top of the parabola through three scores.
  private static double peak(int[] edges, int columns, int rows, double angle, double most) {
    double before = score(edges, columns, rows, angle - FINE);
    double after = score(edges, columns, rows, angle + FINE);
    double curve = before - 2 * most + after;
    if (!(curve < 0)) {
      return angle;
    }
    return angle + Math.clamp(0.5 * (before - after) / curve, -1, 1) * FINE;
  }

  /// Edges stand on whole rows of the picture. Unsmoothed, these rows count as lines and draw small
  /// angles to 0.
  private static void smooth(float[] bins) {
    float before = 0;
    for (int i = 1; i + 1 < bins.length; i++) {
      float here = bins[i];
      bins[i] = (before + here + bins[i + 1]) / 3;
      before = here;
    }
  }

  /// How unevenly the edges fall on rows that lean by an angle: the sum of squares.
  private static double score(int[] edges, int columns, int rows, double degrees) {
    double sin = Math.sin(Math.toRadians(degrees));
    double cos = Math.cos(Math.toRadians(degrees));
    double lift = MARGIN + (sin > 0 ? columns * sin : 0);
    float[] bins = new float[(int) (rows * cos + columns * Math.abs(sin)) + 2 * MARGIN];
    for (int i = 0; i < edges.length; i += 2) {
      double v = edges[i + 1] * cos - edges[i] * sin + lift;
      int bin = (int) v;
      float share = (float) (v - bin);
      bins[bin] += 1 - share;
      bins[bin + 1] += share;
    }
    for (int round = 0; round < 3; round++) {
      smooth(bins);
    }
    double sum = 0;
    for (int i = 1; i < bins.length; i++) {
      double difference = bins[i] - bins[i - 1];
      sum += difference * difference;
    }
    return sum;
  }
}
