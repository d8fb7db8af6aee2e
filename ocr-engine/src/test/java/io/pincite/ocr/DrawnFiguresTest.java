package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Drawings in paths, next to a figure's caption and elsewhere.
class DrawnFiguresTest {
  private static final String[] PROSE = {
    "The revenue of the company rose in each of the four",
    "quarters of the year, as the chart below shows for all",
    "of its divisions together and for none of them alone."
  };

  /// Where [PageSketch#bars] at 120, 200 stands, with what is written at its edges.
  private static final double[] BARS = {104, 200, 280, 326};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Figure 3: Revenue by quarter",
        "Fig. 3. Revenue by quarter",
        "FIGURE 3-1 Revenue",
        "Chart 2",
        "图 3 各季度收入",
        "图表1：各季度收入",
        "圖三 各季收入"
      })
  void aDrawingAboveItsCaptionIsAFigure(String caption) {
    var page = PageSketch.letter().lines(72, 100, PROSE).bars(120, 200).text(110, 350, caption);

    List<Block> blocks = analysed(page);

    int figure = onlyFigure(blocks);
    isAt(blocks.get(figure), BARS);
    assertThat(blocks.get(figure).label()).isEqualTo("drawing");
    assertThat(blocks.get(figure + 1)).isInstanceOf(Block.Caption.class);
    assertThat(texts(blocks)).contains("quarter").contains("Q4");
  }

  @Test
  void aDrawingBelowItsCaptionIsAFigure() {
    var page =
        PageSketch.letter()
            .lines(72, 100, PROSE)
            .text(110, 185, "Chart 1: Revenue by quarter")
            .bars(120, 200)
            .lines(72, 360, PROSE);

    List<Block> blocks = analysed(page);

    int figure = onlyFigure(blocks);
    isAt(blocks.get(figure), BARS);
    assertThat(blocks.get(figure - 1)).isInstanceOf(Block.Caption.class);
  }

  @Test
  void drawingsSideBySideAreFiguresOfTheirOwn() {
    var page =
        PageSketch.letter()
            .lines(60, 100, PROSE)
            .lines(330, 100, PROSE)
            .bars(80, 200)
            .bars(350, 200)
            .text(60, 350, "Figure 1: Revenue of all divisions by quarter")
            .text(330, 350, "Figure 2: Cost of all divisions by quarter")
            .lines(60, 380, PROSE)
            .lines(330, 380, PROSE);

    List<Block> blocks = analysed(page);

    List<Block> figures = blocks.stream().filter(Block.Figure.class::isInstance).toList();
    assertThat(figures).as(texts(blocks)).hasSize(2);
    isAt(figures.getFirst(), 64, 200, 240, 326);
    isAt(figures.getLast(), 334, 200, 510, 326);
  }

  @Test
  void onAPageThatIsTurnedAboveIsWhereItsTextSaysSo() {
    var page =
        PageSketch.letter()
            .turned(90)
            .lines(72, 100, PROSE)
            .bars(120, 200)
            .text(110, 350, "Figure 3: Revenue by quarter");

    List<Block> blocks = analysed(page);

    BoundingBox box = blocks.get(onlyFigure(blocks)).box();
    assertThat(box.x0() * 612).isBetween(612 - 328.0, 612 - 324.0);
    assertThat(box.x1() * 612).isBetween(612 - 201.0, 612 - 199.0);
    assertThat(box.y0() * 792).isBetween(102.0, 106.0);
  }

  /// Every word stands where it stood, and no block is another.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "The chart above shows the revenue.",
        "Figure 3 shows the revenue by quarter.",
        "Table 3: Revenue by quarter",
        "图 3 所示为各季度收入",
        "图中为各季度收入"
      })
  void withoutACaptionOfAFigureNothingIsOne(String text) {
    var page = PageSketch.letter().lines(72, 100, PROSE).bars(120, 200).text(110, 350, text);
    PageContent content = page.content();
    var unmarked = new PageContent(612, 792, content.words(), content.rulings(), content.images());

    assertThat(analysed(page)).isEqualTo(new Layout().analyse(unmarked));
  }

  @Test
  void whatIsRuledUnderlinedShadedOrFarIsNoFigure() {
    String caption = "Figure 1: Fees by month";
    var ruled =
        PageSketch.letter()
            .grid(new double[] {72, 200, 300}, new double[] {100, 150, 200})
            .text(76, 130, "Month")
            .text(204, 130, "Fee")
            .text(76, 180, "May")
            .text(204, 180, "10")
            .text(72, 220, caption);
    var underlined =
        PageSketch.letter()
            .horizontalRule(72, 500, 60)
            .lines(72, 100, PROSE)
            .horizontalRule(72, 300, 140)
            .horizontalRule(72, 300, 143)
            .text(72, 160, caption);
    var shaded =
        PageSketch.letter()
            .mark(60, 80, 500, 140)
            .mark(60, 80, 500, 140)
            .mark(62, 82, 498, 138)
            .lines(72, 100, PROSE)
            .text(72, 160, caption);
    var framed =
        PageSketch.letter()
            .mark(30, 30, 582, 762)
            .mark(32, 32, 580, 760)
            .mark(34, 34, 578, 758)
            .lines(72, 100, PROSE)
            .text(72, 160, caption);
    var far = PageSketch.letter().bars(120, 200).text(72, 500, caption);
    var small =
        PageSketch.letter()
            .mark(72, 120, 90, 135)
            .mark(92, 120, 110, 135)
            .mark(112, 120, 130, 135)
            .text(72, 150, caption);

    for (PageSketch page : List.of(ruled, underlined, shaded, framed, far, small)) {
      assertThat(analysed(page)).noneMatch(Block.Figure.class::isInstance);
    }
  }

  private static int onlyFigure(List<Block> blocks) {
    List<Integer> figures =
        java.util.stream.IntStream.range(0, blocks.size())
            .filter(i -> blocks.get(i) instanceof Block.Figure)
            .boxed()
            .toList();
    assertThat(figures).as(BlockOutline.of(blocks).toString()).hasSize(1);
    return figures.getFirst();
  }

  /// In points of a letter page, to three of them.
  private static void isAt(Block figure, double... edges) {
    BoundingBox box = figure.box();
    double[] seen = {box.x0() * 612, box.y0() * 792, box.x1() * 612, box.y1() * 792};
    assertThat(seen).containsExactly(edges, org.assertj.core.data.Offset.offset(3.0));
  }

  private static String texts(List<Block> blocks) {
    return String.join("\n", BlockOutline.of(blocks));
  }

  private static List<Block> analysed(PageSketch page) {
    List<Block> blocks = new Layout().analyse(page.content());
    PageTextContract.assertHolds(new PageText(blocks, Provenance.of("sketch", "1")));
    return blocks;
  }
}
