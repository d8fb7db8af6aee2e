package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureTextTest {
  private static final BoundingBox BOX = new BoundingBox(0.1, 0.2, 0.6, 0.5);

  @Test
  void aChartIsATableWhicheverWayTheModelWritesIt() {
    String html =
        "<table><tr><td>Quarter</td><td>Revenue</td></tr><tr><td>Q1</td><td>1,204</td></tr></table>";
    String bars = "| Quarter | Revenue |\n|---|:-:|\n| Q1 | 1,204 |";

    for (String written : List.of(html, bars)) {
      List<Block> blocks = FigureText.blocks(written, BOX, FigureText.label(OcrTask.PARSE_FIGURE));

      assertThat(blocks).hasSize(1);
      Block.Table table = (Block.Table) blocks.getFirst();
      assertThat(table.label()).isEqualTo("figure:parse_figure");
      assertThat(table.cells())
          .extracting(cell -> cell.lines().getFirst().text())
          .containsExactly("Quarter", "Revenue", "Q1", "1,204");
      assertThat(table.cells()).extracting(Block.Cell::row).containsExactly(0, 0, 1, 1);
      assertThat(table.cells()).extracting(Block.Cell::box).containsOnly(BOX);
      assertThat(
              table.cells().stream()
                  .flatMap(cell -> cell.lines().stream())
                  .flatMap(line -> line.words().stream())
                  .map(Word::box))
          .containsOnly(BOX);
    }
  }

  @Test
  void wordsAroundATableAndFormulasStandBesideIt() {
    List<Block> blocks =
        FigureText.blocks(
            "Sales by year:\n\n| Year | 销售额 |\n| --- | --- |\n| 2023 | a \\| b |\n\nIn millions.\n\n\\[ E = mc^2 \\]",
            BOX,
            FigureText.label(OcrTask.DESCRIBE));

    assertThat(blocks)
        .extracting(Block::type)
        .containsExactly(Block.Type.OTHER, Block.Type.TABLE, Block.Type.OTHER, Block.Type.FORMULA);
    assertThat(blocks).extracting(Block::label).containsOnly("figure:describe");
    assertThat(((Block.Table) blocks.get(1)).cells())
        .extracting(cell -> cell.lines().getFirst().text())
        .containsExactly("Year", "销售额", "2023", "a | b");
    assertThat(blocks.get(3).lines().getFirst().text()).isEqualTo("E = mc^2");
  }

  @Test
  void nothingWrittenIsNoBlock() {
    assertThat(FigureText.blocks(" \n", BOX, FigureText.label(OcrTask.DESCRIBE))).isEmpty();
  }

  /// Its label begins as no engine's does, whatever a model calls a part of a page.
  @Test
  void noPageOfAModelIsTakenForAFigureThatWasRead() {
    assertThat(FigureText.isLabel("figure")).isFalse();
    assertThat(FigureText.isLabel("figure_caption")).isFalse();
    assertThat(FigureText.isLabel(FigureText.label(OcrTask.PARSE_FIGURE))).isTrue();
  }

  @Test
  void figuresAreLinkedAndWhatIsSaidOfThemIsSaidToBeThat() {
    var caption = new Line(List.of(new Word("Sales*", BOX, 1, false)));
    var blocks =
        new java.util.ArrayList<Block>(
            List.of(
                new Block.Figure(List.of(), BOX, "image"),
                new Block.Caption(List.of(caption), BOX, "image_caption")));
    blocks.addAll(
        FigureText.blocks(
            "| A | B |\n|---|---|\n| 1 | 2 |", BOX, FigureText.label(OcrTask.PARSE_FIGURE)));
    blocks.addAll(FigureText.blocks("Two bars.", BOX, FigureText.label(OcrTask.DESCRIBE)));
    blocks.add(new Block.Figure(List.of(), BOX, "image"));
    var page = new PageText(blocks, Provenance.of("test", "1"));

    assertThat(page.markdown(number -> Optional.of("fig/%d.png".formatted(number))))
        .isEqualTo(
            """
            ![Sales\\*](fig/1.png)

            *Sales\\**

            > \\[a model's reading of the figure\\]
            >
            > | A | B |
            > | --- | --- |
            > | 1 | 2 |
            >
            > Two bars.

            ![figure](fig/2.png)
            """);
    assertThat(page.markdown()).contains("\\[figure\\]").doesNotContain("![");
  }
}
