package io.pincite.ingest;

import io.pincite.ingest.internal.layer.WrittenBlocks;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.FigureLinks;
import io.pincite.ocr.FigureText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The text of a page with the place of every word in it: the base of chunks, quotes and boxes.
///
/// Offsets are Unicode code points of [#text] (NFC, no U+0000, no lone surrogates), start
/// inclusive, end exclusive. Words, and blocks, are in text order and do not overlap.
public record TokenLayer(String text, List<PlacedWord> words, List<PlacedBlock> blocks) {
  public TokenLayer {
    words = List.copyOf(words);
    blocks = List.copyOf(blocks);
  }

  /// The text between two offsets.
  ///
  /// @param start code points of [#text], inclusive
  /// @param end likewise, exclusive
  public String text(int start, int end) {
    int from = text.offsetByCodePoints(0, start);
    return text.substring(from, text.offsetByCodePoints(from, end - start));
  }

  /// The boxes of the words of a run of text, one for each line (or line of a table cell) it runs
  /// over, in text order. A word counts whole where the run begins or ends inside it. What is said
  /// of a figure has one box, the figure's.
  ///
  /// @param start code points of [#text], inclusive
  /// @param end likewise, exclusive
  public List<BoundingBox> boxes(int start, int end) {
    var boxes = new ArrayList<BoundingBox>();
    Optional<PlacedWord> before = Optional.empty();
    for (int i = firstWordEndingAfter(start); i < words.size(); i++) {
      PlacedWord word = words.get(i);
      if (word.start() >= end) {
        break;
      }
      if (before.isPresent() && isOnOneLine(before.get(), word)) {
        boxes.add(boxes.removeLast().union(word.box()));
      } else {
        boxes.add(word.box());
      }
      before = Optional.of(word);
    }
    return List.copyOf(boxes);
  }

  /// The blocks a run of text touches, in text order.
  public List<PlacedBlock> blocks(int start, int end) {
    return blocks.stream()
        .filter(block -> block.start() < end && block.end() > start && block.end() > block.start())
        .toList();
  }

  /// The page as Markdown, without page headers, footers and numbers.
  public String markdown() {
    return markdown(FigureLinks.NONE);
  }

  /// The same with figures as pictures where they can be fetched.
  public String markdown(FigureLinks figures) {
    return WrittenBlocks.of(this).markdown(figures);
  }

  /// Its figures in text order: the first is figure 1 of the page.
  public List<PlacedBlock> figures() {
    return blocks.stream().filter(block -> block.type() == Block.Type.FIGURE).toList();
  }

  /// Whether a run of text is, at least in part, what a model says that a figure shows, and not
  /// what stands on the page.
  ///
  /// @param start code points of [#text], inclusive
  /// @param end likewise, exclusive
  public boolean isDescribed(int start, int end) {
    return blocks(start, end).stream().anyMatch(PlacedBlock::isDescribed);
  }

  /// The index of the first word that ends after an offset; how many words there are where none
  /// does.
  public int firstWordEndingAfter(int offset) {
    int low = 0;
    int high = words.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (words.get(middle).end() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The text between two words tells lines, cells and blocks apart, except the lines within one
  /// cell, which are joined by a space: there a word that stands neither beside nor (turned text)
  /// above the one before it begins a line.
  private boolean isOnOneLine(PlacedWord first, PlacedWord second) {
    boolean isOneFigure =
        first.box().equals(second.box())
            && isDescribed(first.start(), first.end())
            && isDescribed(second.start(), second.end());
    if (isOneFigure) {
      return true;
    }
    int from = text.offsetByCodePoints(0, first.end());
    int to = text.offsetByCodePoints(from, second.start() - first.end());
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\n' || text.charAt(i) == '\t') {
        return false;
      }
    }
    if (!isInTable(first.start())) {
      return true;
    }
    BoundingBox a = first.box();
    BoundingBox b = second.box();
    double beside = Math.min(a.y1(), b.y1()) - Math.max(a.y0(), b.y0());
    double above = Math.min(a.x1(), b.x1()) - Math.max(a.x0(), b.x0());
    return beside > 0.3 * Math.min(a.height(), b.height())
        || isTurned(a) && isTurned(b) && above > 0.3 * Math.min(a.width(), b.width());
  }

  private static boolean isTurned(BoundingBox box) {
    return box.height() > 3 * box.width();
  }

  private boolean isInTable(int offset) {
    return blocks.stream()
        .filter(block -> block.type() == Block.Type.TABLE)
        .anyMatch(block -> block.start() <= offset && offset < block.end());
  }

  /// @param confidence 0..1; 1 for a text layer
  /// @param corrected whether a reader wrote it, in place of what had been read
  public record PlacedWord(
      int start, int end, BoundingBox box, double confidence, boolean corrected) {

    /// One that was read.
    public PlacedWord(int start, int end, BoundingBox box, double confidence) {
      this(start, end, box, confidence, false);
    }
  }

  /// @param level of a heading or list item
  /// @param lines empty for a table, whose text is in its cells
  /// @param cells empty for everything but a table
  public record PlacedBlock(
      Block.Type type,
      Optional<Integer> level,
      String label,
      BoundingBox box,
      int start,
      int end,
      List<PlacedLine> lines,
      List<PlacedCell> cells) {
    public PlacedBlock {
      lines = List.copyOf(lines);
      cells = List.copyOf(cells);
    }

    /// Whether it is what a model says that a figure shows; its box, and that of every word, is the
    /// figure's.
    public boolean isDescribed() {
      return FigureText.isLabel(label);
    }
  }

  public record PlacedLine(BoundingBox box, int start, int end) {}

  public record PlacedCell(
      int row,
      int column,
      int rowSpan,
      int colSpan,
      boolean header,
      BoundingBox box,
      int start,
      int end) {}
}
