package io.pincite.ocr;

import java.util.List;

/// Words that stand on one line, in reading order; never empty.
public record Line(List<Word> words) {
  public Line {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a line has at least one word");
    }
  }

  public BoundingBox box() {
    return BoundingBox.around(words.stream().map(Word::box).toList());
  }

  /// The weakest of its words' confidences: a chain is as strong as that.
  public double confidence() {
    return words.stream().mapToDouble(Word::confidence).min().orElseThrow();
  }

  /// The words with a space wherever the page has one.
  public String text() {
    var text = new StringBuilder();
    for (Word word : words) {
      if (!text.isEmpty() && word.spaceBefore()) {
        text.append(' ');
      }
      text.append(word.text());
    }
    return text.toString();
  }
}
