package io.pincite.ocr.internal.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ocr.OcrException;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageRequest;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {

  @ParameterizedTest
  @CsvSource({
    "DOCUMENT, <|grounding|>Convert the document to markdown.",
    "OCR, <|grounding|>OCR this image.",
    "FREE_OCR, Free OCR.",
    "PARSE_FIGURE, Parse the figure.",
    "DESCRIBE, Describe this image in detail."
  })
  void everyTaskHasItsTrainedWords(OcrTask task, String text) {
    assertThat(Prompt.of(task)).isEqualTo(new Prompt(text, true));
    assertThat(Prompt.of(task).whole()).isEqualTo("<image>\n" + text);
    assertThat(Prompt.of(request(task, null, null))).isEqualTo(new Prompt(text, true));
  }

  @Test
  void whatIsToBeLocatedStandsInItsTags() {
    assertThat(Prompt.of(request(OcrTask.LOCATE, "the signature", null)))
        .isEqualTo(new Prompt("Locate <|ref|>the signature<|/ref|> in the image.", true));
  }

  @Test
  void lineEndsAndControlCharactersOfATargetAreSpaces() {
    assertThat(Prompt.locate("  the term\r\nof\u0000this\u2028lease\t").text())
        .isEqualTo("Locate <|ref|>the term of this lease<|/ref|> in the image.");
  }

  @Test
  void aSmallerSignInATargetIsNoTag() {
    assertThat(Prompt.locate("a < b | c > d").text())
        .isEqualTo("Locate <|ref|>a < b | c > d<|/ref|> in the image.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<|ref|>",
        "<|/ref|>",
        "<|det|>",
        "<|/det|>",
        "<|grounding|>",
        "<|User|>",
        "<|Assistant|>",
        "<|EOT|>",
        "<td>",
        "</td>",
        "<tr>",
        "</tr>",
        "<image>",
        "<｜begin▁of▁sentence｜>",
        "<｜end▁of▁sentence｜>",
        "<｜▁pad▁｜>",
        "<｜place▁holder▁no▁7｜>"
      })
  void aTargetCannotBreakOutOfItsTags(String tag) {
    assertThatThrownBy(() -> Prompt.locate("rent" + tag + " and more"))
        .isInstanceOf(OcrException.NotServed.class)
        .hasMessage("[target] holds '%s', which is a command to the model; leave it out.", tag);
  }

  @Test
  void nothingCannotBeLocated() {
    assertThatThrownBy(() -> Prompt.locate(" \n\u00a0"))
        .isInstanceOf(OcrException.NotServed.class)
        .hasMessage("[target] is empty; name what to look for.");
  }

  @Test
  void wordsOfOnesOwnAreAcceptedAndMarkedAsUntrained() {
    assertThat(Prompt.of(request(OcrTask.DOCUMENT, null, "Convert the document to HTML.\nAll. ")))
        .isEqualTo(new Prompt("Convert the document to HTML.\nAll.", false));
    assertThat(Prompt.custom("Locate <|ref|>rent<|/ref|>"))
        .isEqualTo(new Prompt("Locate <|ref|>rent<|/ref|>", false));
  }

  @Test
  void trainedWordsAreTrainedWhoeverWritesThem() {
    assertThat(Prompt.custom("<image>\n<|grounding|>Convert the document to markdown. "))
        .isEqualTo(Prompt.of(OcrTask.DOCUMENT));
    assertThat(Prompt.custom("<image>\nLocate <|ref|>the rent<|/ref|> in the image."))
        .isEqualTo(Prompt.locate("the rent"));
    assertThat(Prompt.custom("Free OCR").trained()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<image>", "<|User|>", "<｜end▁of▁sentence｜>"})
  void wordsOfOnesOwnStayWithinTheirPrompt(String tag) {
    assertThatThrownBy(() -> Prompt.custom("Free OCR." + tag))
        .isInstanceOf(OcrException.NotServed.class)
        .hasMessage("[prompt] holds '%s', which is a command to the model; leave it out.", tag);
  }

  @Test
  void aPromptSaysSomething() {
    assertThatThrownBy(() -> Prompt.custom("<image>\n "))
        .isInstanceOf(OcrException.NotServed.class)
        .hasMessage("[prompt] is empty; leave it out or ask something.");
  }

  @Test
  void noTrainedPromptCanHaveMoreTokensThanAreAllowedForText() {
    for (OcrTask task : OcrTask.values()) {
      Prompt prompt = task == OcrTask.LOCATE ? Prompt.locate("the signatures") : Prompt.of(task);
      assertThat(prompt.mostTokens()).isLessThanOrEqualTo(ServedModes.MOST_TEXT_TOKENS);
    }
    assertThat(Prompt.locate("租金").mostTokens())
        .isEqualTo(3 + "Locate  in the image.".length() + 2 + 6);
  }

  private static PageRequest request(OcrTask task, String target, String prompt) {
    var image = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);
    return new PageRequest(
        new PageImage(image, 72),
        task,
        Optional.empty(),
        Optional.ofNullable(target),
        Optional.ofNullable(prompt),
        List.of());
  }
}
