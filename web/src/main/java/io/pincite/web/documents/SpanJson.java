package io.pincite.web.documents;

import io.pincite.ocr.Block;
import java.util.List;
import java.util.Optional;

/// A place on a page, with the boxes of its words line by line and the blocks around them.
///
/// @param start code points of the page's text, inclusive
/// @param end likewise, exclusive
/// @param turn clockwise degrees the cited revision turned the page by, which the boxes are true
///     of; a later revision may have turned it otherwise
/// @param boxes none where the page is gone
/// @param described true where it is what a model says that a figure shows, not what stands on the
///     page; its box is the figure's
public record SpanJson(
    int page,
    int revision,
    int start,
    int end,
    int turn,
    List<BoxJson> boxes,
    List<BlockBoxJson> blocks,
    Optional<Boolean> described) {

  /// A block the place is in.
  public record BlockBoxJson(Block.Type type, BoxJson box) {}
}
