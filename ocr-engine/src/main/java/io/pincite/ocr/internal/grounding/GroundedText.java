package io.pincite.ocr.internal.grounding;

import java.util.List;

/// What a model wrote of a page, understood.
///
/// @param blocks in the order in which they were written out: a table stands where its cells came
/// @param cut whether it ends in the middle of a tag, a table, a caption or a formula; what there
///     was of that is in the blocks
public record GroundedText(List<Written> blocks, boolean cut) {
  public GroundedText {
    blocks = List.copyOf(blocks);
  }
}
