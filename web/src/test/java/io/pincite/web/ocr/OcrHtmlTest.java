package io.pincite.web.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.FigureLinks;
import io.pincite.web.documents.BoxJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OcrHtmlTest {

  @Test
  void formulasAreMathMlWithTheirLaTeX() {
    assertThat(html(block(Block.Type.FORMULA, "equation", "x^2")))
        .isEqualTo(
            "<p><math display=\"block\"><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"
                + "<annotation encoding=\"application/x-tex\">x^2</annotation></semantics></math></p>\n");
    assertThat(html(block(Block.Type.PARAGRAPH, "text", "a < \\( b \\) \\(\\no{<}\\)")))
        .isEqualTo(
            "<p>a &lt; <math><semantics><mrow><mi>b</mi></mrow>"
                + "<annotation encoding=\"application/x-tex\">b</annotation></semantics></math>"
                + " <code>\\no{&lt;}</code></p>\n");
  }

  @Test
  void whatIsNotUnderstoodStaysAsItWasWritten() {
    assertThat(html(block(Block.Type.FORMULA, "equation", "\\input{<x>}")))
        .isEqualTo("<pre><code>\\input{&lt;x&gt;}</code></pre>\n");
    assertThat(html(block(Block.Type.FORMULA, "set in italics", "x")))
        .isEqualTo("<pre><code>x</code></pre>\n");
  }

  private static String html(OcrBlockJson block) {
    return OcrHtml.of(List.of(block), FigureLinks.NONE);
  }

  private static OcrBlockJson block(Block.Type type, String label, String text) {
    return new OcrBlockJson(
        type,
        Optional.empty(),
        label,
        BoxJson.of(new BoundingBox(0.1, 0.1, 0.2, 0.2)),
        text,
        List.of());
  }
}
