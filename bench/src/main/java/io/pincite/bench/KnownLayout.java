package io.pincite.bench;

import io.pincite.ocr.BoundingBox;
import io.pincite.samples.Truth;
import io.pincite.samples.Truth.Block;
import io.pincite.samples.Truth.BlockType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a reader of blocks is to make of a page: its text in order, its tables, where its blocks
/// stand. Without headers, footers and numbers of pages, which DeepSeek-OCR is not known to write.
///
/// @param text blocks line by line, words divided at line ends whole
/// @param blocks boxes in reading order
/// @param orderOpen whether more than one order of its blocks is right, so that it is not measured
record KnownLayout(
    String id,
    String language,
    String text,
    List<ReadPage.ReadTable> tables,
    List<BoundingBox> blocks,
    boolean orderOpen) {
  private static final Set<BlockType> FURNITURE =
      EnumSet.of(BlockType.PAGE_HEADER, BlockType.PAGE_FOOTER, BlockType.PAGE_NUMBER);

  static KnownLayout of(String id, String language, Truth.Page page) {
    var text = new ArrayList<String>();
    var tables = new ArrayList<ReadPage.ReadTable>();
    var boxes = new ArrayList<BoundingBox>();
    boolean orderOpen = false;
    for (Block block : page.blocks()) {
      if (FURNITURE.contains(block.type())) {
        continue;
      }
      boxes.add(box(block.box()));
      orderOpen |= block.orderOpen();
      text.add(joined(block.lines().stream().map(Truth.Line::text).toList()));
      block.cells().forEach(cell -> text.add(joined(lines(cell))));
      if (block.type() == BlockType.TABLE) {
        tables.add(
            new ReadPage.ReadTable(
                box(block.box()),
                block.cells().stream()
                    .map(
                        cell ->
                            new ReadPage.ReadCell(
                                cell.row(),
                                cell.column(),
                                cell.rowSpan(),
                                cell.colSpan(),
                                cell.header(),
                                joined(lines(cell))))
                    .toList()));
      }
    }
    return new KnownLayout(
        id,
        language,
        String.join("\n", text.stream().filter(part -> !part.isEmpty()).toList()),
        List.copyOf(tables),
        List.copyOf(boxes),
        orderOpen);
  }

  private static List<String> lines(Truth.Cell cell) {
    return cell.lines().stream().map(Truth.Line::text).toList();
  }

  private static BoundingBox box(Truth.Box box) {
    return BoundingBox.clamped(box.x0(), box.y0(), box.x1(), box.y1());
  }

  /// Lines as one: a word divided at the end of a line is whole again, as a model writes it.
  static String joined(List<String> lines) {
    return String.join("\n", lines).replaceAll("(?<=\\p{L})-\n(?=\\p{Ll})", "");
  }
}
