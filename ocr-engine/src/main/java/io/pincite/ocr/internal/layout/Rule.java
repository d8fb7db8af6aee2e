package io.pincite.ocr.internal.layout;

/// A ruling line in points of a [Frame].
record Rule(Area area, boolean horizontal) {

  /// Where it stands across its direction: y of a horizontal one, x of a vertical one.
  double position() {
    return horizontal ? area.centerY() : area.centerX();
  }

  double from() {
    return horizontal ? area.x0() : area.y0();
  }

  double to() {
    return horizontal ? area.x1() : area.y1();
  }

  double length() {
    return to() - from();
  }
}
