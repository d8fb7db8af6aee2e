package io.pincite.ocr;

import io.pincite.ocr.internal.grounding.GroundedParser;
import io.pincite.ocr.internal.grounding.PipeTables;
import io.pincite.ocr.internal.grounding.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a model says that a figure shows, as blocks that all have the figure's place: a chart as a
/// table, formulas as LaTeX, everything else as text.
///
/// None of it was read where it stands: blocks made here are labelled so that no reader of pages
/// can label theirs alike, and words of them are sure of nothing.
public final class FigureText {
  /// With a colon, which labels of page readers never have.
  private static final String LABEL = "figure:";

  private FigureText() {}

  /// The blocks of an answer.
  ///
  /// @param written by the model, as it came
  /// @param box of the figure; every block, cell and word gets it
  /// @param label of the blocks
  public static List<Block> blocks(String written, BoundingBox box, String label) {
    var blocks = new ArrayList<Block>();
    for (Written part : GroundedParser.parse(PipeTables.asHtml(written)).blocks()) {
      block(part, box, label).ifPresent(blocks::add);
    }
    return List.copyOf(blocks);
  }

  /// Whether an answer has no word, though it may have tags.
  ///
  /// @param written by the model, as it came
  public static boolean isSilent(String written) {
    return blocks(written, BoundingBox.WHOLE_PAGE, LABEL).isEmpty();
  }

  /// The label of blocks that say what a figure shows.
  ///
  /// @param task that the model did
  public static String label(OcrTask task) {
    return LABEL + task.name().toLowerCase(Locale.ROOT);
  }

  /// Whether a block of this label says what a model sees in a figure.
  public static boolean isLabel(String label) {
    return label.startsWith(LABEL);
  }

  private static Optional<Block> block(Written part, BoundingBox box, String label) {
    return switch (part) {
      case Written.Heading heading -> text(heading.text(), box, label);
      case Written.Text text -> text(text.text(), box, label);
      case Written.Item item -> text(item.text(), box, label);
      case Written.Caption caption -> text(caption.text(), box, label);
      case Written.Formula formula -> {
        List<Line> lines = lines(formula.latex(), box);
        yield lines.isEmpty()
            ? Optional.empty()
            : Optional.of(new Block.Formula(lines, box, label));
      }
      case Written.Figure _ -> Optional.empty();
      case Written.Table table -> {
        List<Block.Cell> cells =
            table.cells().stream()
                .map(
                    cell ->
                        new Block.Cell(
                            cell.row(),
                            cell.column(),
                            cell.rowSpan(),
                            cell.colSpan(),
                            cell.header(),
                            lines(cell.text(), box),
                            box))
                .toList();
        yield cells.isEmpty() ? Optional.empty() : Optional.of(new Block.Table(cells, box, label));
      }
    };
  }

  /// No paragraph or heading of the page: nothing is to be joined with it or to stand under it.
  private static Optional<Block> text(String text, BoundingBox box, String label) {
    List<Line> lines = lines(text, box);
    return lines.isEmpty() ? Optional.empty() : Optional.of(new Block.Other(lines, box, label));
  }

  private static List<Line> lines(String text, BoundingBox box) {
    var lines = new ArrayList<Line>();
    for (String line : text.split("\n", -1)) {
      List<Word> words = words(line, box);
      if (!words.isEmpty()) {
        lines.add(new Line(words));
      }
    }
    return lines;
  }

  private static List<Word> words(String line, BoundingBox box) {
    var words = new ArrayList<Word>();
    var word = new StringBuilder();
    boolean space = false;
    for (int character : line.codePoints().toArray()) {
      boolean isSpace = Character.isWhitespace(character) || Character.isSpaceChar(character);
      boolean alone = Word.standsAlone(character);
      if ((isSpace || alone) && !word.isEmpty()) {
        words.add(new Word(word.toString(), box, 1, space));
        word.setLength(0);
        space = false;
      }
      if (isSpace) {
        space = !words.isEmpty();
      } else if (alone) {
        words.add(new Word(Character.toString(character), box, 1, space));
        space = false;
      } else {
        word.appendCodePoint(character);
      }
    }
    if (!word.isEmpty()) {
      words.add(new Word(word.toString(), box, 1, space));
    }
    return words;
  }
}
