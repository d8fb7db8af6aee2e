package io.pincite.ingest.internal.pdf;

import java.awt.image.BufferedImage;
import java.util.List;

/// A page as displayed, on white, in RGB.
///
/// @param leftOut the pictures that it should show and does not
public record DrawnPage(BufferedImage image, List<LeftOutPicture> leftOut) {
  public DrawnPage {
    leftOut = List.copyOf(leftOut);
  }
}
