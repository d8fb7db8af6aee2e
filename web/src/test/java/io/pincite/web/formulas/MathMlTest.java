package io.pincite.web.formulas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Random;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

class MathMlTest {
  private static final Set<String> CORE =
      Set.of(
          "math",
          "mi",
          "mn",
          "mo",
          "mtext",
          "mspace",
          "mrow",
          "mfrac",
          "msqrt",
          "mroot",
          "mstyle",
          "mphantom",
          "msub",
          "msup",
          "msubsup",
          "munder",
          "mover",
          "munderover",
          "mtable",
          "mtr",
          "mtd");

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          E = mc^2                  § <mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>
          \\frac{a}{b}              § <mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>
          \\frac12                  § <mfrac><mn>1</mn><mn>2</mn></mfrac>
          \\sqrt[3]{x}              § <mroot><mrow><mi>x</mi></mrow><mrow><mn>3</mn></mrow></mroot>
          \\sum_{i}^n x             § <munderover><mo>∑</mo><mrow><mi>i</mi></mrow><mrow><mi>n</mi></mrow></munderover><mi>x</mi>
          \\int_0^1                 § <msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>
          \\text{if } p < 0.05      § <mtext>if\u00A0</mtext><mi>p</mi><mo>&lt;</mo><mn>0.05</mn>
          \\mathbb{R}               § <mrow><mi>ℝ</mi></mrow>
          \\mathrm{kg}              § <mrow><mi>kg</mi></mrow>
          {\\bf W} x                § <mrow><mi>𝐖</mi></mrow><mi>x</mi>
          {\\cal L} x               § <mrow><mi>ℒ</mi></mrow><mi>x</mi>
          x''                       § <msup><mi>x</mi><mo>′′</mo></msup>
          1,000.5 \\%               § <mn>1,000.5</mn><mi>%</mi>
          x \\tag{8}                § <mi>x</mi><mspace width="2em"></mspace><mtext>(8)</mtext>
          \\not=                    § <mo>=\u0338</mo>
          \\sin x                   § <mi>sin</mi><mspace width="0.1667em"></mspace><mi>x</mi>
          \\sin(x)                  § <mi>sin</mi><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo>
          面积                      § <mtext>面</mtext><mtext>积</mtext>
          """)
  void whatPapersWriteIsDrawn(String latex, String inside) {
    assertThat(MathMl.of(latex.replace("\\\\", "\\"), false))
        .contains("<math>" + inside + "</math>");
  }

  @Test
  void bracketsGrowWithWhatTheyHold() {
    assertThat(MathMl.of("\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}", true))
        .contains(
            "<math display=\"block\"><mrow><mo form=\"prefix\" fence=\"true\" stretchy=\"true\">[</mo>"
                + "<mtable displaystyle=\"true\"><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>"
                + "<mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable>"
                + "<mo form=\"postfix\" fence=\"true\" stretchy=\"true\">]</mo></mrow></math>");
  }

  @Test
  void theLaTeXStandsByForProgramsThatLookForIt() {
    assertThat(MathMl.withSource("a<b", false))
        .contains(
            "<math><semantics><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"
                + "<annotation encoding=\"application/x-tex\">a&lt;b</annotation></semantics></math>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\input{/etc/passwd}",
        "\\href{javascript:alert(1)}{x}",
        "\\newcommand{\\a}{\\a\\a}\\a",
        "\\def\\a{\\a\\a}\\a",
        "\\unknown{x}",
        "x^",
        "x^{",
        "} x",
        "x^2_3^4",
        "\\left( x",
        "\\begin{pmatrix} x \\end{bmatrix}",
        "\\",
        " ",
        "a $ b",
        "\\text{a $b$}"
      })
  void whatIsNotUnderstoodWholeIsNotDrawnAtAll(String latex) {
    assertThat(MathMl.of(latex, true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "x^",
        "x_{",
        "\\frac",
        "\\sqrt",
        "\\hat{",
        "\\left(",
        "\\begin{matrix}",
        "\\displaystyle ",
        "\\bf",
        "\\mathrm",
        "a&",
        "a\\\\",
        "'",
        "\\not",
        "["
      })
  void whatIsRepeatedWithoutEndIsBounded(String part) {
    for (int length : new int[] {MathMl.LONGEST, 1_000_000}) {
      String latex = part.repeat(length / part.length());
      assertThat(MathMl.of(latex, true).orElse("").length()).isLessThan(200 * MathMl.LONGEST);
    }
  }

  @Test
  void itIsAsDeepAsItMayBe() {
    int most = MathMl.DEEPEST - 1;
    assertThat(MathMl.of("{".repeat(most) + "x" + "}".repeat(most), true)).isPresent();
    assertThat(MathMl.of("{".repeat(most + 1) + "x" + "}".repeat(most + 1), true)).isEmpty();
  }

  /// Whatever is written, what comes is well formed and made of the elements of MathML Core.
  @Test
  void nothingElseThanFormulasComesOut() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    String[] parts = {
      "x",
      "2",
      "{",
      "}",
      "^",
      "_",
      "\\frac",
      "\\sqrt",
      "&",
      "\\\\",
      "<script>",
      "</math>",
      "\"",
      "\\text{<b>}",
      "\\left(",
      "\\right)",
      "\\sum",
      "\\alpha",
      "'",
      " ",
      "\\begin{matrix}",
      "\\end{matrix}",
      "\\hat",
      "\\mathbf",
      "|",
      "[",
      "]",
      "\u0000",
      "é",
      "\\%",
      "\\limits"
    };
    int drawn = 0;
    for (int i = 0; i < 20_000; i++) {
      var latex = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        latex.append(parts[random.nextInt(parts.length)]);
      }
      String math = MathMl.of(latex.toString(), random.nextBoolean()).orElse("");
      if (math.isEmpty()) {
        continue;
      }
      drawn++;
      Element root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(math)))
              .getDocumentElement();
      assertThat(foreign(root)).as("-Dtests.seed=%d, %s", seed, latex).isEmpty();
    }
    assertThat(drawn).as("-Dtests.seed=%d", seed).isGreaterThan(500);
  }

  private static String foreign(Element element) {
    if (!CORE.contains(element.getTagName())) {
      return element.getTagName();
    }
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner && !foreign(inner).isEmpty()) {
        return foreign(inner);
      }
    }
    return "";
  }
}
