package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.SourceReason;
import io.pincite.ingest.SourceReason.Code;
import io.pincite.ingest.internal.pdf.PdfPage.Verdict;
import io.pincite.ocr.PageContent;
import java.util.List;

/// Judges what a page's own text is worth.
final class TextLayer {
  /// More unknown characters than this share, and the text is not worth keeping.
  private static final double MOST_UNKNOWN = 0.2;

  private static final double SCANNED = 0.5;
  private static final double MOSTLY_SCANNED = 0.8;
  /// A scan may carry a stamped page number or a header; that is no text layer.
  private static final int STAMP = 40;

  private TextLayer() {}

  static PdfPage of(PageGeometry geometry, PageWords words, PageDrawings drawings) {
    PageWords.Result read = words.result();
    double pictures = drawings.pictureShare();
    Verdict verdict = verdict(words, read, drawings, pictures);
    return new PdfPage(
        geometry,
        new PageContent(
            geometry.width(),
            geometry.height(),
            read.words(),
            drawings.rulings(),
            drawings.images(),
            List.of(),
            drawings.marks()),
        verdict,
        new PdfPage.Evidence(
            pictures, drawings.letterShapes(), visibleCharacters(read), drawings.isEmpty()));
  }

  private static int visibleCharacters(PageWords.Result read) {
    return read.invisible()
        ? 0
        : read.words().stream().mapToInt(word -> word.word().text().length()).sum();
  }

  private static Verdict verdict(
      PageWords words, PageWords.Result read, PageDrawings drawings, double pictures) {
    if (read.words().isEmpty()) {
      if (pictures >= SCANNED) {
        return new Verdict(
            false,
            false,
            new SourceReason(Code.PICTURE, "The page is a picture without a text layer."));
      }
      if (drawings.isEmpty()) {
        return new Verdict(true, false, new SourceReason(Code.BLANK, "The page is blank."));
      }
      return new Verdict(
          true, false, new SourceReason(Code.DRAWINGS, "The page has drawings but no text."));
    }
    int characters = read.words().stream().mapToInt(word -> word.word().text().length()).sum();
    double unknown = words.glyphs() == 0 ? 0 : (double) words.unknown() / words.glyphs();
    if (unknown > MOST_UNKNOWN) {
      return new Verdict(
          false,
          read.invisible(),
          new SourceReason(
              Code.UNKNOWN_LETTERS,
              "The fonts of the page do not say which letters %d %% of its characters are."
                  .formatted(Math.round(unknown * 100))));
    }
    if (pictures >= MOSTLY_SCANNED && characters < STAMP && !read.invisible()) {
      return new Verdict(
          false,
          false,
          new SourceReason(
              Code.PICTURE,
              "The page is a picture with only %d characters of text on it."
                  .formatted(characters)));
    }
    if (read.invisible()) {
      return new Verdict(
          true,
          true,
          new SourceReason(
              Code.EARLIER_OCR,
              "The page is a picture over the invisible text of an earlier OCR."));
    }
    return new Verdict(
        true, false, new SourceReason(Code.TEXT_LAYER, "The page has a text layer."));
  }
}
