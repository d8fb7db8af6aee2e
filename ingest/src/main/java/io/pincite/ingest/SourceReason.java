package io.pincite.ingest;

/// Why a page says what it says by its own text, by what was read from its image, or not at all.
///
/// @param text a sentence or two for people, in English, with the page's own figures
public record SourceReason(Code code, String text) {

  /// What the reason is, whatever its figures are.
  public enum Code {
    /// Its text layer is good.
    TEXT_LAYER,
    BLANK,
    /// Drawings, and no text.
    DRAWINGS,
    /// A picture without, or with hardly any, text.
    PICTURE,
    /// Its fonts do not say which letters they show.
    UNKNOWN_LETTERS,
    /// Its text is no language.
    NO_LANGUAGE,
    /// Nearly all letters on it are drawn, and no text stands for them.
    LETTERS_DRAWN,
    /// Its text is good, but pictures on it have letters too.
    PICTURES_WITH_LETTERS,
    /// The same, and nothing could be read in the pictures.
    PICTURES_UNREADABLE,
    /// A larger picture on it cannot be shown, so nothing in it is read.
    PICTURE_NOT_SHOWN,
    /// The invisible text of an earlier OCR, as far as its looks tell.
    EARLIER_OCR,
    /// The same, and a few lines read again say so too.
    EARLIER_OCR_CONFIRMED,
    EARLIER_OCR_MISPLACED,
    EARLIER_OCR_INCOMPLETE,
    EARLIER_OCR_DIFFERENT,
    /// The document's pages are always to be read from their images.
    ALWAYS,
    /// It would have to be read from its image, which is switched off for the document.
    NEVER,
    /// It would have to be read from its image, and there is no engine.
    NO_ENGINE,
    /// Its image was read, and no text is on it.
    NO_TEXT_FOUND,
    /// The engine that was asked could not read it, and another one did.
    FALLBACK,
    /// Read before reasons had codes.
    OTHER
  }

  /// Another reason that says more.
  public SourceReason and(Code whole, String more) {
    return new SourceReason(whole, text + " " + more);
  }
}
