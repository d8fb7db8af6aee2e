package io.pincite.ocr;

import java.util.Collection;

/// A rectangle on a page, as fractions of the page as displayed (after rotation and crop box):
/// `x` grows to the right, `y` downwards, the origin is the top-left corner.
///
/// A box outside 0..1 or inverted cannot exist; [#clamped] makes one from geometry that runs over
/// the edge of the page.
public record BoundingBox(double x0, double y0, double x1, double y1) {

  public static final BoundingBox WHOLE_PAGE = new BoundingBox(0, 0, 1, 1);

  public BoundingBox {
    if (!(0 <= x0 && x0 <= x1 && x1 <= 1 && 0 <= y0 && y0 <= y1 && y1 <= 1)) {
      throw new IllegalArgumentException(
          "a box needs 0 <= x0 <= x1 <= 1 and 0 <= y0 <= y1 <= 1, not [%s, %s, %s, %s]"
              .formatted(x0, y0, x1, y1));
    }
  }

  /// The part of a rectangle that lies on the page; corners may be given in any order.
  public static BoundingBox clamped(double xa, double ya, double xb, double yb) {
    return new BoundingBox(
        clamp(Math.min(xa, xb)),
        clamp(Math.min(ya, yb)),
        clamp(Math.max(xa, xb)),
        clamp(Math.max(ya, yb)));
  }

  /// The smallest box around all of these.
  ///
  /// @throws IllegalArgumentException when there is none
  public static BoundingBox around(Collection<BoundingBox> boxes) {
    return boxes.stream()
        .reduce(BoundingBox::union)
        .orElseThrow(() -> new IllegalArgumentException("no boxes to draw a box around"));
  }

  public BoundingBox union(BoundingBox other) {
    return new BoundingBox(
        Math.min(x0, other.x0),
        Math.min(y0, other.y0),
        Math.max(x1, other.x1),
        Math.max(y1, other.y1));
  }

  public double width() {
    return x1 - x0;
  }

  public double height() {
    return y1 - y0;
  }

  public double area() {
    return width() * height();
  }

  public double centerX() {
    return (x0 + x1) / 2;
  }

  public double centerY() {
    return (y0 + y1) / 2;
  }

  public boolean contains(double x, double y) {
    return x0 <= x && x <= x1 && y0 <= y && y <= y1;
  }

  /// Area shared with another box; 0 where they only touch.
  public double intersectionArea(BoundingBox other) {
    double width = Math.min(x1, other.x1) - Math.max(x0, other.x0);
    double height = Math.min(y1, other.y1) - Math.max(y0, other.y0);
    return width <= 0 || height <= 0 ? 0 : width * height;
  }

  /// Intersection over union, 0..1; two equal boxes without area count as 1.
  public double iou(BoundingBox other) {
    if (equals(other)) {
      return 1;
    }
    double shared = intersectionArea(other);
    return shared == 0 ? 0 : shared / (area() + other.area() - shared);
  }

  private static double clamp(double value) {
    return Math.clamp(value, 0, 1);
  }
}
