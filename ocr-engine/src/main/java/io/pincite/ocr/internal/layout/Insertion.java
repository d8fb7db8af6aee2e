package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Block;
import java.util.List;

/// Puts blocks of text in a second direction where they belong among those of the first.
final class Insertion {

  private Insertion() {}

  /// @param frame in which most of the page is upright
  static void into(List<Block> blocks, FrameAnalysis other, Frame frame) {
    for (Block block : other.flow()) {
      blocks.add(position(blocks, block, frame), block);
    }
    blocks.addAll(0, other.headers());
    blocks.addAll(other.footers());
  }

  static void into(List<Block> blocks, Block block, Frame frame) {
    blocks.add(position(blocks, block, frame), block);
  }

  /// Before the first block that lies below it in the same column; else after the last one above.
  private static int position(List<Block> blocks, Block block, Frame frame) {
    Area area = frame.area(block.box());
    int flowEnds = blocks.size();
    while (flowEnds > 0 && !blocks.get(flowEnds - 1).type().isInFlow()) {
      flowEnds--;
    }
    int afterAbove = -1;
    for (int i = 0; i < flowEnds; i++) {
      if (!blocks.get(i).type().isInFlow()) {
        continue;
      }
      Area there = frame.area(blocks.get(i).box());
      boolean sameColumn = there.overlapX(area) > 0;
      if (sameColumn && there.centerY() > area.y1()) {
        return i;
      }
      if (sameColumn && there.centerY() < area.centerY()) {
        afterAbove = i + 1;
      }
    }
    return afterAbove >= 0 ? afterAbove : flowEnds;
  }
}
