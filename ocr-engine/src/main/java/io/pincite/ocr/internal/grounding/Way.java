package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;

/// Which way the words of a line go.
enum Way {
  RIGHT,
  /// As text turned clockwise by a quarter.
  DOWN,
  UP;

  boolean isStanding() {
    return this != RIGHT;
  }

  /// A box as it lies when the page is held so that its words go to the right.
  BoundingBox upright(BoundingBox box) {
    return switch (this) {
      case RIGHT -> box;
      case DOWN -> new BoundingBox(box.y0(), 1 - box.x1(), box.y1(), 1 - box.x0());
      case UP -> new BoundingBox(1 - box.y1(), box.x0(), 1 - box.y0(), box.x1());
    };
  }

  /// The way back.
  BoundingBox onPage(BoundingBox upright) {
    return switch (this) {
      case RIGHT -> upright;
      case DOWN -> UP.upright(upright);
      case UP -> DOWN.upright(upright);
    };
  }
}
