package io.pincite.ingest.internal.reading;

import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.internal.pdf.PdfLimits;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// The limits of one PDF file as they are set.
final class PdfLimitsFromSettings {
  @Produces
  @Singleton
  static PdfLimits limits(IngestSettings settings) {
    IngestSettings.Pdf pdf = settings.pdf();
    return new PdfLimits(
        pdf.maxPages(),
        pdf.maxPageImagePixels(),
        pdf.maxContent().asLongValue(),
        pdf.maxOperators(),
        pdf.maxGlyphs(),
        pdf.pageTime(),
        pdf.scratchMemory().asLongValue());
  }
}
