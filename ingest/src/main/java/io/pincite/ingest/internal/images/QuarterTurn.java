package io.pincite.ingest.internal.images;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;

/// Images turned by quarters: every pixel is kept.
final class QuarterTurn {
  private QuarterTurn() {}

  /// @param degrees clockwise: 0, 90, 180 or 270
  static BufferedImage of(BufferedImage image, int degrees) {
    if (degrees == 0) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    boolean sideways = degrees % 180 != 0;
    var turn =
        switch (degrees) {
          case 90 -> new AffineTransform(0, 1, -1, 0, height, 0);
          case 180 -> new AffineTransform(-1, 0, 0, -1, width, height);
          case 270 -> new AffineTransform(0, -1, 1, 0, 0, width);
          default -> throw new IllegalArgumentException(degrees + " is no quarter turn");
        };
    var turned =
        new BufferedImage(sideways ? height : width, sideways ? width : height, image.getType());
    return new AffineTransformOp(turn, AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
        .filter(image, turned);
  }
}
