package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.internal.lines.LineBox;
import java.util.Arrays;

/// A rectangle that may be turned. Its width lies along an axis that is nearer to the horizontal
/// than its height's.
///
/// @param angle of the width's axis in radians, -π/4 to π/4, clockwise as displayed
record Rectangle(double centerX, double centerY, double width, double height, double angle) {

  /// The smallest one, by area, around the pixels at these places. One of its sides lies along a
  /// side of their convex hull.
  static Rectangle around(double[][] points) {
    double[][] hull = hull(points);
    Rectangle best = along(hull, 0);
    for (int i = 0; i < hull.length; i++) {
      double[] a = hull[i];
      double[] b = hull[(i + 1) % hull.length];
      if (a[0] == b[0] || a[1] == b[1]) {
        continue;
      }
      Rectangle found = along(hull, Math.atan2(b[1] - a[1], b[0] - a[0]));
      if (found.width * found.height < best.width * best.height * (1 - 1e-9)) {
        best = found;
      }
    }
    return best;
  }

  private static Rectangle along(double[][] hull, double direction) {
    double angle = direction - Math.PI / 2 * Math.round(direction / (Math.PI / 2));
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (double[] point : hull) {
      double along = point[0] * cos + point[1] * sin;
      double across = point[1] * cos - point[0] * sin;
      left = Math.min(left, along);
      right = Math.max(right, along);
      top = Math.min(top, across);
      bottom = Math.max(bottom, across);
    }
    double along = (left + right) / 2;
    double across = (top + bottom) / 2;
    return new Rectangle(
        along * cos - across * sin, along * sin + across * cos, right - left, bottom - top, angle);
  }

  /// Andrew's monotone chain.
  private static double[][] hull(double[][] points) {
    double[][] sorted = points.clone();
    Arrays.sort(
        sorted, (a, b) -> a[0] == b[0] ? Double.compare(a[1], b[1]) : Double.compare(a[0], b[0]));
    double[][] hull = new double[2 * sorted.length][];
    int size = 0;
    for (double[] point : sorted) {
      while (size >= 2 && cross(hull[size - 2], hull[size - 1], point) <= 0) {
        size--;
      }
      hull[size++] = point;
    }
    int lower = size + 1;
    for (int i = sorted.length - 2; i >= 0; i--) {
      while (size >= lower && cross(hull[size - 2], hull[size - 1], sorted[i]) <= 0) {
        size--;
      }
      hull[size++] = sorted[i];
    }
    return Arrays.copyOf(hull, Math.max(1, size - 1));
  }

  private static double cross(double[] o, double[] a, double[] b) {
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  }

  /// Larger on every side by its area times the ratio over its circumference: what Vatti clipping
  /// does to a rectangle, up to the corners.
  Rectangle grown(double ratio) {
    double distance = width * height * ratio / (2 * (width + height));
    return new Rectangle(centerX, centerY, width + 2 * distance, height + 2 * distance, angle);
  }

  /// The same on a page that is larger; there a pixel's middle is half a pixel from its edge. Exact
  /// for a rectangle that stands level, and for one scale; else the nearest rectangle.
  Rectangle scaled(double scaleX, double scaleY) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double widthX = width * cos * scaleX;
    double widthY = width * sin * scaleY;
    double heightX = -height * sin * scaleX;
    double heightY = height * cos * scaleY;
    return new Rectangle(
        (centerX + 0.5) * scaleX,
        (centerY + 0.5) * scaleY,
        Math.hypot(widthX, widthY),
        Math.hypot(heightX, heightY),
        Math.atan2(widthY, widthX));
  }

  double[][] corners() {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double[][] corners = new double[4][];
    int[][] signs = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
    for (int i = 0; i < 4; i++) {
      double along = signs[i][0] * width / 2;
      double across = signs[i][1] * height / 2;
      corners[i] =
          new double[] {centerX + along * cos - across * sin, centerY + along * sin + across * cos};
    }
    return corners;
  }

  /// The line in it, as if it read along its width.
  LineBox toLine(double score) {
    return new LineBox(centerX, centerY, width, height, angle, score);
  }
}
