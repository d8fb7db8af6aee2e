package io.pincite.ocr.internal.grounding;

import static io.pincite.ocr.internal.grounding.GroundedParser.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.RecordedOutputs;
import io.pincite.ocr.internal.grounding.Written.Caption;
import io.pincite.ocr.internal.grounding.Written.Cell;
import io.pincite.ocr.internal.grounding.Written.Figure;
import io.pincite.ocr.internal.grounding.Written.Formula;
import io.pincite.ocr.internal.grounding.Written.Heading;
import io.pincite.ocr.internal.grounding.Written.Item;
import io.pincite.ocr.internal.grounding.Written.Table;
import io.pincite.ocr.internal.grounding.Written.Text;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroundedParserTest {

  @Test
  void aDocumentIsItsBlocksWithTheirBoxes() {
    GroundedText page = parse(RecordedOutputs.DOCUMENT_EN.text());

    assertThat(page.cut()).isFalse();
    assertThat(page.blocks())
        .containsExactly(
            new Heading(1, "SERVICES AGREEMENT", "title", at(312, 61, 688, 92)),
            new Text(
                "This agreement is made on 3 March 2026 between Northfield Water Ltd\n"
                    + "and Calder & Sons (the \"Contractor\").",
                "text",
                at(118, 118, 882, 190)),
            new Heading(2, "2. Charges", "sub_title", at(118, 214, 402, 236)),
            new Text(
                "The Client pays the charges of Schedule 1 within thirty (30) days of each\n"
                    + "invoice, and interest of 4 % a year on what is late.",
                "text", at(118, 248, 882, 330)),
            new Caption(
                "Table 1: Charges of the first year", "table_caption", at(330, 346, 670, 364)),
            new Table(
                List.of(
                    header(0, 0, "Service"),
                    header(0, 1, "Unit"),
                    header(0, 2, "Price (EUR)"),
                    cell(1, 0, "Inspection & report"),
                    cell(1, 1, "visit"),
                    cell(1, 2, "480.00"),
                    cell(2, 0, "Repair"),
                    cell(2, 1, "hour"),
                    cell(2, 2, "95.50")),
                "table",
                at(118, 372, 882, 520)),
            new Text("Prices without value added tax.", "table_footnote", at(118, 528, 500, 544)),
            new Figure("image", at(640, 820, 860, 902)),
            new Caption("Signature of the Client", "image_caption", at(640, 906, 860, 924)));
  }

  @Test
  void chineseIsReadLikeEnglish() {
    assertThat(parse(RecordedOutputs.DOCUMENT_ZH.text()).blocks())
        .startsWith(
            new Heading(1, "设备采购合同", "title", at(352, 66, 648, 98)),
            new Text("甲方：江苏恒远机械有限公司\n乙方：宁波启航贸易有限公司", "text", at(120, 130, 880, 176)),
            new Heading(2, "第三条 合同有效期", "sub_title", at(120, 200, 330, 222)));
  }

  @Test
  void formulasAreLatexWithoutTheirDelimiters() {
    assertThat(parse(RecordedOutputs.FORMULAS.text()).blocks())
        .containsExactly(
            new Text(
                "For a beam of length \\( l \\) the deflection under the load"
                    + " \\( q < q_{max} \\) is",
                "text",
                at(110, 90, 890, 140)),
            new Formula(
                "w(x) = \\frac{q x^2 (l - x)^2}{24 E I} \\quad (8)",
                "equation",
                at(300, 150, 700, 210)),
            new Formula("M = \\frac{q l^2}{8} \\tag{9}", "equation", at(300, 230, 700, 290)),
            new Text("where \\( E I \\) is the stiffness.", "text", at(110, 300, 890, 340)));
  }

  @Test
  void spanningCellsStandOnceAndTheHeaderGoesDownAsFarAsTheyDo() {
    assertThat(parse(RecordedOutputs.TABLE_SPANS.text()).blocks())
        .containsExactly(
            new Table(
                List.of(
                    new Cell(0, 0, 2, 1, true, "Region"),
                    new Cell(0, 1, 1, 2, true, "Quarter"),
                    header(1, 1, "First"),
                    header(1, 2, "Second"),
                    cell(2, 0, "North"),
                    cell(2, 1, "1,204"),
                    cell(2, 2, "1,310"),
                    cell(3, 0, "South"),
                    cell(3, 1, "987"),
                    cell(3, 2, ""),
                    cell(4, 0, "Total < plan"),
                    new Cell(4, 1, 1, 2, false, "3,501")),
                "table",
                at(90, 110, 910, 420)));
  }

  @Test
  void singleBracketsAreBoxesTooAndAPageNumberIsNoItem() {
    assertThat(parse(RecordedOutputs.SINGLE_BRACKETS.text()).blocks())
        .containsExactly(
            new Text("Annual report 2025", "header", at(80, 30, 920, 52)),
            new Table(
                List.of(
                    header(0, 0, "Year"),
                    header(0, 1, "Sales"),
                    cell(1, 0, "2023"),
                    cell(1, 1, "14.1"),
                    cell(2, 0, "2024"),
                    cell(2, 1, "15.8")),
                "chart",
                at(120, 100, 880, 420)),
            new Text("- 12 -", "page_number", at(480, 960, 520, 978)));
  }

  @Test
  void severalBoxesBelongToOneBlock() {
    assertThat(parse(RecordedOutputs.SEVERAL_BOXES.text()).blocks())
        .containsExactly(
            new Text(
                "The column ends here and goes on at the top of the next one,\n"
                    + "where the sentence is finished.",
                "text",
                List.of(box(70, 80, 480, 920), box(520, 80, 930, 400))),
            new Figure("image", List.of(box(540, 450, 700, 600), box(720, 450, 880, 600))));
  }

  @Test
  void itemsKeepTheirNumbersAndTheirDepth() {
    List<BoundingBox> boxes = at(110, 90, 890, 300);

    assertThat(parse(RecordedOutputs.LISTS.text()).blocks())
        .containsExactly(
            new Text("The Contractor shall:", "text", boxes),
            new Item(1, "- keep the site clean;", "text", boxes),
            new Item(2, "- every evening, and", "text", boxes),
            new Item(2, "- before each inspection;", "text", boxes),
            new Item(1, "- tell the Client of every accident.", "text", boxes),
            new Item(1, "1. Notice is given in writing.", "text", boxes),
            new Item(1, "2. It takes effect on the third day.", "text", boxes),
            new Item(1, "(a) by post, or", "text", boxes),
            new Item(1, "(b) by hand.", "text", boxes));
  }

  @Test
  void aLabelNotKnownIsKept() {
    assertThat(parse(RecordedOutputs.UNKNOWN_LABEL.text()).blocks())
        .containsExactly(
            new Heading(1, "Delivery note", "title", at(300, 60, 700, 90)),
            new Text("Received in good order", "signature_block", at(110, 800, 500, 900)),
            new Figure("barcode", at(700, 60, 900, 110)));
  }

  /// All that were seen in outputs of the model, and those that others map besides.
  @ParameterizedTest
  @CsvSource({
    "title, Heading",
    "sub_title, Heading",
    "text, Text",
    "image_caption, Caption",
    "figure_caption, Caption",
    "table_caption, Caption",
    "table_footnote, Text",
    "header, Text",
    "footer, Text",
    "page_number, Text"
  })
  void everyLabelThatWasSeenHasItsKindOfBlock(String label, String kind) {
    assertThat(parse(tag(label) + "\nSome words.  \n").blocks())
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.getClass().getSimpleName()).isEqualTo(kind);
              assertThat(block.label()).isEqualTo(label);
              assertThat(block.boxes()).isEqualTo(at(1, 2, 3, 4));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "figure", "chart"})
  void aPictureHasNoText(String label) {
    assertThat(parse(tag(label) + "\n\n" + tag("text") + "\nNext.").blocks())
        .containsExactly(
            new Figure(label, at(1, 2, 3, 4)), new Text("Next.", "text", at(1, 2, 3, 4)));
  }

  @Test
  void aChartThatIsParsedIsATableWithoutABox() {
    assertThat(
            parse("<table><tr><td>Year</td><td>Sales</td></tr><tr><td>2024</td><td>15.8</td></tr>")
                .blocks())
        .containsExactly(
            new Table(
                List.of(
                    header(0, 0, "Year"),
                    header(0, 1, "Sales"),
                    cell(1, 0, "2024"),
                    cell(1, 1, "15.8")),
                "",
                List.of()));
  }

  @Test
  void textInPlaceOfALabelIsText() {
    assertThat(parse(RecordedOutputs.OCR_LINES.text()).blocks())
        .containsExactly(
            new Text("FRESH BREAD", "", at(210, 100, 790, 190)),
            new Text("baked daily since 1987", "", at(260, 205, 740, 240)),
            new Text("open", "", at(440, 300, 560, 340)),
            new Text("7:00 – 18:30", "", at(400, 350, 600, 384)));
  }

  @Test
  void whatIsLocatedHasAllItsBoxes() {
    assertThat(parse(RecordedOutputs.LOCATE.text()).blocks())
        .containsExactly(
            new Text(
                "the red stamp", "", List.of(box(612, 700, 880, 860), box(100, 702, 300, 850))));
  }

  @Test
  void textWithoutTagsIsParagraphsWithoutBoxes() {
    assertThat(parse(RecordedOutputs.FREE_OCR.text()).blocks())
        .containsExactly(
            new Text("SERVICES AGREEMENT", "", List.of()),
            new Text(
                "This agreement is made on 3 March 2026 between Northfield Water Ltd\n"
                    + "and Calder & Sons (the \"Contractor\").",
                "",
                List.of()),
            new Item(1, "2. Charges", "", List.of()),
            new Text(
                "The Client pays the charges of Schedule 1 within thirty (30) days.",
                "",
                List.of()));
  }

  @Test
  void whatIsNoGrammarOfOursStaysAsItIs() {
    for (var output : List.of(RecordedOutputs.GEOMETRY, RecordedOutputs.STRUCTURE)) {
      assertThat(parse(output.text()).blocks())
          .containsExactly(new Text(output.text(), "", List.of()));
    }
  }

  @Test
  void damagedTagsCostTheirBoxesAndNeverTheirText() {
    GroundedText page = parse(RecordedOutputs.DAMAGED_BOXES.text());

    assertThat(page.cut()).isFalse();
    assertThat(page.blocks())
        .containsExactly(
            new Text("Only the second of these boxes is one.", "text", at(10, 20, 30, 999)),
            new Text("This tag was never closed.", "text", at(100, 300, 900, 340)),
            new Text("<|ref|>text\nNor was the name of this one.", "text", at(100, 300, 900, 340)),
            new Text("The page goes on.", "text", at(100, 500, 900, 540)));
  }

  @Test
  void anOutputCutInATagSaysSo() {
    GroundedText page = parse(RecordedOutputs.CUT_TAG.text());

    assertThat(page.cut()).isTrue();
    assertThat(page.blocks())
        .containsExactly(new Text("The term is five years.", "text", at(110, 90, 890, 140)));
  }

  @Test
  void aTableThatIsCutKeepsTheCellsItHas() {
    GroundedText page = parse(RecordedOutputs.CUT_TABLE.text());

    assertThat(page.cut()).isTrue();
    assertThat(page.blocks())
        .containsExactly(
            new Table(
                List.of(
                    header(0, 0, "Item"),
                    header(0, 1, "Amount"),
                    cell(1, 0, "Rent"),
                    cell(1, 1, "1,200.00"),
                    cell(2, 0, "Heat")),
                "table",
                at(110, 90, 890, 700)));
  }

  @Test
  void anOutputMayBeCutAnywhere() {
    for (RecordedOutputs output : RecordedOutputs.values()) {
      String text = output.text();
      for (int end = 0; end < text.length(); end += 1 + text.length() / 1_000) {
        GroundedText page = parse(text.substring(0, end));

        assertThat(page.blocks()).as("%s cut at %d", output, end).isNotNull();
      }
    }
  }

  @Test
  void tagsAreHeardBeforeTheirText() {
    var heard = new ArrayList<String>();
    var parser = new GroundedParser(recording(heard));

    parser.accept("<|ref|>title<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>");
    assertThat(heard).containsExactly("title " + at(1, 2, 3, 4));
    parser.accept("\n# LEASE\nof");
    assertThat(heard)
        .containsExactly(
            "title " + at(1, 2, 3, 4), new Heading(1, "LEASE", "title", at(1, 2, 3, 4)).toString());
    parser.accept(" 2026\n\n");
    assertThat(heard).hasSize(3);
  }

  @Test
  void aMarkPrintedOnThePageIsTextWhereTokensAreKnown() {
    var parser = new GroundedParser();
    parser.accept(128_816, "<|ref|>");
    parser.accept(1_918, "text");
    parser.accept(128_817, "<|/ref|>");
    parser.accept(128_818, "<|det|>");
    parser.accept(7, "[[1, 2, 3, 4]]");
    parser.accept(128_819, "<|/det|>");
    parser.accept(8, "\nThe mark <|ref|> opens a name.");
    parser.accept(1, "<｜end▁of▁sentence｜>");

    GroundedText page = parser.finish();

    assertThat(page)
        .isEqualTo(
            new GroundedText(
                List.of(new Text("The mark <|ref|> opens a name.", "text", at(1, 2, 3, 4))),
                false));
  }

  @Test
  void theEndMarkIsNoText() {
    assertThat(parse("The end.<｜end▁of▁sentence｜>").blocks())
        .containsExactly(new Text("The end.", "", List.of()));
  }

  @Test
  void aNameWithoutBoxesStandsInItsLine() {
    assertThat(parse("Locate <|ref|>the seal<|/ref|> in the image.").blocks())
        .containsExactly(new Text("Locate the seal in the image.", "", List.of()));
  }

  @Test
  void aTableThatNeverCameIsAPlace() {
    assertThat(parse(tag("table") + "\n" + tag("text") + "\nAfter it.").blocks())
        .containsExactly(
            new Table(List.of(), "table", at(1, 2, 3, 4)),
            new Text("After it.", "text", at(1, 2, 3, 4)));
  }

  @Test
  void aTableTagInASentenceIsNoTable() {
    assertThat(parse("A <table> holds rows.\n\nRows hold cells.").blocks())
        .containsExactly(
            new Text("A <table> holds rows.", "", List.of()),
            new Text("Rows hold cells.", "", List.of()));
  }

  @Test
  void textWithoutItsCellTagsIsKept() {
    assertThat(parse("<table></table>\n<table><tr>a b</tr></table>").blocks())
        .containsExactly(new Table(List.of(), "", List.of()), new Text("a b", "", List.of()));
  }

  @Test
  void noSpanReachesBeyondItsTableOrOverAnotherCell() {
    assertThat(
            parse(
                    "<table><tr><td>a</td><td rowspan=100000>b</td></tr>"
                        + "<tr><td colspan=\"99999999999\">c</td><td>d</td></tr></table>")
                .blocks())
        .containsExactly(
            new Table(
                List.of(
                    cell(0, 0, "a"),
                    new Cell(0, 1, 2, 1, false, "b"),
                    cell(1, 0, "c"),
                    cell(1, 2, "d")),
                "",
                List.of()));
  }

  @Test
  void aTableInACellIsItsText() {
    assertThat(
            parse(
                    "<table><tr><td>a <table><tr><td>1</td><td>2</td></tr></table></td>"
                        + "<td>b</td></tr></table>")
                .blocks())
        .containsExactly(new Table(List.of(cell(0, 0, "a 1 2"), cell(0, 1, "b")), "", List.of()));
  }

  @Test
  void cellsAreTextAndNeverMarkup() {
    assertThat(
            parse(
                    "<table><tr><th>x<sup>2</sup> &amp; \\( a<b \\)</th><th>&lt;b&gt;y&lt;/b&gt;</th>"
                        + "<th>1 < 2 &#8364;&#x20AC;&nosuch;</th><th>a<br/>b</th></tr></table>")
                .blocks())
        .containsExactly(
            new Table(
                List.of(
                    header(0, 0, "x2 & \\( a<b \\)"),
                    header(0, 1, "<b>y</b>"),
                    header(0, 2, "1 < 2 €€&nosuch;"),
                    header(0, 3, "a\nb")),
                "",
                List.of()));
  }

  @Test
  void moreColumnsThanHtmlAllowsJoinTheLast() {
    var table = (Table) parse("<table><tr>" + "<td>x</td>".repeat(1_003)).blocks().getFirst();

    assertThat(table.cells()).hasSize(1_000);
    assertThat(table.cells().getLast().text()).isEqualTo("x x x x");
  }

  @Test
  void pageTextHoldsNoCharacterThatCannotBeStored() {
    assertThat(parse("a\u0000b \uD800 e\u0301 \uD83D\uDE00 \u0007c\r\n").blocks())
        .containsExactly(new Text("ab \uFFFD \u00E9 \uD83D\uDE00 c", "", List.of()));
  }

  @Test
  void emphasisIsTakenOffAndProductsAreNot() {
    assertThat(parse("**Note:** 2 ** 3 is <u>eight</u>, <b never").blocks())
        .containsExactly(new Text("Note: 2 ** 3 is eight, <b never", "", List.of()));
  }

  @Test
  void aFormulaThatNeverEndsIsTextAndEndsNothing() {
    assertThat(parse(tag("text") + "\n\\[ open\n\nMore.\n\n" + tag("text") + "\nNext.").blocks())
        .containsExactly(
            new Text("\\[ open", "text", at(1, 2, 3, 4)),
            new Text("More.", "text", at(1, 2, 3, 4)),
            new Text("Next.", "text", at(1, 2, 3, 4)));
  }

  static String tag(String label) {
    return "<|ref|>" + label + "<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>";
  }

  private static WritingListener recording(List<String> heard) {
    return new WritingListener() {
      @Override
      public void tag(String name, List<BoundingBox> boxes) {
        heard.add(name + " " + boxes);
      }

      @Override
      public void block(Written block) {
        heard.add(block.toString());
      }
    };
  }

  private static List<BoundingBox> at(int x1, int y1, int x2, int y2) {
    return List.of(box(x1, y1, x2, y2));
  }

  static BoundingBox box(int x1, int y1, int x2, int y2) {
    return new BoundingBox(x1 / 999.0, y1 / 999.0, x2 / 999.0, y2 / 999.0);
  }

  private static Cell cell(int row, int column, String text) {
    return new Cell(row, column, 1, 1, false, text);
  }

  private static Cell header(int row, int column, String text) {
    return new Cell(row, column, 1, 1, true, text);
  }
}
