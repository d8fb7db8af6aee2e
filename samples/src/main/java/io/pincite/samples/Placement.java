package io.pincite.samples;

/// Where a page came to lie in a picture of it: fractions of the page to fractions of the picture,
/// straight lines staying straight.
public final class Placement {
  /// The page fills the picture.
  public static final Placement WHOLE =
      ofCorners(new double[] {0, 0}, new double[] {1, 0}, new double[] {1, 1}, new double[] {0, 1});

  private final double[] matrix;

  private Placement(double[] matrix) {
    this.matrix = matrix;
  }

  /// The page's corners, each as x and y in fractions of the picture.
  ///
  /// @throws IllegalArgumentException when they are not the corners of a convex quadrilateral
  public static Placement ofCorners(
      double[] topLeft, double[] topRight, double[] bottomRight, double[] bottomLeft) {
    // Unit square to quadrilateral (Heckbert 1989, Fundamentals of Texture Mapping, 2.2.3).
    double dx1 = topRight[0] - bottomRight[0];
    double dy1 = topRight[1] - bottomRight[1];
    double dx2 = bottomLeft[0] - bottomRight[0];
    double dy2 = bottomLeft[1] - bottomRight[1];
    double sumX = topLeft[0] - topRight[0] + bottomRight[0] - bottomLeft[0];
    double sumY = topLeft[1] - topRight[1] + bottomRight[1] - bottomLeft[1];
    double determinant = dx1 * dy2 - dx2 * dy1;
    if (!(Math.abs(determinant) > 1e-12)) {
      throw new IllegalArgumentException("the corners of a page do not lie on one line");
    }
    double g = (sumX * dy2 - dx2 * sumY) / determinant;
    double h = (dx1 * sumY - sumX * dy1) / determinant;
    return new Placement(
        new double[] {
          topRight[0] - topLeft[0] + g * topRight[0],
          bottomLeft[0] - topLeft[0] + h * bottomLeft[0],
          topLeft[0],
          topRight[1] - topLeft[1] + g * topRight[1],
          bottomLeft[1] - topLeft[1] + h * bottomLeft[1],
          topLeft[1],
          g,
          h,
          1
        });
  }

  /// A page turned about its middle in a picture of its own size.
  ///
  /// @param degrees clockwise
  /// @param heightByWidth of the page
  public static Placement turned(double degrees, double heightByWidth) {
    double sine = StrictMath.sin(StrictMath.toRadians(degrees));
    double cosine = StrictMath.cos(StrictMath.toRadians(degrees));
    double[][] corners = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    for (double[] corner : corners) {
      double x = corner[0] - 0.5;
      double y = (corner[1] - 0.5) * heightByWidth;
      corner[0] = 0.5 + x * cosine - y * sine;
      corner[1] = 0.5 + (x * sine + y * cosine) / heightByWidth;
    }
    return ofCorners(corners[0], corners[1], corners[2], corners[3]);
  }

  /// A point of the page in the picture.
  public double[] point(double x, double y) {
    double[] m = matrix;
    double scale = m[6] * x + m[7] * y + m[8];
    return new double[] {
      (m[0] * x + m[1] * y + m[2]) / scale, (m[3] * x + m[4] * y + m[5]) / scale
    };
  }

  /// The upright box around a box of the page as it lies in the picture, cut at its edges.
  public Truth.Box box(Truth.Box box) {
    double[][] corners = {
      point(box.x0(), box.y0()),
      point(box.x1(), box.y0()),
      point(box.x1(), box.y1()),
      point(box.x0(), box.y1())
    };
    double x0 = 1;
    double y0 = 1;
    double x1 = 0;
    double y1 = 0;
    for (double[] corner : corners) {
      x0 = Math.min(x0, Math.clamp(corner[0], 0, 1));
      y0 = Math.min(y0, Math.clamp(corner[1], 0, 1));
      x1 = Math.max(x1, Math.clamp(corner[0], 0, 1));
      y1 = Math.max(y1, Math.clamp(corner[1], 0, 1));
    }
    return new Truth.Box(x0, y0, x1, y1);
  }

  /// The other way: fractions of the picture to fractions of the page.
  public Placement inverse() {
    double[] m = matrix;
    double[] adjugate = {
      m[4] * m[8] - m[5] * m[7],
      m[2] * m[7] - m[1] * m[8],
      m[1] * m[5] - m[2] * m[4],
      m[5] * m[6] - m[3] * m[8],
      m[0] * m[8] - m[2] * m[6],
      m[2] * m[3] - m[0] * m[5],
      m[3] * m[7] - m[4] * m[6],
      m[1] * m[6] - m[0] * m[7],
      m[0] * m[4] - m[1] * m[3]
    };
    return new Placement(adjugate);
  }
}
