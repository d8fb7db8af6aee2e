package io.pincite.ocr.internal.image;

import io.pincite.ocr.PageContent.Ruling;
import io.pincite.ocr.internal.lines.PagePixels;
import java.util.List;

/// What is on a level, upright page besides text.
///
/// @param rulings drawn lines
public record PageMarks(List<Ruling> rulings) {

  /// Inches: a letter of body text is half as high.
  private static final double WINDOW = 0.25;

  /// Dots per inch at which marks are looked for: a line of half a point is one dot.
  private static final double ENOUGH_DPI = 140;

  public PageMarks {
    rulings = List.copyOf(rulings);
  }

  public static PageMarks of(PagePixels page, double dpi) {
    int factor = (int) Math.max(1, Math.floor(dpi / ENOUGH_DPI));
    GrayRaster gray = Resampling.reduced(GrayRaster.of(page), factor);
    double reducedDpi = dpi / factor;
    Ink ink = Ink.of(gray, (int) (WINDOW * reducedDpi));
    return new PageMarks(RulingLines.in(ink, reducedDpi));
  }
}
