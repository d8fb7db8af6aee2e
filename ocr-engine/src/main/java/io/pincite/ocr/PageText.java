package io.pincite.ocr;

import io.pincite.ocr.internal.markdown.MarkdownWriter;
import java.util.List;
import java.util.Optional;

/// What was read from one page: blocks in reading order, and who read them.
///
/// @param turn clockwise degrees, 0, 90, 180 or 270, the image had to be turned by to stand
///     upright; all boxes are fractions of the page so turned
/// @param doubts regions that were not safely read
/// @param output what a model that writes text wrote; absent for engines that do not
public record PageText(
    List<Block> blocks,
    Provenance provenance,
    int turn,
    List<Doubt> doubts,
    Optional<ModelOutput> output) {
  public PageText {
    if (turn != 0 && turn != 90 && turn != 180 && turn != 270) {
      throw new IllegalArgumentException("a page is turned by quarters, not by " + turn);
    }
    blocks = List.copyOf(blocks);
    doubts = List.copyOf(doubts);
  }

  /// A page that no model wrote.
  public PageText(List<Block> blocks, Provenance provenance, int turn, List<Doubt> doubts) {
    this(blocks, provenance, turn, doubts, Optional.empty());
  }

  /// A page that was upright and read without doubt.
  public PageText(List<Block> blocks, Provenance provenance) {
    this(blocks, provenance, 0, List.of());
  }

  /// The page as Markdown (CommonMark with pipe tables; HTML only for tables with spanning cells),
  /// without page headers, footers and numbers. Characters of the page are never markup: they are
  /// escaped. Ends with a line end unless empty.
  public String markdown() {
    return markdown(FigureLinks.NONE);
  }

  /// The same with figures as pictures where they can be fetched, called by their captions.
  public String markdown(FigureLinks figures) {
    return MarkdownWriter.of(blocks, figures);
  }
}
