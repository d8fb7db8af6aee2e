package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.FoundLines.FoundLine;
import io.pincite.ocr.Layout;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageContent;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.List;

/// What is known of where words stand on a page besides what a model wrote, from the cheapest
/// source there is. Pages are upright; boxes are fractions of the page.
///
/// @param source whose words these are
/// @param blocks with their words, in reading order; empty where nothing was read
/// @param unread lines that nobody has read, in reading order
/// @param guessed lines that nobody has read, as they are by what the model wrote alone; then
///     `unread` only says that there are some
/// @param doubts of the reader
/// @param widthPoints of the page
/// @param heightPoints of the page
public record Geometry(
    Source source,
    List<Block> blocks,
    List<FoundLine> unread,
    List<Line> guessed,
    List<Doubt> doubts,
    double widthPoints,
    double heightPoints) {

  public enum Source {
    /// A digital page's own glyphs: what they say is what stands there.
    GLYPHS,
    /// Another reader of the same pixels, who errs too.
    READER
  }

  public Geometry {
    if (!(widthPoints > 0 && heightPoints > 0)) {
      throw new IllegalArgumentException(
          "a page has a size, not %s x %s pt".formatted(widthPoints, heightPoints));
    }
    blocks = List.copyOf(blocks);
    unread = List.copyOf(unread);
    guessed = List.copyOf(guessed);
    doubts = List.copyOf(doubts);
  }

  /// The glyphs of a PDF's page, as [io.pincite.ocr.PageRequest#words] brings them.
  public static Geometry ofGlyphs(List<StyledWord> words, double widthPoints, double heightPoints) {
    var content = new PageContent(widthPoints, heightPoints, words, List.of(), List.of());
    return new Geometry(
        Source.GLYPHS,
        new Layout().analyse(content),
        List.of(),
        List.of(),
        List.of(),
        widthPoints,
        heightPoints);
  }

  /// A page as a local engine has read it, or some lines of it.
  ///
  /// @param unread lines it has found and not read
  public static Geometry ofReading(
      PageText text, List<FoundLine> unread, double widthPoints, double heightPoints) {
    return new Geometry(
        Source.READER, text.blocks(), unread, List.of(), text.doubts(), widthPoints, heightPoints);
  }

  /// Lines that were found and not read, and nobody has looked for their gaps.
  public static Geometry ofLines(
      List<BoundingBox> unread, double widthPoints, double heightPoints) {
    return ofFound(
        unread.stream().map(line -> new FoundLine(line, List.of(line))).toList(),
        widthPoints,
        heightPoints);
  }

  /// Lines that were found and not read.
  public static Geometry ofFound(List<FoundLine> unread, double widthPoints, double heightPoints) {
    return new Geometry(
        Source.READER, List.of(), unread, List.of(), List.of(), widthPoints, heightPoints);
  }

  /// A page of which some lines are read. A text that repeats itself is not to be found again in
  /// some of its lines, so the others are taken to say what the model's words would be there.
  ///
  /// @param lines all that were found
  /// @param unread indices of those that are not read
  public static Geometry partly(
      List<Written> written,
      PageText text,
      List<FoundLine> lines,
      List<Integer> unread,
      double widthPoints,
      double heightPoints) {
    List<FoundLine> open = unread.stream().map(lines::get).toList();
    List<List<Word>> guesses = new ArrayList<>();
    open.forEach(_ -> guesses.add(new ArrayList<>()));
    for (Block block :
        WordPlacing.of(written, ofFound(lines, widthPoints, heightPoints)).blocks()) {
      for (Line line : linesOf(block)) {
        for (Word word : line.words()) {
          for (int i = 0; i < open.size(); i++) {
            if (isIn(open.get(i), word.box())) {
              guesses.get(i).add(word);
              break;
            }
          }
        }
      }
    }
    return new Geometry(
        Source.READER,
        text.blocks(),
        open,
        guesses.stream().filter(words -> !words.isEmpty()).map(Line::new).toList(),
        text.doubts(),
        widthPoints,
        heightPoints);
  }

  /// A line that leans has a box in which others lie too; its pieces are small.
  static boolean isIn(FoundLine line, BoundingBox word) {
    return line.pieces().stream().anyMatch(piece -> piece.contains(word.centerX(), word.centerY()));
  }

  /// Lines of a block, those of a table cell by cell.
  static List<Line> linesOf(Block block) {
    if (block instanceof Block.Table table) {
      List<Line> lines = new ArrayList<>();
      table.cells().forEach(cell -> lines.addAll(cell.lines()));
      return lines;
    }
    return block.lines();
  }
}
