package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.Block;
import io.pincite.ocr.Doubt;
import java.util.List;

/// What a model wrote, every word of it in its place.
///
/// @param blocks in the model's order, with its labels; what it left out is labelled
///     [WordPlacing#UNREAD]
/// @param disagreements with the other reader, in that order
/// @param doubts regions in which hardly a word was found again, or that the model left out; those
///     of the other reader that the model does not dispel; and figures the two read differently
public record Grounded(List<Block> blocks, List<Disagreement> disagreements, List<Doubt> doubts) {
  public Grounded {
    blocks = List.copyOf(blocks);
    disagreements = List.copyOf(disagreements);
    doubts = List.copyOf(doubts);
  }
}
