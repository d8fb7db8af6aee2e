package io.pincite.ingest;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import java.util.List;
import java.util.Optional;

/// The text of a page with the place of every word in it: the base of chunks, quotes and boxes.
///
/// Offsets are Unicode code points of [#text] (NFC, no U+0000, no lone surrogates), start
// inclusive,
/// end exclusive. Words, and blocks, are in text order and do not overlap.
public record TokenLayer(String text, List<PlacedWord> words, List<PlacedBlock> blocks) {
  public TokenLayer {
    words = List.copyOf(words);
    blocks = List.copyOf(blocks);
  }

  /// @param confidence 0..1; 1 for a text layer
  public record PlacedWord(int start, int end, BoundingBox box, double confidence) {}

  /// @param level of a heading or list item
  /// @param lines empty for a table, whose text is in its cells
  /// @param cells empty for everything but a table
  public record PlacedBlock(
      Block.Type type,
      Optional<Integer> level,
      String label,
      BoundingBox box,
      int start,
      int end,
      List<PlacedLine> lines,
      List<PlacedCell> cells) {
    public PlacedBlock {
      lines = List.copyOf(lines);
      cells = List.copyOf(cells);
    }
  }

  public record PlacedLine(BoundingBox box, int start, int end) {}

  public record PlacedCell(
      int row,
      int column,
      int rowSpan,
      int colSpan,
      boolean header,
      BoundingBox box,
      int start,
      int end) {}
}
