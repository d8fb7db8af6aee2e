package io.pincite.ingest.internal.store;

import io.pincite.ocr.BoundingBox;
import java.util.Locale;
import java.util.Optional;

/// Everything that decides what an engine reads: the same key, the same text.
///
/// @param area of the page: `page`, or its box
/// @param raster how the image is made
/// @param by who reads it, and how
public record ReadingKey(String file, int page, String area, String raster, ReadBy by) {
  private static final String WHOLE = "page";

  public static ReadingKey of(
      String file, int page, Optional<BoundingBox> area, String raster, ReadBy by) {
    return new ReadingKey(
        file,
        page,
        area.map(
                box ->
                    String.format(
                        Locale.ROOT, "%.6f,%.6f,%.6f,%.6f", box.x0(), box.y0(), box.x1(), box.y1()))
            .orElse(WHOLE),
        raster,
        by);
  }
}
