package io.pincite.ingest.internal.pdf;

import java.time.Duration;

/// What one PDF file may cost. Every limit is named in the problem it raises.
///
/// @param maxPages pages of a file
/// @param maxPageImagePixels pixels of a page image, and of one picture drawn on it
/// @param maxContentBytes decoded drawing instructions of one page, forms drawn twice counted twice
/// @param maxOperators drawing instructions of one page
/// @param maxGlyphs characters of one page
/// @param pageTime for reading, or drawing, one page
/// @param scratchMemoryBytes kept in memory of what PDFBox buffers; the rest goes to a temporary
///     file
public record PdfLimits(
    int maxPages,
    long maxPageImagePixels,
    long maxContentBytes,
    long maxOperators,
    int maxGlyphs,
    Duration pageTime,
    long scratchMemoryBytes) {

  public static final PdfLimits DEFAULTS =
      new PdfLimits(
          5_000, 64_000_000, 64L << 20, 10_000_000, 500_000, Duration.ofSeconds(30), 16L << 20);
}
