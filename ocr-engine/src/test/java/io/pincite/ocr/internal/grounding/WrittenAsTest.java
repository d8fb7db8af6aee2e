package io.pincite.ocr.internal.grounding;

import static io.pincite.ocr.internal.grounding.GroundedParser.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.RecordedOutputs;
import io.pincite.ocr.internal.grounding.Written.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenAsTest {

  @Test
  void aDocumentAsMarkdown() {
    assertThat(WrittenAs.markdown(parse(RecordedOutputs.DOCUMENT_EN.text()).blocks()))
        .isEqualTo(
            """
            # SERVICES AGREEMENT

            This agreement is made on 3 March 2026 between Northfield Water Ltd\\
            and Calder & Sons (the "Contractor").

            ## 2\\. Charges

            The Client pays the charges of Schedule 1 within thirty (30) days of each\\
            invoice, and interest of 4 % a year on what is late.

            *Table 1: Charges of the first year*

            | Service | Unit | Price (EUR) |
            | --- | --- | --- |
            | Inspection & report | visit | 480.00 |
            | Repair | hour | 95.50 |

            Prices without value added tax.

            \\[figure\\]

            *Signature of the Client*
            """);
  }

  @Test
  void spansAndListsAndFormulasAsMarkdown() {
    assertThat(WrittenAs.markdown(parse(RecordedOutputs.TABLE_SPANS.text()).blocks()))
        .startsWith(
            "<table><tr><th rowspan=\"2\">Region</th><th colspan=\"2\">Quarter</th></tr><tr>")
        .contains("<td>Total &lt; plan</td>");
    assertThat(WrittenAs.markdown(parse(RecordedOutputs.LISTS.text()).blocks()))
        .isEqualTo(
            """
            The Contractor shall:

            - keep the site clean;
              - every evening, and
              - before each inspection;
            - tell the Client of every accident.
            - 1\\. Notice is given in writing.
            - 2\\. It takes effect on the third day.
            - (a) by post, or
            - (b) by hand.
            """);
    assertThat(WrittenAs.markdown(parse(RecordedOutputs.FORMULAS.text()).blocks()))
        .contains("under the load $q \\lt  q_{max}$ is")
        .contains("$$\nM = \\frac{q l^2}{8} \\tag{9}\n$$\n");
  }

  @Test
  void nothingOfAPageIsMarkup() {
    String evil = "<script>alert(1)</script> [a](javascript:b) \\( x<script>$ ](javascript:c)` \\)";
    List<Written> page =
        List.of(
            new Written.Heading(1, evil, "title", List.of()),
            new Written.Text(evil + "\n# no heading", "", List.of()),
            new Written.Item(1, evil, "", List.of()),
            new Written.Caption(evil, "", List.of()),
            new Written.Formula(evil, "", List.of()),
            new Written.Table(List.of(new Cell(0, 0, 1, 1, false, evil + " | b")), "", List.of()),
            new Written.Table(List.of(new Cell(0, 0, 2, 1, false, evil)), "", List.of()));

    assertThat(WrittenAs.markdown(page))
        .doesNotContainPattern("(?<!\\\\)<(?!/?t(able|r|d)\\b)")
        .doesNotContainPattern("(?m)^(?!<table).*(?<!\\\\)\\]\\(")
        .doesNotContain("\n# no")
        .contains("$x\\lt script\\gt \\$ ] (javascript:c)\\text{\\textasciigrave}$");
    assertThat(WrittenAs.html(page)).doesNotContain("<script").doesNotContain("<a");
  }

  @Test
  void aDocumentAsPlainText() {
    assertThat(WrittenAs.plainText(parse(RecordedOutputs.DOCUMENT_ZH.text()).blocks()))
        .isEqualTo(
            """
            设备采购合同

            甲方：江苏恒远机械有限公司
            乙方：宁波启航贸易有限公司

            第三条 合同有效期

            本合同自2026年3月1日起生效，有效期为两年。

            序号\t名称\t数量\t单价（元）
            1\t离心泵\t12\t3,450.00
            2\t闸阀\t40\t218.50
            """);
  }

  @Test
  void aDocumentAsHtml() {
    assertThat(WrittenAs.html(parse(RecordedOutputs.LISTS.text()).blocks()))
        .isEqualTo(
            """
            <p>The Contractor shall:</p>
            <ul><li>keep the site clean;
            <ul><li>every evening, and</li>
            <li>before each inspection;</li></ul>
            </li>
            <li>tell the Client of every accident.</li>
            <li>1. Notice is given in writing.</li>
            <li>2. It takes effect on the third day.</li>
            <li>(a) by post, or</li>
            <li>(b) by hand.</li></ul>
            """);
    assertThat(WrittenAs.html(parse(RecordedOutputs.FORMULAS.text()).blocks()))
        .contains("<p>For a beam of length \\( l \\) the deflection")
        .contains("\\( q &lt; q_{max} \\)");
  }

  @Test
  void nothingIsWrittenOfAnEmptyPage() {
    assertThat(WrittenAs.markdown(List.of())).isEmpty();
    assertThat(WrittenAs.plainText(List.of())).isEmpty();
    assertThat(WrittenAs.html(List.of())).isEmpty();
  }

  @Test
  void aTableOfFewCellsFarApartIsNoSeaOfBars() {
    String html =
        "<table><tr>" + "<td></td>".repeat(900) + "</tr>" + "<tr><td>x</td></tr>".repeat(900);

    assertThat(WrittenAs.markdown(parse(html).blocks()))
        .startsWith("<table>")
        .hasSizeLessThan(50_000);
  }
}
