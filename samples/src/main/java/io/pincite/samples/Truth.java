package io.pincite.samples;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What stands in a sample, where, and what can be asked about it; recorded while it was drawn.
///
/// Pages are counted from 1. Boxes are fractions of the page as displayed.
///
/// @param name of the sample and of its files, such as `lease`
/// @param language of the document, `en` or `zh`
public record Truth(
    String name, String title, String language, List<Page> pages, List<Question> questions) {
  public Truth {
    pages = List.copyOf(pages);
    questions = List.copyOf(questions);
  }

  /// The question of an id.
  ///
  /// @throws IllegalArgumentException when there is no question of that id
  public Question question(String id) {
    return questions.stream()
        .filter(question -> question.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no question " + id));
  }

  /// The kinds of block, named as the product names them.
  public enum BlockType {
    HEADING,
    PARAGRAPH,
    LIST_ITEM,
    TABLE,
    CAPTION,
    PAGE_HEADER,
    PAGE_FOOTER,
    PAGE_NUMBER,
    FOOTNOTE
  }

  /// A rectangle in fractions of the displayed page, origin top-left.
  public record Box(double x0, double y0, double x1, double y1) {
    public Box union(Box other) {
      return new Box(
          Math.min(x0, other.x0),
          Math.min(y0, other.y0),
          Math.max(x1, other.x1),
          Math.max(y1, other.y1));
    }
  }

  /// A page and what stands on it.
  ///
  /// @param width in points, as displayed
  /// @param height in points, as displayed
  /// @param rotation the page's /Rotate: 0, 90, 180 or 270
  /// @param blocks in reading order
  public record Page(int number, double width, double height, int rotation, List<Block> blocks) {
    public Page {
      blocks = List.copyOf(blocks);
    }

    /// All words in reading order, those of tables cell by cell.
    public List<Word> words() {
      return blocks.stream().flatMap(Block::words).toList();
    }
  }

  /// A part of a page that is read as one.
  ///
  /// @param level of a heading or list item, 1 for the outermost; 0 for other blocks
  /// @param lines empty for a table
  /// @param cells of a table, row by row; else empty
  /// @param ruled whether a table's cells are bounded by drawn lines, so that a cell's box is exact
  /// @param continued whether it is the rest of the block before it, split by a column or page
  /// break
  /// @param orderOpen whether more than one reading order of its lines is right (two signatures
  /// side by side)
  /// @param direction clockwise rotation of its text as displayed: 0, 90, 180 or 270
  public record Block(
      BlockType type,
      int level,
      List<Line> lines,
      List<Cell> cells,
      Box box,
      boolean ruled,
      boolean continued,
      boolean orderOpen,
      int direction) {
    public Block {
      lines = List.copyOf(lines);
      cells = List.copyOf(cells);
    }

    public Stream<Word> words() {
      return Stream.concat(lines.stream(), cells.stream().flatMap(cell -> cell.lines().stream()))
          .flatMap(line -> line.words().stream());
    }
  }

  /// A cell of a table; rows and columns are counted from 0.
  ///
  /// @param box of a ruled table: up to the middle of its lines; else around its words
  public record Cell(
      int row, int column, int rowSpan, int colSpan, boolean header, List<Line> lines, Box box) {
    public Cell {
      lines = List.copyOf(lines);
    }

    public String text() {
      return String.join(" ", lines.stream().map(Line::text).toList());
    }
  }

  public record Line(List<Word> words) {
    public Line {
      words = List.copyOf(words);
    }

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

  public record Word(String text, Box box, boolean spaceBefore) {}

  /// What can be asked of the document.
  ///
  /// @param language of the question, `en` or `zh`
  /// @param expected empty where the document is silent
  public record Question(String id, String language, String text, Optional<Expected> expected) {}

  /// The answer to a question and where it stands.
  ///
  /// @param quote what an answer must cite, as one logical text: no line breaks or hyphenation
  /// @param shortAnswer the part of the quote that answers
  /// @param clause its clause as the document names it, such as `2.1` or `第三条`
  /// @param words of the quote
  /// @param answerWords of the short answer
  public record Expected(
      String quote, String shortAnswer, String clause, List<Place> words, List<Place> answerWords) {
    public Expected {
      words = List.copyOf(words);
      answerWords = List.copyOf(answerWords);
    }

    /// The page on which the quote begins.
    public int page() {
      return words.getFirst().page();
    }
  }

  /// A word on its page.
  public record Place(int page, Box box) {}
}
