package io.pincite.ocr;

/// What an engine can be asked to do with the image of a page.
public enum OcrTask {
  /// Everything on it in reading order, with its structure and boxes: what documents are read by.
  DOCUMENT,
  /// Every text on a picture that is no document, with boxes.
  OCR,
  /// The text alone, as the engine would type it, without structure or boxes.
  FREE_OCR,
  /// What a figure shows: a chart as a table, a formula, a drawing's parts.
  PARSE_FIGURE,
  /// What is to be seen, in sentences of the engine's own. Nothing of it stands on the page.
  DESCRIBE,
  /// Where something is that is named in words.
  LOCATE
}
