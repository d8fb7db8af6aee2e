package io.pincite.ocr.internal.image;

/// Where the points of one picture of a page lie in another one: straight lines stay straight.
/// Pixels count from their upper left corners, so the middle of the first is at 0.5, 0.5.
///
/// @param m a 3 x 3 matrix, row by row, that works on column vectors x, y, 1
public record Mapping(double[] m) {
  public static final Mapping IDENTITY = new Mapping(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});

  public Mapping {
    m = m.clone();
    if (m.length != 9) {
      throw new IllegalArgumentException("a mapping has 9 numbers, not " + m.length);
    }
  }

  /// A turn about a point, clockwise as displayed.
  static Mapping turn(double degrees, double centerX, double centerY) {
    double sin = Math.sin(Math.toRadians(degrees));
    double cos = Math.cos(Math.toRadians(degrees));
    return new Mapping(
        new double[] {
          cos,
          -sin,
          centerX - cos * centerX + sin * centerY,
          sin,
          cos,
          centerY - sin * centerX - cos * centerY,
          0,
          0,
          1
        });
  }

  /// As in a mirror beside a picture of this width.
  static Mapping mirror(double width) {
    return new Mapping(new double[] {-1, 0, width, 0, 1, 0, 0, 0, 1});
  }

  static Mapping shift(double x, double y) {
    return new Mapping(new double[] {1, 0, x, 0, 1, y, 0, 0, 1});
  }

  static Mapping scale(double x, double y) {
    return new Mapping(new double[] {x, 0, 0, 0, y, 0, 0, 0, 1});
  }

  /// A picture of this size turned clockwise: from the picture to the turned one.
  ///
  /// @param degrees 0, 90, 180 or 270
  static Mapping quarterTurn(int degrees, int width, int height) {
    return switch (degrees) {
      case 0 -> IDENTITY;
      case 90 -> new Mapping(new double[] {0, -1, height, 1, 0, 0, 0, 0, 1});
      case 180 -> new Mapping(new double[] {-1, 0, width, 0, -1, height, 0, 0, 1});
      case 270 -> new Mapping(new double[] {0, 1, 0, -1, 0, width, 0, 0, 1});
      default -> throw new IllegalArgumentException("no quarter turn: " + degrees);
    };
  }

  /// From the unit square to a quadrilateral (Heckbert 1989, Fundamentals of Texture Mapping,
  /// 2.2.3).
  static Mapping ofUnitSquare(Quad quad) {
    double dx1 = quad.x1() - quad.x2();
    double dy1 = quad.y1() - quad.y2();
    double dx2 = quad.x3() - quad.x2();
    double dy2 = quad.y3() - quad.y2();
    double sumX = quad.x0() - quad.x1() + quad.x2() - quad.x3();
    double sumY = quad.y0() - quad.y1() + quad.y2() - quad.y3();
    double determinant = dx1 * dy2 - dx2 * dy1;
    if (!(Math.abs(determinant) > 1e-9)) {
      throw new IllegalArgumentException("the corners of a page do not lie on one line");
    }
    double g = (sumX * dy2 - dx2 * sumY) / determinant;
    double h = (dx1 * sumY - sumX * dy1) / determinant;
    return new Mapping(
        new double[] {
          quad.x1() - quad.x0() + g * quad.x1(),
          quad.x3() - quad.x0() + h * quad.x3(),
          quad.x0(),
          quad.y1() - quad.y0() + g * quad.y1(),
          quad.y3() - quad.y0() + h * quad.y3(),
          quad.y0(),
          g,
          h,
          1
        });
  }

  /// Four corners: upper left, upper right, lower right, lower left.
  record Quad(
      double x0, double y0, double x1, double y1, double x2, double y2, double x3, double y3) {}

  boolean isIdentity() {
    return java.util.Arrays.equals(m, IDENTITY.m);
  }

  public double x(double x, double y) {
    return (m[0] * x + m[1] * y + m[2]) / (m[6] * x + m[7] * y + m[8]);
  }

  public double y(double x, double y) {
    return (m[3] * x + m[4] * y + m[5]) / (m[6] * x + m[7] * y + m[8]);
  }

  /// First this, then the other.
  public Mapping then(Mapping other) {
    double[] product = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int k = 0; k < 3; k++) {
          product[3 * row + column] += other.m[3 * row + k] * m[3 * k + column];
        }
      }
    }
    return new Mapping(product);
  }

  /// The way back.
  public Mapping inverse() {
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
    double determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
    if (!(Math.abs(determinant) > 1e-18)) {
      throw new IllegalStateException("a mapping that loses a dimension has no way back");
    }
    for (int i = 0; i < 9; i++) {
      adjugate[i] /= determinant;
    }
    return new Mapping(adjugate);
  }

  @Override
  public double[] m() {
    return m.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mapping mapping && java.util.Arrays.equals(m, mapping.m);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(m);
  }
}
