package io.pincite.ingest.internal.layer;

import io.pincite.ocr.BoundingBox;

/// Places of a page that is turned.
public final class Turned {
  private Turned() {}

  /// Where a box lies once the page is turned further by this many degrees clockwise.
  public static BoundingBox by(BoundingBox box, int degrees) {
    return switch (Math.floorMod(degrees, 360)) {
      case 90 -> BoundingBox.clamped(1 - box.y1(), box.x0(), 1 - box.y0(), box.x1());
      case 180 -> BoundingBox.clamped(1 - box.x1(), 1 - box.y1(), 1 - box.x0(), 1 - box.y0());
      case 270 -> BoundingBox.clamped(box.y0(), 1 - box.x1(), box.y1(), 1 - box.x0());
      default -> box;
    };
  }
}
