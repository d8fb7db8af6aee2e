package io.pincite.ingest.internal.pdf;

import io.pincite.ocr.PageContent;

/// What a page's own text layer holds.
///
/// @param content words in the order the page draws them, ruling lines and image areas
/// @param verdict whether the words are worth reading
public record PdfPage(PageGeometry geometry, PageContent content, Verdict verdict) {

  /// @param usable false where the page has to be read by OCR instead
  /// @param invisible whether the words are an invisible layer under a picture, as a scanner's
  ///     OCR leaves them
  /// @param reason for people
  public record Verdict(boolean usable, boolean invisible, String reason) {}
}
