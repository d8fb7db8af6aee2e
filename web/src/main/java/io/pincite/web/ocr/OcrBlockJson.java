package io.pincite.web.ocr;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pincite.ingest.TokenLayer;
import io.pincite.ocr.Block;
import io.pincite.ocr.Line;
import io.pincite.web.documents.BoxJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A part of a page that is read as one, with its text.
///
/// @param level of a heading or list item
/// @param label what the engine called it
/// @param text lines by line feeds; of a table cells by tabs, rows by line feeds
record OcrBlockJson(
    Block.Type type,
    Optional<Integer> level,
    @Schema(nullable = true) @JsonInclude(JsonInclude.Include.NON_EMPTY) String label,
    BoxJson box,
    String text,
    @Schema(nullable = true) @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OcrCellJson> cells) {

  record OcrCellJson(
      int row, int column, int rowSpan, int colSpan, boolean header, BoxJson box, String text) {}

  /// Of a page that is stored.
  static List<OcrBlockJson> of(TokenLayer layer) {
    var cutter = new Cutter(layer.text());
    return layer.blocks().stream().map(block -> of(block, cutter)).toList();
  }

  private static OcrBlockJson of(TokenLayer.PlacedBlock block, Cutter text) {
    return new OcrBlockJson(
        block.type(),
        block.level(),
        block.label(),
        BoxJson.of(block.box()),
        text.cut(block.start(), block.end()),
        block.cells().stream()
            .map(
                cell ->
                    new OcrCellJson(
                        cell.row(),
                        cell.column(),
                        cell.rowSpan(),
                        cell.colSpan(),
                        cell.header(),
                        BoxJson.of(cell.box()),
                        text.cut(cell.start(), cell.end())))
            .toList());
  }

  /// Of a page that is being read.
  static OcrBlockJson of(Block block) {
    List<OcrCellJson> cells =
        block instanceof Block.Table table
            ? table.cells().stream()
                .map(
                    cell ->
                        new OcrCellJson(
                            cell.row(),
                            cell.column(),
                            cell.rowSpan(),
                            cell.colSpan(),
                            cell.header(),
                            BoxJson.of(cell.box()),
                            text(cell.lines(), " ")))
                .toList()
            : List.of();
    return new OcrBlockJson(
        block.type(),
        level(block),
        block.label(),
        BoxJson.of(block.box()),
        cells.isEmpty() ? text(block.lines(), "\n") : rows(cells),
        cells);
  }

  private static Optional<Integer> level(Block block) {
    return switch (block) {
      case Block.Heading heading -> Optional.of(heading.level());
      case Block.ListItem item -> Optional.of(item.level());
      default -> Optional.empty();
    };
  }

  private static String text(List<Line> lines, String between) {
    return lines.stream().map(Line::text).collect(Collectors.joining(between));
  }

  private static String rows(List<OcrCellJson> cells) {
    var rows = new ArrayList<String>();
    int row = -1;
    for (OcrCellJson cell : cells) {
      if (cell.row() == row) {
        rows.add(rows.removeLast() + "\t" + cell.text());
      } else {
        rows.add(cell.text());
        row = cell.row();
      }
    }
    return String.join("\n", rows);
  }

  /// Cuts by code points, quickly where a cut begins after the one before.
  private static final class Cutter {
    private final String text;
    private int codePoints;
    private int chars;

    Cutter(String text) {
      this.text = text;
    }

    String cut(int start, int end) {
      chars = text.offsetByCodePoints(chars, start - codePoints);
      codePoints = start;
      return text.substring(chars, text.offsetByCodePoints(chars, end - start));
    }
  }
}
