package io.pincite.ocr;

import java.util.List;

/// What was read from one page: blocks in reading order, and who read them.
public record PageText(List<Block> blocks, Provenance provenance) {
  public PageText {
    blocks = List.copyOf(blocks);
  }
}
