package io.pincite.ocr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/// Outputs in the shapes that DeepSeek-OCR's have been recorded in, with text of our own: every
/// case of its grammar, its loops, and what an output looks like when it is cut. They stand in
/// `samples` under `deepseek/outputs`, where the replayed model server serves them from.
public enum RecordedOutputs {
  /// Title, text, a heading, a table whose caption is written before its cells, a figure.
  DOCUMENT_EN,
  DOCUMENT_ZH,
  /// Formulas in lines, and displayed ones with their numbers.
  FORMULAS,
  /// A table with cells over rows and columns, and entities.
  TABLE_SPANS,
  /// Boxes as a later model of the same grammar writes them, its labels, and a chart.
  SINGLE_BRACKETS,
  /// A text in two columns, and a figure in two parts.
  SEVERAL_BOXES,
  LISTS,
  /// Labels that are in no list of ours.
  UNKNOWN_LABEL,
  /// What `OCR this image.` gives: text instead of labels.
  OCR_LINES,
  LOCATE,
  FREE_OCR,
  /// `Parse the figure.` of a drawing.
  GEOMETRY,
  /// `Parse the figure.` of a molecule.
  STRUCTURE,
  /// Boxes without area, with too few numbers, with letters; tags that are not closed.
  DAMAGED_BOXES,
  CUT_TAG,
  CUT_TABLE,
  LOOP_SENTENCE,
  LOOP_CELLS,
  LOOP_LETTER,
  /// A period of some 700 words and marks: longer than any window of the n-gram rule.
  LOOP_LONG,
  LOOP_ROWS;

  /// What the model wrote.
  public String text() {
    String file = "/deepseek/outputs/" + fileName();
    try (InputStream in =
        Objects.requireNonNull(RecordedOutputs.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
  }
}
