package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {

  private static final String[] LEFT = {
    "The parties to this agreement have agreed to",
    "change the terms on which the supplier gives",
    "its services to the customer from the first",
    "day of the next month on as is set out in",
    "the clauses below and in no other respect.",
    "Words with a meaning given in the agreement",
    "have the same meaning in this amendment."
  };
  private static final String[] RIGHT = {
    "This amendment is governed by the law that",
    "governs the agreement and any dispute about",
    "it belongs before the same courts. It may be",
    "signed in any number of copies, each of which",
    "is an original and all of which together are",
    "one document. The agreement goes on in force",
    "and is changed only as this document says."
  };

  @Test
  void aPageWithoutWordsHasNoBlocks() {
    assertThat(outline(PageSketch.letter())).isEmpty();
  }

  @Test
  void twoColumnsUnderAFullTitleAreReadOneAfterTheOther() {
    var page =
        PageSketch.letter()
            .size(16)
            .bold()
            .centred(90, "SECOND AMENDMENT TO THE SERVICES AGREEMENT")
            .plain()
            .lines(60, 130, LEFT)
            .lines(330, 130, RIGHT);

    assertThat(outline(page))
        .containsExactly(
            "H1 SECOND AMENDMENT TO THE SERVICES AGREEMENT",
            "P " + String.join(" / ", LEFT),
            "P " + String.join(" / ", RIGHT));
  }

  @Test
  void columnsOnLineGridsOfTheirOwnAreColumns() {
    var page = PageSketch.letter().lines(60, 130, LEFT).lines(330, 135.5, RIGHT);

    assertThat(outline(page))
        .containsExactly("P " + String.join(" / ", LEFT), "P " + String.join(" / ", RIGHT));
  }

  /// As newspapers are set: less than a wide space of each line lies between the columns.
  @Test
  void aNarrowGutterThatRunsDownThePagePartsColumns() {
    String[] left = {
      "The buyer shall inspect every lot",
      "of goods within ten days of their",
      "arrival, and shall give notice of",
      "any defect in writing without any",
      "delay. What is not notified within",
      "that time is deemed accepted, save",
      "for what could not have been found",
      "by an inspection of the usual kind",
      "at the place where the goods were",
      "handed over to the first carrier."
    };
    String[] right = {
      "The seller shall make good what is",
      "defective at its own cost, by mending",
      "or by another delivery, as the buyer",
      "may choose. Where both have failed",
      "twice the buyer may reduce the price",
      "or withdraw from the contract. Claims",
      "for damages remain as they are under",
      "the law that governs this agreement,",
      "and become time-barred two years",
      "after the goods were handed over."
    };
    var page = PageSketch.letter();
    for (int i = 0; i < left.length; i++) {
      page.endingAt(240, 130 + 12 * i, left[i]).text(246.5, 130 + 12 * i, right[i]);
    }

    assertThat(outline(page))
        .containsExactly("P " + String.join(" / ", left), "P " + String.join(" / ", right));
  }

  @Test
  void theOrderInWhichWordsAreGivenDoesNotMatter() {
    var page = PageSketch.letter();
    for (int i = 0; i < LEFT.length; i++) {
      page.text(60, 130 + 12 * i, LEFT[i]).text(330, 130 + 12 * i, RIGHT[i]);
    }

    assertThat(outline(page))
        .containsExactly("P " + String.join(" / ", LEFT), "P " + String.join(" / ", RIGHT));
  }

  @Test
  void aRuledTableHasItsCellsAndSpans() {
    double[] xs = {72, 200, 300, 400};
    var page =
        PageSketch.letter()
            .text(72, 80, "The fees are these:")
            .horizontalRule(72, 400, 100)
            .horizontalRule(200, 400, 120)
            .horizontalRule(72, 400, 140)
            .horizontalRule(72, 400, 160)
            .horizontalRule(72, 400, 180)
            .verticalRule(xs[0], 100, 180)
            .verticalRule(xs[1], 100, 180)
            .verticalRule(xs[2], 120, 180)
            .verticalRule(xs[3], 100, 180)
            .bold()
            .text(76, 124, "Service")
            .text(280, 114, "Fees")
            .text(204, 134, "Monthly")
            .text(304, 134, "Yearly")
            .plain()
            .text(76, 154, "Support")
            .text(204, 154, "100.00")
            .text(304, 154, "1,100.00")
            .text(76, 174, "Hosting")
            .text(204, 174, "50.00")
            .text(304, 174, "550.00")
            .text(72, 205, "They are due on the first day of each month.");

    List<Block> blocks = analysed(page);

    assertThat(BlockOutline.of(blocks.get(0))).isEqualTo("P The fees are these:");
    assertThat(BlockOutline.rows((Block.Table) blocks.get(1)))
        .containsExactly(
            "[Service] (2x1) | [Fees] (1x2)",
            "[Monthly] | [Yearly]",
            "Support | 100.00 | 1,100.00",
            "Hosting | 50.00 | 550.00");
    assertThat(BlockOutline.of(blocks.get(2)))
        .isEqualTo("P They are due on the first day of each month.");
  }

  @Test
  void aCellsBoxIsItsSpaceInTheGrid() {
    var page =
        PageSketch.letter()
            .grid(new double[] {72, 200, 300}, new double[] {100, 120, 140})
            .text(76, 114, "a")
            .text(204, 114, "b")
            .text(76, 134, "c")
            .text(204, 134, "d");

    Block.Table table = (Block.Table) analysed(page).getFirst();

    BoundingBox last = table.cells().getLast().box();
    assertThat(last.iou(new BoundingBox(200 / 612.0, 120 / 792.0, 300 / 612.0, 140 / 792.0)))
        .isGreaterThan(0.98);
  }

  @Test
  void longTextInACellStaysOneCell() {
    var page =
        PageSketch.letter()
            .grid(new double[] {72, 160, 420}, new double[] {100, 120, 170})
            .text(76, 114, "Item")
            .text(164, 114, "What is meant")
            .text(76, 134, "Support")
            .lines(
                164,
                134,
                "answers to questions by telephone and",
                "by mail on all working days from nine",
                "to five, except on public holidays");

    Block.Table table = (Block.Table) analysed(page).getFirst();

    assertThat(BlockOutline.rows(table))
        .hasSize(2)
        .last()
        .isEqualTo(
            "Support | answers to questions by telephone and"
                + " / by mail on all working days from nine"
                + " / to five, except on public holidays");
  }

  @Test
  void aPriceListWithoutRulesIsATable() {
    var page = PageSketch.letter().text(72, 90, "The prices below hold for one year.");
    page.bold().text(72, 130, "Product").text(250, 130, "Unit").endingAt(420, 130, "Price").plain();
    String[][] rows = {
      {"Small widget", "piece", "12.50"},
      {"Large widget", "piece", "140.00"},
      {"Delivery", "order", "9.00"},
      {"Set-up", "once", "1,200.00"}
    };
    for (int i = 0; i < rows.length; i++) {
      page.text(72, 146 + 14 * i, rows[i][0])
          .text(250, 146 + 14 * i, rows[i][1])
          .endingAt(420, 146 + 14 * i, rows[i][2]);
    }

    List<Block> blocks = analysed(page);

    assertThat(blocks).hasSize(2);
    assertThat(BlockOutline.rows((Block.Table) blocks.get(1)))
        .containsExactly(
            "[Product] | [Unit] | [Price]",
            "Small widget | piece | 12.50",
            "Large widget | piece | 140.00",
            "Delivery | order | 9.00",
            "Set-up | once | 1,200.00");
  }

  @Test
  void aTableWithHorizontalRulesOnlyIsATable() {
    var page =
        PageSketch.letter()
            .horizontalRule(72, 430, 100)
            .text(76, 114, "Month")
            .text(250, 114, "Fee")
            .horizontalRule(72, 430, 120)
            .text(76, 134, "January")
            .text(250, 134, "100")
            .text(76, 148, "February")
            .text(250, 148, "110")
            .horizontalRule(72, 430, 154);

    assertThat(BlockOutline.rows((Block.Table) analysed(page).getFirst()))
        .containsExactly("[Month] | [Fee]", "January | 100", "February | 110");
  }

  @Test
  void justifiedTextIsNoTable() {
    var page = PageSketch.letter();
    String[] words = {"each", "party", "keeps", "what", "it", "learns", "of", "the", "other"};
    for (int row = 0; row < 8; row++) {
      double x = 72;
      for (int i = 0; i < 9; i++) {
        String word = words[(row + i) % words.length];
        page.text(x, 100 + 12 * row, word);
        x += page.widthOf(word) + 8 + (row * 7 + i * 3) % 5;
      }
    }

    assertThat(analysed(page)).noneMatch(Block.Table.class::isInstance);
  }

  @Test
  void aTableOnASidewaysPageIsReadInItsOwnDirection() {
    for (int degrees : new int[] {90, 270}) {
      var page =
          PageSketch.letter()
              .text(72, 40, "Services Agreement, Schedule B")
              .turned(degrees)
              .bold()
              .text(100, 90, "SCHEDULE B")
              .plain()
              .grid(new double[] {100, 260, 380, 500}, new double[] {120, 140, 160, 180})
              .bold()
              .text(104, 134, "Service")
              .text(264, 134, "Unit")
              .text(384, 134, "Fee")
              .plain()
              .text(104, 154, "On-site support")
              .text(264, 154, "hour")
              .text(384, 154, "95.00")
              .text(104, 174, "Training")
              .text(264, 174, "day")
              .text(384, 174, "780.00")
              .turned(0)
              .centred(760, "Page 7 of 9");

      List<Block> blocks = analysed(page);

      assertThat(BlockOutline.of(blocks))
          .as("turned by %d", degrees)
          .containsExactly(
              "header Services Agreement, Schedule B",
              "H1 SCHEDULE B",
              "T [[Service] | [Unit] | [Fee], On-site support | hour | 95.00, Training | day | 780.00]",
              "number Page 7 of 9");
      PageTextContract.assertHolds(new PageText(blocks, Provenance.of("sketch", "1")));
    }
  }

  @Test
  void clausesAreParagraphsAndTheirItemsAListByLevel() {
    var page =
        PageSketch.letter()
            .bold()
            .text(72, 90, "2. TERM AND TERMINATION")
            .plain()
            .lines(
                72,
                114,
                "2.1 Term. The initial term of this agreement is three years from the effective",
                "date, unless it is ended before that in one of the ways named below.")
            .lines(
                72,
                146,
                "2.2 Termination. Either party may end this agreement by notice in writing where",
                "the other party:")
            .lines(
                100,
                178,
                "(a) is in breach of a duty that matters and does not make it good within",
                "thirty days of being asked to;")
            .text(100, 210, "(b) cannot pay its debts, that is:")
            .text(128, 226, "(i) it says so; or")
            .text(128, 242, "(ii) a court finds so; or")
            .text(100, 258, "(c) ceases to do business.");

    assertThat(outline(page))
        .containsExactly(
            "H2 2. TERM AND TERMINATION",
            "P 2.1 Term. The initial term of this agreement is three years from the effective / date,"
                + " unless it is ended before that in one of the ways named below.",
            "P 2.2 Termination. Either party may end this agreement by notice in writing where / the"
                + " other party:",
            "L1 (a) is in breach of a duty that matters and does not make it good within / thirty days"
                + " of being asked to;",
            "L1 (b) cannot pay its debts, that is:",
            "L2 (i) it says so; or",
            "L2 (ii) a court finds so; or",
            "L1 (c) ceases to do business.");
  }

  @Test
  void theFigureOfANumberInWordsOpensNoItem() {
    var page =
        PageSketch.letter()
            .text(72, 100, "6.2")
            .lines(
                100,
                100,
                "Correction. The supplier corrects the defects and delivers the work again within ten",
                "(10) days, and the review begins anew. Where the work is still not as it should be",
                "the customer may choose.");

    assertThat(analysed(page)).hasSize(1);
  }

  @Test
  void aBoldEndOfAParagraphIsNoHeading() {
    var page =
        PageSketch.letter()
            .lines(
                72,
                100,
                "This amendment is made as of the day named above between the supplier and the customer",
                "and changes the agreement of June 12, 2023 between the two (together with it, the")
            .bold()
            .text(72, 124, "\u201CAgreement\u201D).");

    assertThat(analysed(page)).hasSize(1).first().isInstanceOf(Block.Paragraph.class);
  }

  @Test
  void theLongerColumnIsReadToItsEndBeforeTheOther() {
    var page =
        PageSketch.letter()
            .lines(60, 130, LEFT)
            .lines(330, 130, RIGHT)
            .lines(
                60,
                130 + 7 * 12 + 8,
                "This clause stands in the left column alone,",
                "as its end.");

    assertThat(outline(page))
        .containsExactly(
            "P " + String.join(" / ", LEFT),
            "P This clause stands in the left column alone, / as its end.",
            "P " + String.join(" / ", RIGHT));
  }

  @Test
  void aTitleBetweenTwoTablesIsInNeither() {
    var page =
        PageSketch.letter()
            .grid(new double[] {72, 200, 300}, new double[] {100, 120, 140})
            .text(76, 114, "Month")
            .text(204, 114, "Fee")
            .text(76, 134, "May")
            .text(204, 134, "10")
            .bold()
            .text(72, 164, "Professional services")
            .plain()
            .horizontalRule(72, 300, 172)
            .text(76, 186, "Role")
            .text(204, 186, "Rate")
            .horizontalRule(72, 300, 192)
            .text(76, 206, "Trainer")
            .text(204, 206, "80")
            .text(76, 220, "Engineer")
            .text(204, 220, "95")
            .horizontalRule(72, 300, 226);

    assertThat(outline(page))
        .containsExactly(
            "T [[Month] | [Fee], May | 10]",
            "H2 Professional services",
            "T [[Role] | [Rate], Trainer | 80, Engineer | 95]");
  }

  @Test
  void aMentionOfASectionAtTheStartOfALineOpensNothing() {
    var page =
        PageSketch.letter()
            .lines(
                72,
                100,
                "The fees are paid within thirty days of the date of the invoice as set out below in",
                "Section 4.2 of this agreement, and interest runs from the day after at the rate of",
                "3.5 percent a year until the whole of the sum is paid to the supplier by the other",
                "party.");

    assertThat(analysed(page)).hasSize(1).first().isInstanceOf(Block.Paragraph.class);
  }

  @Test
  void aChineseContractHasItsTitleAndClauses() {
    var page =
        PageSketch.of(595, 842)
            .size(18)
            .bold()
            .centred(100, "设备采购合同")
            .plain()
            .size(12)
            .text(90, 150, "甲方：北京某某科技有限公司")
            .text(90, 172, "乙方：上海某某机械有限公司")
            .bold()
            .text(90, 206, "第三条 合同有效期")
            .plain()
            .size(12)
            .lines(114, 228, "本合同自双方签字盖章之日起生效，有效期为三年。合同期满前三十日，")
            .lines(90, 242.4, "任何一方均可书面通知对方续签本合同。")
            .text(114, 268, "第四条 本合同一式两份，双方各执一份，具有同等法律效力。")
            .size(9)
            .centred(800, "第 3 页 共 12 页");

    assertThat(outline(page))
        .containsExactly(
            "H1 设备采购合同",
            "P 甲方：北京某某科技有限公司",
            "P 乙方：上海某某机械有限公司",
            "H3 第三条 合同有效期",
            "P 本合同自双方签字盖章之日起生效，有效期为三年。合同期满前三十日， / 任何一方均可书面通知对方续签本合同。",
            "P 第四条 本合同一式两份，双方各执一份，具有同等法律效力。",
            "number 第 3 页 共 12 页");
  }

  @Test
  void headersFootersAndNumbersStandApart() {
    var page =
        PageSketch.letter()
            .size(8)
            .text(72, 40, "CONFIDENTIAL - Services Agreement")
            .plain()
            .lines(72, 100, LEFT)
            .size(8)
            .centred(760, "- 3 -");

    assertThat(outline(page))
        .containsExactly(
            "header CONFIDENTIAL - Services Agreement",
            "P " + String.join(" / ", LEFT),
            "number - 3 -");
  }

  @Test
  void anUnderlinedTitleIsNoPageHeader() {
    var page =
        PageSketch.letter()
            .bold()
            .centred(70, "TABLE OF FEES")
            .horizontalRule(260, 350, 72)
            .plain()
            .lines(72, 130, LEFT);

    assertThat(outline(page)).first().isEqualTo("H1 TABLE OF FEES");
  }

  @Test
  void smallPrintUnderAShortRuleIsAFootnote() {
    var page =
        PageSketch.letter()
            .lines(72, 100, LEFT)
            .horizontalRule(72, 200, 640)
            .size(7)
            .text(72, 654, "1 As published by the office for national statistics.")
            .text(72, 666, "2 Without value added tax.");

    assertThat(outline(page))
        .containsExactly(
            "P " + String.join(" / ", LEFT),
            "note 1 As published by the office for national statistics.",
            "note 2 Without value added tax.");
  }

  @Test
  void aSuperscriptStaysInItsLine() {
    var page =
        PageSketch.letter()
            .text(72, 100, "The index of consumer prices")
            .size(6)
            .text(202, 95.5, "1")
            .size(10)
            .text(205, 100, " is taken as published.");

    assertThat(outline(page))
        .containsExactly("P The index of consumer prices1 is taken as published.");
  }

  @Test
  void linesOfATableOfContentsAreEntriesAndNoTable() {
    var page = PageSketch.letter().bold().centred(90, "TABLE OF CONTENTS").plain();
    String[] titles = {"1. Definitions", "2. Term", "3. Fees", "4. Liability", "5. Notices"};
    for (int i = 0; i < titles.length; i++) {
      double dots = 420 - (72 + page.widthOf(titles[i]));
      page.text(72, 120 + 16 * i, titles[i] + " " + ".".repeat((int) (dots / 5)))
          .endingAt(440, 120 + 16 * i, String.valueOf(2 + i));
    }

    List<Block> blocks = analysed(page);

    assertThat(blocks).hasSize(6);
    assertThat(blocks.subList(1, 6)).allMatch(block -> block.label().equals("contents-entry"));
  }

  @Test
  void contentsWithoutDotsAreEntriesToo() {
    var page = PageSketch.letter().bold().centred(90, "TABLE OF CONTENTS").plain();
    String[] titles = {"1. Definitions", "2. Term", "3. Fees", "4. Liability", "5. Notices"};
    for (int i = 0; i < titles.length; i++) {
      page.text(72, 120 + 16 * i, titles[i]).endingAt(540, 120 + 16 * i, String.valueOf(2 + 3 * i));
    }

    List<Block> blocks = analysed(page);

    assertThat(blocks).hasSize(6);
    assertThat(blocks.subList(1, 6)).allMatch(block -> block.label().equals("contents-entry"));
  }

  @Test
  void underContentsALineWithAPageNumberIsAnEntryEvenWithoutAGap() {
    var page =
        PageSketch.letter()
            .bold()
            .centred(90, "TABLE OF CONTENTS")
            .text(72, 120, "1. DEFINITIONS2")
            .text(72, 140, "2. TERM11");

    assertThat(analysed(page).subList(1, 3))
        .allMatch(block -> block.label().equals("contents-entry"));
  }

  @Test
  void aSentenceThatBeginsInBoldIsOneParagraph() {
    var page =
        PageSketch.letter()
            .bold()
            .text(72, 100, "THIS AMENDED AND RESTATED LICENSE AND DISTRIBUTION AGREEMENT (the")
            .plain()
            .lines(
                72,
                112,
                "Agreement) is made between the supplier and the customer on the day that",
                "is named above and takes the place of the agreement of last year.");

    assertThat(analysed(page)).hasSize(1);
  }

  @Test
  void twoPartiesSignSideBySideAndAreReadOneAfterTheOther() {
    var page =
        PageSketch.letter()
            .lines(72, 90, LEFT)
            .text(72, 220, "SUPPLIER LIMITED")
            .text(330, 220, "CUSTOMER INC.")
            .text(72, 250, "By: ______________")
            .text(330, 250, "By: ______________")
            .text(72, 270, "Name: Ann Smith")
            .text(330, 270, "Name: Bob Jones")
            .text(72, 290, "Title: Director")
            .text(330, 290, "Title: President");

    List<Block> blocks = analysed(page);

    assertThat(blocks).noneMatch(Block.Table.class::isInstance);
    String text = String.join("\n", BlockOutline.of(blocks));
    assertThat(text.indexOf("Title: Director")).isLessThan(text.indexOf("CUSTOMER INC."));
  }

  @Test
  void aCaptionBelongsToTheTableItStandsBy() {
    var page =
        PageSketch.letter()
            .text(72, 90, "Table 1: Fees by month")
            .grid(new double[] {72, 200, 300}, new double[] {100, 120, 140})
            .text(76, 114, "Month")
            .text(204, 114, "Fee")
            .text(76, 134, "May")
            .text(204, 134, "10");

    assertThat(outline(page)).first().isEqualTo("caption Table 1: Fees by month");
  }

  @Test
  void anImageIsAFigureUnlessItIsThePage() {
    var page =
        PageSketch.letter()
            .lines(72, 90, LEFT)
            .image(100, 300, 400, 500)
            .image(0, 0, 612, 792)
            .text(72, 530, "The plan above is part of this lease.");

    assertThat(outline(page))
        .containsExactly(
            "P " + String.join(" / ", LEFT), "figure ", "P The plan above is part of this lease.");
  }

  @Test
  void theSamePageGivesTheSameBlocks() {
    PageContent page = PageSketch.letter().lines(60, 130, LEFT).lines(330, 130, RIGHT).content();

    assertThat(new Layout().analyse(page)).isEqualTo(new Layout().analyse(page));
  }

  private static List<Block> analysed(PageSketch page) {
    List<Block> blocks = new Layout().analyse(page.content());
    PageTextContract.assertHolds(new PageText(blocks, Provenance.of("sketch", "1")));
    return blocks;
  }

  private static List<String> outline(PageSketch page) {
    return BlockOutline.of(analysed(page));
  }
}
