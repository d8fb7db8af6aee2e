package io.pincite.bench;

import io.pincite.ocr.BoundingBox;
import java.util.List;

/// What an engine made of a picture; the form all engines are brought into. Boxes are fractions of
/// the picture (of ours: turned upright).
///
/// @param text in the engine's own order, a line end after every line
/// @param markdown empty for an engine that gives none
/// @param words empty for an engine that places lines only
/// @param seconds spent on it
record ReadPage(
    String text,
    String markdown,
    List<ReadLine> lines,
    List<ReadWord> words,
    List<ReadTable> tables,
    double seconds) {

  record ReadLine(String text, BoundingBox box) {}

  record ReadWord(String text, BoundingBox box, double confidence) {}

  record ReadTable(BoundingBox box, List<ReadCell> cells) {}

  record ReadCell(int row, int column, int rowSpan, int colSpan, boolean header, String text) {}
}
