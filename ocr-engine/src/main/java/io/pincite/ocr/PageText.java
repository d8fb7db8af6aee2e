package io.pincite.ocr;

import io.pincite.ocr.internal.markdown.MarkdownWriter;
import java.util.List;

/// What was read from one page: blocks in reading order, and who read them.
public record PageText(List<Block> blocks, Provenance provenance) {
  public PageText {
    blocks = List.copyOf(blocks);
  }

  /// The page as Markdown (CommonMark with pipe tables; HTML only for tables with spanning cells),
  /// without page headers, footers and numbers. Characters of the page are never markup: they are
  /// escaped. Ends with a line end unless empty.
  public String markdown() {
    return MarkdownWriter.of(blocks);
  }
}
