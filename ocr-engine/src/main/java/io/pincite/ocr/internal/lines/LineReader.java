package io.pincite.ocr.internal.lines;

import java.util.List;

/// Reads single lines of text. Safe for use by many threads at once; one line is read by the
/// calling thread alone.
public interface LineReader {

  /// What stands on the line, left to right; no words where nothing could be read.
  List<ReadWord> read(LineImage line);

  /// A word as one reader sees it.
  ///
  /// @param text without white space; NFC
  /// @param left where it begins, in pixels of the line image; the origin of its first character
  /// @param right where it ends: the end of the advance of its last character
  /// @param confidence 0..1
  /// @param spaceBefore whether a space stands before it
  record ReadWord(String text, double left, double right, double confidence, boolean spaceBefore) {}
}
