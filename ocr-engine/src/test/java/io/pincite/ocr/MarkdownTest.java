package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownTest {

  private static final BoundingBox BOX = new BoundingBox(0.1, 0.1, 0.9, 0.2);

  @Test
  void aPageWithoutBlocksIsEmpty() {
    assertThat(markdown()).isEmpty();
  }

  @Test
  void headingsParagraphsAndListsStandUnderEachOther() {
    assertThat(
            markdown(
                new Block.Heading(1, lines("LEASE"), BOX, "title"),
                new Block.Paragraph(lines("Made as of today", "by both."), BOX, "text"),
                new Block.Heading(2, lines("2. TERM"), BOX, "title"),
                new Block.ListItem(1, lines("(a) one;"), BOX, "list"),
                new Block.ListItem(2, lines("(i) in it;"), BOX, "list"),
                new Block.ListItem(1, lines("• two."), BOX, "list"),
                new Block.Paragraph(lines("End."), BOX, "text")))
        .isEqualTo(
            """
            # LEASE

            Made as of today by both.

            ## 2\\. TERM

            - (a) one;
              - (i) in it;
            - two.

            End.
            """);
  }

  @Test
  void aNumberOfTheContractIsNeverCountedAnew() {
    assertThat(markdown(new Block.ListItem(1, lines("7. Notices go by mail."), BOX, "list")))
        .isEqualTo("- 7\\. Notices go by mail.\n");
  }

  @Test
  void aDeepItemWithoutParentsIsNoCode() {
    assertThat(markdown(new Block.ListItem(4, lines("(i) alone"), BOX, "list")))
        .isEqualTo("- (i) alone\n");
  }

  @Test
  void headersFootersAndNumbersAreLeftOut() {
    assertThat(
            markdown(
                new Block.PageHeader(lines("Agreement"), BOX, "header"),
                new Block.Paragraph(lines("Text."), BOX, "text"),
                new Block.PageFooter(lines("Confidential"), BOX, "footer"),
                new Block.PageNumber(lines("3"), BOX, "number")))
        .isEqualTo("Text.\n");
  }

  @Test
  void aTableIsWrittenWithPipes() {
    assertThat(
            markdown(
                new Block.Table(
                    List.of(
                        cell(0, 0, 1, 1, true, "Item"),
                        cell(0, 1, 1, 1, true, "Fee | year"),
                        cell(1, 0, 1, 1, false, "Support"),
                        cell(1, 1, 1, 1, false, "$10")),
                    BOX,
                    "table")))
        .isEqualTo(
            """
            | Item | Fee \\| year |
            | --- | --- |
            | Support | \\$10 |
            """);
  }

  @Test
  void aTableWithoutHeaderGetsAnEmptyOne() {
    assertThat(
            markdown(
                new Block.Table(
                    List.of(cell(0, 0, 1, 1, false, "a"), cell(0, 1, 1, 1, false, "b")),
                    BOX,
                    "table")))
        .isEqualTo(
            """
            | | |
            | --- | --- |
            | a | b |
            """);
  }

  @Test
  void aTableWithSpansIsHtml() {
    assertThat(
            markdown(
                new Block.Table(
                    List.of(
                        cell(0, 0, 1, 2, true, "Fees <b>"),
                        cell(1, 0, 1, 1, false, "a & b"),
                        cell(1, 1, 1, 1, false, "1")),
                    BOX,
                    "table")))
        .isEqualTo(
            "<table><tr><th colspan=\"2\">Fees &lt;b&gt;</th></tr>"
                + "<tr><td>a &amp; b</td><td>1</td></tr></table>\n");
  }

  @Test
  void wordsDividedAtTheEndOfALineAreWholeAndChineseLinesCloseUp() {
    assertThat(
            markdown(
                new Block.Paragraph(lines("the agree-", "ment of 2026-", "2027"), BOX, "text"),
                new Block.Paragraph(List.of(chinese("有效期"), chinese("为三年。")), BOX, "text")))
        .isEqualTo("the agreement of 2026- 2027\n\n有效期为三年。\n");
  }

  @Test
  void textOfAPageIsNeverMarkup() {
    String[] hostile = {
      "# no heading",
      "- no list",
      "+ none",
      "1. none",
      "12) none",
      "> no quote",
      "``` no code",
      "~~~ none",
      "*no* __emphasis__",
      "[no](https://evil.example)",
      "![no](x)",
      "<b>no</b>",
      "<script>no</script>",
      "&lt;no",
      "a | b",
      "www.evil.example",
      "http://evil.example",
      "me@evil.example",
      "=== ",
      "--- ",
      "*** ",
      "$x$",
      "\\ back",
      "| a | b |",
      ":--- "
    };
    for (String text : hostile) {
      for (Block block :
          List.<Block>of(
              new Block.Paragraph(lines(text), BOX, "text"),
              new Block.Heading(2, lines(text), BOX, "title"),
              new Block.ListItem(1, lines(text), BOX, "list"),
              new Block.Caption(lines(text), BOX, "caption"))) {
        assertThat(live(markdown(block), block)).as("%s as %s", text, block.type()).isEmpty();
      }
    }
  }

  @Test
  void aFormulaOfAModelIsLatex() {
    assertThat(
            markdown(
                new Block.Formula(
                    lines("x_{1} = \\frac{a}{b} \\% \\\\ \\tag{8}"), BOX, "equation")))
        .isEqualTo("$$ x_{1} = \\frac{a}{b} \\% \\\\ \\tag{8} $$\n");
  }

  @Test
  void aFormulaInTextStandsBetweenDollars() {
    assertThat(
            markdown(
                new Block.Paragraph(
                    lines("Costs $5 where \\( x_1 < y \\) and \\(n^{*}\\)."), BOX, "text")))
        .isEqualTo("Costs \\$5 where $x_1 \\lt  y$ and $n^{*}$.\n");
    assertThat(markdown(new Block.ListItem(1, lines("- \\(a\\) is"), BOX, "list")))
        .isEqualTo("- $a$ is\n");
  }

  @Test
  void whatDoesNotEndAsAFormulaIsText() {
    assertThat(markdown(new Block.Paragraph(lines("open \\( x and \\(y\\) \\( \\)"), BOX, "text")))
        .isEqualTo("open \\\\( x and $y$ \\\\( \\\\)\n");
  }

  @Test
  void aFormulaThatNoModelWroteIsText() {
    assertThat(markdown(new Block.Formula(lines("x_1 = 2"), BOX, "formula by its font")))
        .isEqualTo("x\\_1 = 2\n");
  }

  @Test
  void noFormulaEndsBeforeItsEndOrIsMarkup() {
    assertThat(
            markdown(
                new Block.Formula(
                    lines(
                        "a $$ <script> $b &lt; `c` [d](https://evil.example) www.evil.example x@y"),
                    BOX,
                    "equation")))
        .isEqualTo(
            "$$ a \\$\\$ \\lt script\\gt  \\$b & lt; \u2018c\u2018"
                + " [d] (https: //evil.example) www{}.evil.example x{}@y $$\n");
  }

  @Test
  void randomTextIsNeverMarkup() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    String signs = "#*_`<>[]()!|~$\\&;:/.@-+=1a\u3002";
    for (int i = 0; i < 2_000; i++) {
      var word = new StringBuilder();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        word.append(signs.charAt(random.nextInt(signs.length())));
      }
      Block block = new Block.Paragraph(lines(word + " " + word), BOX, "text");
      assertThat(live(markdown(block), block)).as("-Dtests.seed=%d: %s", seed, word).isEmpty();
    }
  }

  /// What of the page's own text would be taken for markup: a sign with a meaning that no backslash
  /// stands before, read as a Markdown parser reads it, left to right.
  private static List<String> live(String markdown, Block block) {
    String own =
        switch (block.type()) {
          case HEADING -> markdown.substring(3);
          case LIST_ITEM -> markdown.substring(2);
          case CAPTION -> markdown.substring(1, markdown.length() - 2);
          default -> markdown;
        };
    List<String> live = new ArrayList<>();
    boolean lineStart = true;
    for (int i = 0; i < own.length(); i++) {
      char c = own.charAt(i);
      if (c == '\\') {
        i++;
        lineStart = false;
        continue;
      }
      boolean always = "`*_[]<>|~$".indexOf(c) >= 0;
      boolean first = lineStart && block.type() != Block.Type.CAPTION;
      boolean opens = first && "#-+=:".indexOf(c) >= 0;
      boolean entity = c == '&' && own.substring(i).matches("(?s)&(#|[A-Za-z]).*");
      boolean link = own.startsWith("://", i) || own.substring(i).matches("(?is)www\\..*");
      boolean mail = c == '@' && i > 0 && i + 1 < own.length() && own.charAt(i + 1) > ' ';
      boolean number = first && own.matches("(?s)\\d{1,9}[.)]( .*|\\n)") && !opens;
      if (always || opens || entity || link || mail || number) {
        live.add(own.substring(i));
      }
      lineStart = lineStart && (c == ' ');
    }
    return live;
  }

  private static String markdown(Block... blocks) {
    return new PageText(List.of(blocks), Provenance.of("test", "1")).markdown();
  }

  private static Block.Cell cell(
      int row, int column, int rowSpan, int colSpan, boolean header, String text) {
    return new Block.Cell(row, column, rowSpan, colSpan, header, lines(text), BOX);
  }

  private static List<Line> lines(String... texts) {
    List<Line> lines = new ArrayList<>();
    for (String text : texts) {
      List<Word> words = new ArrayList<>();
      for (String word : text.strip().split(" ")) {
        words.add(new Word(word, BOX, 1, !words.isEmpty()));
      }
      lines.add(new Line(words));
    }
    return lines;
  }

  private static Line chinese(String text) {
    return new Line(
        text.codePoints().mapToObj(c -> new Word(Character.toString(c), BOX, 1, false)).toList());
  }
}
