package io.pincite.ingest.internal.images;

import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.pages.PageSize;
import java.awt.image.BufferedImage;

/// A page as an image that stands upright.
public final class UprightPage {
  private UprightPage() {}

  /// @param turn clockwise degrees the page is turned by: 0, 90, 180 or 270
  /// @param width in pixels, of the page so turned
  public static BufferedImage draw(PageFile file, int page, int turn, int width) {
    if (turn == 0) {
      return file.draw(page, width);
    }
    boolean sideways = turn % 180 != 0;
    PageSize size = file.size(page);
    double widthInFile = sideways ? width * size.width() / size.height() : width;
    return QuarterTurn.of(file.draw(page, (int) Math.max(1, Math.round(widthInFile))), turn);
  }
}
