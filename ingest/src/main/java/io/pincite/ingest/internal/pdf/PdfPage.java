package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.SourceReason;
import io.pincite.ocr.PageContent;

/// What a page's own text layer holds.
///
/// @param content words in the order the page draws them, ruling lines and image areas
/// @param verdict whether the words are worth reading
/// @param evidence what else speaks for or against them
public record PdfPage(
    PageGeometry geometry, PageContent content, Verdict verdict, Evidence evidence) {

  /// @param pictureShare of the page that lies under pictures, 0 to 1
  /// @param letterShapes filled outlines of the size of letters: text that was drawn rather than
  ///     written
  /// @param visibleCharacters of text that is to be seen
  /// @param empty whether nothing is drawn but text
  public record Evidence(
      double pictureShare, int letterShapes, int visibleCharacters, boolean empty) {}

  /// @param usable false where the page has to be read by OCR instead
  /// @param invisible whether the words are an invisible layer under a picture, as a scanner's
  ///     OCR leaves them
  /// @param reason for people
  public record Verdict(boolean usable, boolean invisible, SourceReason reason) {}
}
