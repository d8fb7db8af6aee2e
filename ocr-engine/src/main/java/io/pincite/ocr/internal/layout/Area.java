package io.pincite.ocr.internal.layout;

/// A rectangle in points of a [Frame].
record Area(double x0, double y0, double x1, double y1) {

  double width() {
    return x1 - x0;
  }

  double height() {
    return y1 - y0;
  }

  double centerX() {
    return (x0 + x1) / 2;
  }

  double centerY() {
    return (y0 + y1) / 2;
  }

  boolean contains(double x, double y) {
    return x0 <= x && x <= x1 && y0 <= y && y <= y1;
  }

  Area union(Area other) {
    return new Area(
        Math.min(x0, other.x0),
        Math.min(y0, other.y0),
        Math.max(x1, other.x1),
        Math.max(y1, other.y1));
  }

  Area grown(double by) {
    return new Area(x0 - by, y0 - by, x1 + by, y1 + by);
  }

  /// Length shared by the two horizontal extents; negative is the gap between them.
  double overlapX(Area other) {
    return Math.min(x1, other.x1) - Math.max(x0, other.x0);
  }

  double overlapY(Area other) {
    return Math.min(y1, other.y1) - Math.max(y0, other.y0);
  }
}
