package io.pincite.ocr;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Blocks written down for comparison: one line each, kind and level before the text.
final class BlockOutline {

  private BlockOutline() {}

  static List<String> of(List<Block> blocks) {
    return blocks.stream().map(BlockOutline::of).toList();
  }

  static String of(Block block) {
    return switch (block) {
      case Block.Heading heading -> "H" + heading.level() + " " + text(heading.lines());
      case Block.ListItem item -> "L" + item.level() + " " + text(item.lines());
      case Block.Paragraph paragraph -> "P " + text(paragraph.lines());
      case Block.Table table -> "T " + rows(table);
      case Block.Figure figure -> "figure " + text(figure.lines());
      case Block.Caption caption -> "caption " + text(caption.lines());
      case Block.Formula formula -> "formula " + text(formula.lines());
      case Block.PageHeader header -> "header " + text(header.lines());
      case Block.PageFooter footer -> "footer " + text(footer.lines());
      case Block.PageNumber number -> "number " + text(number.lines());
      case Block.Footnote note -> "note " + text(note.lines());
      case Block.Seal seal -> "seal " + text(seal.lines());
      case Block.Other other -> "other " + text(other.lines());
    };
  }

  static String text(List<Line> lines) {
    return lines.stream().map(Line::text).collect(Collectors.joining(" / "));
  }

  /// Rows of cells, header cells in brackets, spans as rows x columns behind the text.
  static List<String> rows(Block.Table table) {
    List<String> rows = new ArrayList<>();
    int row = -1;
    var line = new StringBuilder();
    for (Block.Cell cell : table.cells()) {
      if (cell.row() != row) {
        if (row >= 0) {
          rows.add(line.toString());
        }
        line.setLength(0);
        row = cell.row();
      } else {
        line.append(" | ");
      }
      String text = text(cell.lines());
      line.append(cell.header() ? "[" + text + "]" : text);
      if (cell.rowSpan() > 1 || cell.colSpan() > 1) {
        line.append(" (").append(cell.rowSpan()).append('x').append(cell.colSpan()).append(')');
      }
    }
    rows.add(line.toString());
    return rows;
  }
}
