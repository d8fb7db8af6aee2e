package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What holds for every [PageText], whoever read it: a text layer, an OCR engine, a fake.
///
/// The tests of every source call [#assertHolds] on what it yields.
public final class PageTextContract {

  /// A fraction of the page: rounding of engines that count in pixels or in thousandths.
  private static final double TOLERANCE = 0.002;

  private PageTextContract() {}

  public static void assertHolds(PageText page) {
    assertThat(page.provenance().engine()).as("engine").isNotBlank();
    for (Block block : page.blocks()) {
      assertThat(block.label()).as("label of %s", block).isNotBlank();
      switch (block) {
        case Block.Table table -> assertTable(table);
        case Block.Figure figure -> assertLines(figure.lines(), figure.box(), figure);
        case Block.Heading _,
            Block.Paragraph _,
            Block.ListItem _,
            Block.Caption _,
            Block.Formula _,
            Block.PageHeader _,
            Block.PageFooter _,
            Block.PageNumber _,
            Block.Footnote _,
            Block.Seal _,
            Block.Other _ -> {
          assertThat(block.lines()).as("lines of %s", block).isNotEmpty();
          assertLines(block.lines(), block.box(), block);
        }
      }
      if (block instanceof Block.ListItem item) {
        assertThat(item.level()).as("level of %s", item).isPositive();
      }
    }
    assertThat(page.markdown()).doesNotContain("\u0000").doesNotContain("\n\n\n");
  }

  private static void assertTable(Block.Table table) {
    assertThat(table.cells()).as("cells of a table").isNotEmpty();
    Set<List<Integer>> taken = new HashSet<>();
    int before = -1;
    for (Block.Cell cell : table.cells()) {
      assertWithin(cell.box(), table.box(), cell);
      assertLines(cell.lines(), cell.box(), cell);
      int place = cell.row() * 100_000 + cell.column();
      assertThat(place).as("cells go row by row, left to right: %s", cell).isGreaterThan(before);
      before = place;
      for (int row = cell.row(); row < cell.row() + cell.rowSpan(); row++) {
        for (int column = cell.column(); column < cell.column() + cell.colSpan(); column++) {
          assertThat(taken.add(List.of(row, column)))
              .as("row %d, column %d is in one cell only: %s", row, column, cell)
              .isTrue();
        }
      }
    }
  }

  private static void assertLines(List<Line> lines, BoundingBox around, Object owner) {
    for (Line line : lines) {
      assertThat(line.words()).as("words of a line of %s", owner).isNotEmpty();
      for (Word word : line.words()) {
        assertWord(word);
        assertWithin(word.box(), around, owner);
      }
      assertOneWay(line);
    }
  }

  private static void assertWord(Word word) {
    String text = word.text();
    assertThat(Normalizer.isNormalized(text, Normalizer.Form.NFC)).as("NFC: %s", text).isTrue();
    assertThat(text.codePoints().anyMatch(c -> c == 0 || Character.isWhitespace(c)))
        .as("no white space, no U+0000: %s", text)
        .isFalse();
    assertThat(text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF))
        .as("no lone surrogates: %s", text)
        .isFalse();
    assertThat(word.confidence()).as("confidence of %s", text).isBetween(0.0, 1.0);
    if (text.codePoints().anyMatch(Character::isIdeographic)) {
      long characters =
          text.codePoints().filter(c -> Character.getType(c) != Character.NON_SPACING_MARK).count();
      assertThat(characters).as("an ideograph is a word of its own: %s", text).isEqualTo(1);
    }
  }

  /// Words of a line go one way: to the right, or down or up where a line stands sideways, or to
  /// the left in scripts that are written so.
  private static void assertOneWay(Line line) {
    BoundingBox box = line.box();
    List<Word> words = line.words();
    boolean alongX = true;
    boolean againstX = true;
    boolean alongY = true;
    boolean againstY = true;
    for (int i = 1; i < words.size(); i++) {
      BoundingBox left = words.get(i - 1).box();
      BoundingBox right = words.get(i).box();
      alongX &= right.x0() >= left.x0() - TOLERANCE;
      againstX &= right.x1() <= left.x1() + TOLERANCE;
      alongY &= right.y0() >= left.y0() - TOLERANCE;
      againstY &= right.y1() <= left.y1() + TOLERANCE;
    }
    assertThat(alongX || againstX || alongY || againstY)
        .as("words of one line go one way: %s in %s", line.text(), box)
        .isTrue();
  }

  private static void assertWithin(BoundingBox inner, BoundingBox outer, Object owner) {
    assertThat(
            inner.x0() >= outer.x0() - TOLERANCE
                && inner.y0() >= outer.y0() - TOLERANCE
                && inner.x1() <= outer.x1() + TOLERANCE
                && inner.y1() <= outer.y1() + TOLERANCE)
        .as("%s lies within %s of %s", inner, outer, owner)
        .isTrue();
  }
}
