package io.pincite.samples;

import io.pincite.samples.internal.scan.Picture;
import io.pincite.samples.internal.scan.Rendering;
import io.pincite.samples.internal.scan.Wearing;
import java.awt.image.BufferedImage;

/// A picture of a page of which everything is known: the same page, wear and seed give the same
/// pixels.
///
/// @param dpi of the paper in the picture
/// @param placement of the page in the picture, before quarter turns
public record Scan(BufferedImage pixels, double dpi, Placement placement) {

  /// A page of a PDF, worn.
  ///
  /// @param page 1-based
  /// @param seed chooses noise, places of stamps and shadows, and the stand of a photographer
  public static Scan of(byte[] pdf, int page, Wear wear, long seed) {
    return Wearing.wear(Rendering.of(pdf, page, Wearing.renderingDpi(wear), wear), wear, seed);
  }

  /// A drawn page, worn.
  ///
  /// @param dpi of the drawn page; best twice that of the wear where it is skewed or photographed
  public static Scan of(BufferedImage page, double dpi, Wear wear, long seed) {
    return Wearing.wear(new Rendering(Picture.of(page), dpi), wear, seed);
  }

  /// The page's truth as it lies in this picture.
  public Truth.Page truth(Truth.Page page) {
    boolean sideways = isSideways(page);
    double width = sideways ? pixels.getHeight() : pixels.getWidth();
    double height = sideways ? pixels.getWidth() : pixels.getHeight();
    return new Truth.Page(
        page.number(),
        width * 72 / dpi,
        height * 72 / dpi,
        0,
        page.blocks().stream().map(this::block).toList());
  }

  /// Whether the picture lies on its side; its truth is that of the upright page.
  private boolean isSideways(Truth.Page page) {
    return (page.width() > page.height()) != (pixels.getWidth() > pixels.getHeight());
  }

  private Truth.Block block(Truth.Block block) {
    return new Truth.Block(
        block.type(),
        block.level(),
        block.lines().stream().map(this::line).toList(),
        block.cells().stream()
            .map(
                cell ->
                    new Truth.Cell(
                        cell.row(),
                        cell.column(),
                        cell.rowSpan(),
                        cell.colSpan(),
                        cell.header(),
                        cell.lines().stream().map(this::line).toList(),
                        placement.box(cell.box())))
            .toList(),
        placement.box(block.box()),
        block.ruled(),
        block.continued(),
        block.orderOpen(),
        block.direction());
  }

  private Truth.Line line(Truth.Line line) {
    return new Truth.Line(
        line.words().stream()
            .map(word -> new Truth.Word(word.text(), placement.box(word.box()), word.spaceBefore()))
            .toList());
  }
}
