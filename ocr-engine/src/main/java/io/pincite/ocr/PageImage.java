package io.pincite.ocr;

import java.awt.image.BufferedImage;

/// A page as pixels, upright as displayed.
///
/// @param dpi pixels per inch of paper; what the source says, or the rasteriser's setting
public record PageImage(BufferedImage pixels, double dpi) {
  public PageImage {
    if (!(dpi > 0)) {
      throw new IllegalArgumentException("dpi is positive, not " + dpi);
    }
  }
}
