package io.pincite.ocr.internal.image;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.Line;
import io.pincite.ocr.Word;
import java.util.List;

/// Brings boxes from a prepared page back to the picture as it was given: each becomes the smallest
/// upright box around where it lies there.
///
/// @param mapping of pixels, from the prepared page
/// @param width of the prepared page in pixels
/// @param height likewise
/// @param givenWidth of the given picture
/// @param givenHeight likewise
public record GivenBoxes(Mapping mapping, int width, int height, int givenWidth, int givenHeight) {

  /// Back from a page that was read in a mirror, in fractions.
  public static GivenBoxes ofMirrored() {
    return new GivenBoxes(Mapping.mirror(1), 1, 1, 1, 1);
  }

  public BoundingBox box(BoundingBox box) {
    if (mapping.isIdentity()) {
      return box;
    }
    double[] xs = {box.x0(), box.x1(), box.x1(), box.x0()};
    double[] ys = {box.y0(), box.y0(), box.y1(), box.y1()};
    double x0 = Double.POSITIVE_INFINITY;
    double y0 = Double.POSITIVE_INFINITY;
    double x1 = Double.NEGATIVE_INFINITY;
    double y1 = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 4; i++) {
      double x = mapping.x(xs[i] * width, ys[i] * height) / givenWidth;
      double y = mapping.y(xs[i] * width, ys[i] * height) / givenHeight;
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
    }
    return BoundingBox.clamped(x0, y0, x1, y1);
  }

  public Doubt doubt(Doubt doubt) {
    return doubt.at(box(doubt.box()));
  }

  public List<Block> blocks(List<Block> blocks) {
    return mapping.isIdentity() ? blocks : blocks.stream().map(this::block).toList();
  }

  private Block block(Block block) {
    List<Line> lines = lines(block.lines());
    BoundingBox box = box(block.box());
    String label = block.label();
    return switch (block) {
      case Block.Heading heading -> new Block.Heading(heading.level(), lines, box, label);
      case Block.Paragraph _ -> new Block.Paragraph(lines, box, label);
      case Block.ListItem item -> new Block.ListItem(item.level(), lines, box, label);
      case Block.Table table ->
          new Block.Table(table.cells().stream().map(this::cell).toList(), box, label);
      case Block.Figure _ -> new Block.Figure(lines, box, label);
      case Block.Caption _ -> new Block.Caption(lines, box, label);
      case Block.Formula _ -> new Block.Formula(lines, box, label);
      case Block.PageHeader _ -> new Block.PageHeader(lines, box, label);
      case Block.PageFooter _ -> new Block.PageFooter(lines, box, label);
      case Block.PageNumber _ -> new Block.PageNumber(lines, box, label);
      case Block.Footnote _ -> new Block.Footnote(lines, box, label);
      case Block.Seal _ -> new Block.Seal(lines, box, label);
      case Block.Other _ -> new Block.Other(lines, box, label);
    };
  }

  private Block.Cell cell(Block.Cell cell) {
    return new Block.Cell(
        cell.row(),
        cell.column(),
        cell.rowSpan(),
        cell.colSpan(),
        cell.header(),
        lines(cell.lines()),
        box(cell.box()));
  }

  private List<Line> lines(List<Line> lines) {
    return lines.stream()
        .map(line -> new Line(line.words().stream().map(this::word).toList()))
        .toList();
  }

  private Word word(Word word) {
    return new Word(word.text(), box(word.box()), word.confidence(), word.spaceBefore());
  }
}
