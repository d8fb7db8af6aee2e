package io.pincite.ocr.internal.ppocr;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/// Greedy decoding of connectionist temporal classification: at each step along the line the most
/// probable class; the same class at neighbouring steps is one character, blanks part them.
final class CtcDecoder {
  private final Dictionary dictionary;

  CtcDecoder(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  /// @param probabilities of each class at each step
  /// @param from index of the first step's first class
  /// @param steps along the line
  /// @param stepWidth pixels of the line image that a step stands for
  /// @param width of the line image; what lies behind it is padding
  List<ReadCharacter> decode(
      FloatBuffer probabilities, int from, int steps, double stepWidth, double width) {
    List<ReadCharacter> characters = new ArrayList<>();
    int classes = dictionary.size();
    int before = Dictionary.BLANK;
    int start = 0;
    float strongest = 0;
    for (int step = 0; step <= steps; step++) {
      int best = Dictionary.BLANK;
      float probability = 0;
      if (step < steps) {
        int row = from + step * classes;
        probability = probabilities.get(row);
        for (int i = 1; i < classes; i++) {
          float other = probabilities.get(row + i);
          if (other > probability) {
            probability = other;
            best = i;
          }
        }
      }
      if (best == before) {
        strongest = Math.max(strongest, probability);
        continue;
      }
      if (before != Dictionary.BLANK) {
        add(characters, before, start * stepWidth, step * stepWidth, strongest, width);
      }
      before = best;
      start = step;
      strongest = probability;
    }
    return characters;
  }

  private void add(
      List<ReadCharacter> characters,
      int index,
      double start,
      double end,
      float confidence,
      double width) {
    if (start < width) {
      characters.add(
          new ReadCharacter(
              dictionary.character(index),
              start,
              Math.min(end, width),
              Math.clamp(confidence, 0, 1)));
    }
  }
}
