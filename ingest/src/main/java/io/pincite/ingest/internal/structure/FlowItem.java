package io.pincite.ingest.internal.structure;

import io.pincite.ingest.PageReading;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.TokenLayer.PlacedLine;
import io.pincite.ocr.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A block on its way into the document: where it stands, and its text as one line.
final class FlowItem {
  final PageReading reading;
  final PlacedBlock block;
  /// Lines of the block, as on the page.
  final List<String> lines;
  /// Lines joined by a space.
  final String text;
  final Optional<ClauseMark> mark;
  /// Whether the pages, not the author, put it there.
  boolean furniture;
  /// Whether something of the pages stands between this and the item before it.
  boolean afterBreak;

  FlowItem(PageReading reading, PageSlices slices, PlacedBlock block) {
    this.reading = reading;
    this.block = block;
    lines = new ArrayList<>();
    for (PlacedLine line : block.lines()) {
      lines.add(slices.text(line.start(), line.end()));
    }
    text =
        block.type() == Block.Type.TABLE
            ? slices.text(block.start(), block.end())
            : String.join(" ", lines);
    mark = block.type() == Block.Type.TABLE ? Optional.empty() : ClauseMark.of(text);
  }

  Block.Type type() {
    return block.type();
  }

  int page() {
    return reading.page();
  }

  Span span() {
    return new Span(page(), reading.revision(), block.start(), block.end());
  }
}
