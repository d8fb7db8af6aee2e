package io.pincite.ingest.internal.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.DocumentStructure.Element;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.Span;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StructuresTest {
  private static final double LEFT = 0.1;
  private static final double RIGHT = 0.9;

  /// A page under construction: blocks from top to bottom.
  private static final class PageMaker {
    private final List<Block> blocks = new ArrayList<>();
    private double y = 0.2;
    private double left = LEFT;
    private double right = RIGHT;

    private List<Line> lines(String text) {
      List<Line> lines = new ArrayList<>();
      for (String row : text.split("\n")) {
        // "short|": the line ends well before the right edge
        boolean full = !row.endsWith("|");
        String said = full ? row : row.substring(0, row.length() - 1);
        double end = full ? right : left + (right - left) * 0.4;
        String[] words = said.split(" ");
        List<Word> made = new ArrayList<>();
        double step = (end - left) / words.length;
        for (int i = 0; i < words.length; i++) {
          made.add(
              new Word(
                  words[i],
                  new BoundingBox(left + i * step, y, left + (i + 1) * step, y + 0.015),
                  1,
                  true));
        }
        lines.add(new Line(made));
        y += 0.02;
      }
      y += 0.01;
      return lines;
    }

    private static BoundingBox around(List<Line> lines) {
      return BoundingBox.around(lines.stream().map(Line::box).toList());
    }

    PageMaker paragraph(String text) {
      List<Line> lines = lines(text);
      blocks.add(new Block.Paragraph(lines, around(lines), "paragraph"));
      return this;
    }

    PageMaker figure() {
      blocks.add(new Block.Figure(List.of(), new BoundingBox(left, y, right, y + 0.1), "picture"));
      y += 0.12;
      return this;
    }

    PageMaker item(String text) {
      List<Line> lines = lines(text);
      blocks.add(new Block.ListItem(1, lines, around(lines), "list"));
      return this;
    }

    PageMaker heading(int level, String text) {
      List<Line> lines = lines(text);
      blocks.add(new Block.Heading(level, lines, around(lines), "heading"));
      return this;
    }

    PageMaker footnote(String text) {
      List<Line> lines = lines(text);
      blocks.add(new Block.Footnote(lines, around(lines), "footnote"));
      return this;
    }

    PageMaker number(String text) {
      y = 0.95;
      List<Line> lines = lines(text);
      blocks.add(new Block.PageNumber(lines, around(lines), "number"));
      return this;
    }

    PageMaker at(double top) {
      y = top;
      return this;
    }

    PageMaker column(double from, double to) {
      left = from;
      right = to;
      y = 0.2;
      return this;
    }

    /// Rows separated by line feeds, cells by bars; `!` before a row: a header.
    PageMaker table(String rows) {
      List<Block.Cell> cells = new ArrayList<>();
      double top = y;
      int row = 0;
      for (String each : rows.split("\n")) {
        boolean header = each.startsWith("!");
        String[] texts = (header ? each.substring(1) : each).split("\\|");
        for (int column = 0; column < texts.length; column++) {
          double x0 = LEFT + column * 0.2;
          var box = new BoundingBox(x0, y, x0 + 0.2, y + 0.02);
          var line = new Line(List.of(new Word(texts[column], box, 1, true)));
          cells.add(new Block.Cell(row, column, 1, 1, header, List.of(line), box));
        }
        y += 0.02;
        row++;
      }
      blocks.add(new Block.Table(cells, new BoundingBox(LEFT, top, 0.9, y), "table"));
      return this;
    }
  }

  private static DocumentStructure structure(PageMaker... pages) {
    List<PageReading> readings = new ArrayList<>();
    for (PageMaker page : pages) {
      readings.add(
          new PageReading(
              readings.size() + 1,
              1,
              612,
              792,
              PageReading.Unit.PT,
              0,
              PageReading.Source.TEXT_LAYER,
              new SourceReason(SourceReason.Code.TEXT_LAYER, "test"),
              "text-layer",
              Optional.empty(),
              Optional.empty(),
              TokenLayers.of(new PageText(page.blocks, Provenance.of("text-layer", "1")))));
    }
    return Structures.of(1, readings);
  }

  private static PageMaker page() {
    return new PageMaker();
  }

  private static List<String> texts(DocumentStructure structure) {
    return structure.elements().stream().map(Element::text).toList();
  }

  /// Headings and their levels, as an outline.
  private static List<String> outline(DocumentStructure structure) {
    return structure.elements().stream()
        .filter(element -> element.type() == Block.Type.HEADING)
        .map(
            element ->
                "%d %s | %s"
                    .formatted(
                        element.level().orElseThrow(),
                        element.text(),
                        element.headings().stream()
                            .map(i -> structure.elements().get(i).text())
                            .collect(Collectors.joining(" > "))))
        .toList();
  }

  @Test
  void aParagraphSplitByAPageBreakIsOne() {
    DocumentStructure structure =
        structure(
            page().paragraph("The Supplier shall deliver\nthe goods within thirty").number("1"),
            page().paragraph("days of the order.|").paragraph("Next one.|").number("2"));
    assertThat(texts(structure))
        .containsExactly(
            "The Supplier shall deliver the goods within thirty days of the order.", "Next one.");
    assertThat(structure.elements().getFirst().spans())
        .containsExactly(new Span(1, 1, 0, 50), new Span(2, 1, 0, 18));
  }

  @Test
  void aFootnoteBetweenIsSteppedOver() {
    DocumentStructure structure =
        structure(
            page().paragraph("in accordance with the laws").footnote("1 See annex.|").number("1"),
            page().paragraph("of England and Wales.|"));
    assertThat(texts(structure))
        .containsExactly("in accordance with the laws of England and Wales.", "1 See annex.");
  }

  @Test
  void aSentenceThatEndedIsNotGoneOnWith() {
    DocumentStructure structure =
        structure(
            page().paragraph("This is the end of it all."),
            page().paragraph("Here starts another."));
    assertThat(structure.elements()).hasSize(2);
  }

  @Test
  void aNewItemIsNoContinuation() {
    DocumentStructure structure =
        structure(
            page().item("(a) the first thing that is and"),
            page().item("(b) the second thing."),
            page().paragraph("As stated in Section"),
            page().paragraph("11.2 shall survive."));
    assertThat(texts(structure))
        .containsExactly(
            "(a) the first thing that is and",
            "(b) the second thing.",
            "As stated in Section 11.2 shall survive.");
  }

  @Test
  void aListItemGoesOnOnTheNextPage() {
    DocumentStructure structure =
        structure(
            page().item("(a) all of the things which are"),
            page().paragraph("needed for it; and|"));
    Element item = structure.elements().getFirst();
    assertThat(item.type()).isEqualTo(Block.Type.LIST_ITEM);
    assertThat(item.text()).isEqualTo("(a) all of the things which are needed for it; and");
  }

  @Test
  void aParagraphGoesOnInTheNextColumn() {
    DocumentStructure structure =
        structure(
            page()
                .column(0.1, 0.45)
                .at(0.8)
                .paragraph("The Licensee shall keep")
                .column(0.55, 0.9)
                .paragraph("all records for it.|"));
    assertThat(texts(structure)).containsExactly("The Licensee shall keep all records for it.");
  }

  @Test
  void chineseGoesOnWithoutASpace() {
    DocumentStructure structure =
        structure(page().paragraph("本合同一式两份，\n甲方应当在收到货物后三十"), page().paragraph("日内付清全部货款。|"));
    assertThat(texts(structure)).containsExactly("本合同一式两份，甲方应当在收到货物后三十日内付清全部货款。");
  }

  @Test
  void hyphensOfLineEndsGoAndThoseOfWordsStay() {
    DocumentStructure structure =
        structure(
            page()
                .paragraph("an early termi-\nnation of the non-\nexclusive and well-\nknown right")
                .paragraph("a built-in and a built-\nin thing."));
    assertThat(texts(structure))
        .containsExactly(
            "an early termination of the non-exclusive and well-known right",
            "a built-in and a built-in thing.");
  }

  @Test
  void aTableOverTwoPagesIsOneAndItsHeaderStandsOnce() {
    DocumentStructure structure =
        structure(
            page().table("!Item|Price\nChair|10\nTable|20").number("1"),
            page().table("!Item|Price\nLamp|30").paragraph("After.|"));
    Element table = structure.elements().getFirst();
    assertThat(table.type()).isEqualTo(Block.Type.TABLE);
    assertThat(table.text()).isEqualTo("Item\tPrice\nChair\t10\nTable\t20\nLamp\t30");
    assertThat(table.rows()).hasSize(4);
    assertThat(table.rows().getFirst().header()).isTrue();
    assertThat(table.rows().getLast().cells().getLast().span()).isEqualTo(new Span(2, 1, 16, 18));
    assertThat(structure.elements()).hasSize(2);
  }

  @Test
  void aTableWithOtherColumnsIsAnother() {
    DocumentStructure structure =
        structure(page().table("!Item|Price\nChair|10"), page().table("!A|B|C\n1|2|3"));
    assertThat(structure.elements()).hasSize(2);
  }

  @Test
  void linesThatRepeatOverThePagesAreLeftOut() {
    PageMaker[] pages = new PageMaker[4];
    for (int i = 0; i < pages.length; i++) {
      pages[i] =
          page()
              .at(0.03)
              .paragraph("Lease Agreement No. " + (10 + i) + "|")
              .at(0.2)
              .paragraph("Body of page " + "ABCD".charAt(i) + ".|")
              .at(0.95)
              .paragraph("Source: FILED, 8-K|");
    }
    assertThat(texts(structure(pages)))
        .containsExactly(
            "Body of page A.", "Body of page B.", "Body of page C.", "Body of page D.");
  }

  @Test
  void numbersThatCountUpArePageNumbersEvenInTheMiddleOfAPage() {
    DocumentStructure structure =
        structure(
            page().paragraph("It ends with the").paragraph("-7-|").paragraph("last word.|"),
            page().paragraph("Then.|").paragraph("-8-|").paragraph("More.|").paragraph("-9-|"));
    assertThat(texts(structure)).containsExactly("It ends with the last word.", "Then.", "More.");
  }

  @Test
  void decimalNumbersMakeOneTree() {
    DocumentStructure structure =
        structure(
            page()
                .heading(1, "SERVICES AGREEMENT|")
                .heading(2, "1. Definitions|")
                .paragraph("Words mean things.|")
                .heading(2, "2. Services|")
                .heading(3, "2.1 Scope|"),
            page().heading(1, "2.2 Changes|").heading(3, "3. Fees|").paragraph("They are due.|"));
    assertThat(outline(structure))
        .containsExactly(
            "1 SERVICES AGREEMENT | ",
            "2 1. Definitions | SERVICES AGREEMENT",
            "2 2. Services | SERVICES AGREEMENT",
            "3 2.1 Scope | SERVICES AGREEMENT > 2. Services",
            "3 2.2 Changes | SERVICES AGREEMENT > 2. Services",
            "2 3. Fees | SERVICES AGREEMENT");
    Element last = structure.elements().getLast();
    assertThat(last.headings()).containsExactly(0, 6);
  }

  @Test
  void articlesSectionsAndSchedulesNest() {
    DocumentStructure structure =
        structure(
            page()
                .heading(1, "ARTICLE I|")
                .paragraph("TERM|")
                .paragraph("Section 1.1 Duration. The term is three years from the date.")
                .heading(1, "ARTICLE II PAYMENT|")
                .paragraph("Section 2.1 Fees. The fee is due on the first day.")
                .paragraph("Schedule A Prices|")
                .heading(2, "1. Goods|"));
    assertThat(outline(structure))
        .containsExactly(
            "1 ARTICLE I TERM | ",
            "2 Section 1.1 Duration. | ARTICLE I TERM",
            "1 ARTICLE II PAYMENT | ",
            "2 Section 2.1 Fees. | ARTICLE II PAYMENT",
            "1 Schedule A Prices | ",
            "2 1. Goods | Schedule A Prices");
  }

  @Test
  void aTitleThatRunsIntoItsParagraphIsAHeading() {
    DocumentStructure structure =
        structure(page().paragraph("2.1 Term. The term is three years\nfrom the start date.|"));
    assertThat(structure.elements())
        .extracting(Element::type, Element::text, Element::spans, Element::headings)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Block.Type.HEADING, "2.1 Term.", List.of(new Span(1, 1, 0, 9)), List.of()),
            org.assertj.core.groups.Tuple.tuple(
                Block.Type.PARAGRAPH,
                "The term is three years from the start date.",
                List.of(new Span(1, 1, 10, 54)),
                List.of(0)));
  }

  @Test
  void aTitleWhoseFullStopWasReadAsACommaIsAHeading() {
    DocumentStructure structure =
        structure(page().paragraph("2.1 Term, The term is three years\nfrom the start date.|"));
    assertThat(outline(structure)).containsExactly("1 2.1 Term, | ");
  }

  @Test
  void aTitleWithACommaIsOneTitle() {
    DocumentStructure structure =
        structure(
            page()
                .paragraph(
                    "12.3 Entire Agreement, No Waiver. This Agreement is the whole\nof what the parties say.|"));
    assertThat(outline(structure)).containsExactly("1 12.3 Entire Agreement, No Waiver. | ");
  }

  @Test
  void aClauseThatBeginsWithAnExceptionIsNoTitle() {
    DocumentStructure structure =
        structure(
            page()
                .paragraph(
                    "2.1 Notwithstanding the foregoing, No Party shall pay\nmore than the fee.|"));
    assertThat(outline(structure)).isEmpty();
  }

  @Test
  void aListWithCommasIsNoTitle() {
    DocumentStructure structure =
        structure(page().paragraph("2.1 Buyer, Seller and the Agent shall meet\nevery year.|"));
    assertThat(outline(structure)).isEmpty();
  }

  @Test
  void aClauseThatIsASentenceIsNoTitle() {
    DocumentStructure structure =
        structure(page().paragraph("2.1 The Supplier shall deliver. The Buyer shall pay."));
    assertThat(outline(structure)).isEmpty();
  }

  @Test
  void chineseArticlesAreHeadings() {
    DocumentStructure structure =
        structure(
            page()
                .heading(1, "采购合同|")
                .paragraph("第一条 标的物：甲方向乙方采购办公家具。")
                .paragraph("第二条 合同有效期|")
                .paragraph("本合同有效期为三年。|")
                .paragraph("第三条 甲方应当按时付款。|"));
    assertThat(outline(structure))
        .containsExactly("1 采购合同 | ", "2 第一条 标的物： | 采购合同", "2 第二条 合同有效期 | 采购合同", "2 第三条 | 采购合同");
    assertThat(structure.elements().getLast().text()).isEqualTo("甲方应当按时付款。");
  }

  @Test
  void anIntroductionThatEndsInAColonIsNoTitle() {
    DocumentStructure structure =
        structure(page().paragraph("6.1 甲方按照下列方式向乙方支付合同价款：|").paragraph("6.2 付款方式：银行转账支付。|"));
    assertThat(outline(structure)).containsExactly("1 6.2 付款方式： | ");
  }

  @Test
  void linesOfSignatureColumnsAreNotJoined() {
    DocumentStructure structure =
        structure(
            page()
                .column(0.1, 0.4)
                .at(0.8)
                .paragraph("甲方（盖章）")
                .column(0.6, 0.9)
                .paragraph("乙方（盖章）"));
    assertThat(structure.elements()).hasSize(2);
  }

  @Test
  void shortNumberedLinesInARowAreAList() {
    DocumentStructure structure =
        structure(page().item("1. Red Chairs|").item("2. Blue Chairs|").item("3. Green Chairs|"));
    assertThat(outline(structure)).isEmpty();
  }

  @Test
  void itemsNestByTheirMarks() {
    DocumentStructure structure =
        structure(
            page()
                .item("(g) one;|")
                .item("(h) two;|")
                .item("(i) three, the ninth;|")
                .item("(i) nested one;|")
                .item("(ii) nested two;|")
                .item("(j) four.|"));
    assertThat(structure.elements())
        .extracting(element -> element.level().orElseThrow())
        .containsExactly(1, 1, 1, 2, 2, 1);
  }

  @Test
  void offsetsSurviveSupplementaryCharacters() {
    DocumentStructure structure =
        structure(page().paragraph("2.1 Term 𠮷. The 𠮷 term is three years."));
    assertThat(structure.elements().get(1).spans()).containsExactly(new Span(1, 1, 12, 38));
  }

  @Test
  void figuresKeepTheirPlacesAndAreNoElements() {
    DocumentStructure structure =
        structure(
            page().figure().paragraph("The first paragraph ends here.|").figure(),
            page().paragraph("The second one follows.|").figure().figure());

    assertThat(structure.elements()).hasSize(2);
    assertThat(structure.figures())
        .containsExactly(
            new DocumentStructure.Figure(0, 1, 1, 1),
            new DocumentStructure.Figure(1, 1, 1, 2),
            new DocumentStructure.Figure(2, 2, 1, 1),
            new DocumentStructure.Figure(2, 2, 1, 2));
    assertThat(structure.markdown(of -> "p%d/%d.png".formatted(of.page(), of.number())))
        .isEqualTo(
            """
            ![figure](p1/1.png)

            The first paragraph ends here.

            ![figure](p1/2.png)

            The second one follows.

            ![figure](p2/1.png)

            ![figure](p2/2.png)
            """);
    assertThat(structure.markdown()).doesNotContain("figure");
  }

  @Test
  void aFigureDoesNotPartAParagraphThatGoesOnBehindIt() {
    DocumentStructure structure =
        structure(
            page().paragraph("The tenant shall pay the rent on the first day of").figure(),
            page().figure().paragraph("each month without being asked for it.|"));

    assertThat(texts(structure))
        .containsExactly(
            "The tenant shall pay the rent on the first day of each month without being asked for it.");
    assertThat(structure.figures())
        .extracting(DocumentStructure.Figure::before)
        .containsExactly(1, 1);
  }
}
