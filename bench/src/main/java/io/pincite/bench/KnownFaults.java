package io.pincite.bench;

import io.pincite.samples.Truth.Block;
import io.pincite.samples.Truth.Cell;
import io.pincite.samples.Truth.Line;
import io.pincite.samples.Truth.Page;
import io.pincite.samples.Truth.Word;
import java.util.List;
import java.util.Random;

/// Makes a page of which some letters are wrong, so that what a measure says of it can be checked:
/// each wrong letter is [#MARK], which stands on no page, and so is one edit and never less.
///
/// Letters at the ends of words are spared, Chinese ones excepted: what stands at the end of a line
/// decides whether it is joined to the next. Used by one thread.
final class KnownFaults {
  static final char MARK = '¤';

  private final double share;
  private final Random random;

  /// @param share of letters and digits, 0..1
  KnownFaults(double share, long seed) {
    this.share = share;
    this.random = new Random(seed);
  }

  Page of(Page page) {
    return new Page(
        page.number(),
        page.width(),
        page.height(),
        page.rotation(),
        page.blocks().stream().map(this::block).toList());
  }

  private Block block(Block block) {
    return new Block(
        block.type(),
        block.level(),
        lines(block.lines()),
        block.cells().stream().map(this::cell).toList(),
        block.box(),
        block.ruled(),
        block.continued(),
        block.orderOpen(),
        block.direction());
  }

  private Cell cell(Cell cell) {
    return new Cell(
        cell.row(),
        cell.column(),
        cell.rowSpan(),
        cell.colSpan(),
        cell.header(),
        lines(cell.lines()),
        cell.box());
  }

  private List<Line> lines(List<Line> lines) {
    return lines.stream()
        .map(line -> new Line(line.words().stream().map(this::word).toList()))
        .toList();
  }

  private Word word(Word word) {
    var text = new StringBuilder(word.text());
    for (int i = 0; i < text.length(); i++) {
      boolean isInner = i > 0 && i < text.length() - 1;
      boolean maybe =
          isInner && Character.isLetterOrDigit(text.charAt(i))
              || Character.isIdeographic(text.charAt(i));
      if (maybe && random.nextDouble() < share) {
        text.setCharAt(i, MARK);
      }
    }
    return new Word(text.toString(), word.box(), word.spaceBefore());
  }

  /// Letters that are wrong in what a model writes of a page: without its headers, footers and
  /// numbers.
  static long count(Page right, Page wrong) {
    String text = KnownLayout.of("", "en", wrong).text();
    return text.chars().filter(letter -> letter == MARK).count()
        - KnownLayout.of("", "en", right).text().chars().filter(letter -> letter == MARK).count();
  }
}
