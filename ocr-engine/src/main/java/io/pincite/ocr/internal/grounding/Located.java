package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.List;

/// The places in which a model saw what it was to locate: a block for each box it gave, with the
/// words that are known to stand there, if any do. What it does not point at is no part of it.
public final class Located {

  /// Label of a place that the model points at.
  public static final String LABEL = "located";

  private Located() {}

  public static Grounded of(List<Written> written, Geometry geometry) {
    List<Block> places = new ArrayList<>();
    for (Written block : written) {
      for (BoundingBox box : block.boxes()) {
        places.add(new Block.Other(within(box, geometry), box, LABEL));
      }
    }
    return new Grounded(places, List.of(), List.of());
  }

  private static List<Line> within(BoundingBox box, Geometry geometry) {
    List<Line> lines = new ArrayList<>();
    for (Block block : geometry.blocks()) {
      for (Line line : Geometry.linesOf(block)) {
        List<Word> words =
            line.words().stream()
                .filter(word -> box.contains(word.box().centerX(), word.box().centerY()))
                .toList();
        if (!words.isEmpty()) {
          lines.add(new Line(words));
        }
      }
    }
    return lines;
  }
}
