package io.pincite.ingest.knowntruth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.internal.pdf.PdfPage;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Words and their boxes as the text layer gives them, before any layout.
class WordsTest {

  @ParameterizedTest
  @EnumSource(Sample.class)
  void aPageHasItsTrueSizeAndRotation(Sample sample) {
    List<PdfPage> pages = SampleFiles.pages(sample);
    assertThat(pages).hasSameSizeAs(sample.truth().pages());
    for (Truth.Page truth : sample.truth().pages()) {
      PdfPage page = pages.get(truth.number() - 1);
      assertThat(page.content().widthPoints()).isCloseTo(truth.width(), within());
      assertThat(page.content().heightPoints()).isCloseTo(truth.height(), within());
      assertThat(page.verdict().usable()).isTrue();
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.01);
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void everyWordIsReadAndBoxed(Sample sample) {
    var problems = new ArrayList<String>();
    double worst = 1;
    for (Truth.Page truth : sample.truth().pages()) {
      var left =
          new ArrayList<>(SampleFiles.pages(sample).get(truth.number() - 1).content().words());
      for (Truth.Word word : truth.words()) {
        StyledWord best = best(left, word);
        double iou = best == null ? 0 : best.word().box().iou(SampleFiles.box(word.box()));
        if (best == null || iou < 0.9) {
          problems.add(
              "p.%d '%s' at %s: %s"
                  .formatted(
                      truth.number(),
                      word.text(),
                      SampleFiles.box(word.box()),
                      best == null ? "not read" : "IoU %.3f %s".formatted(iou, best.word().box())));
        } else {
          worst = Math.min(worst, iou);
        }
        left.remove(best);
      }
      left.forEach(
          word -> problems.add("p.%d '%s' is too many".formatted(truth.number(), word.word())));
    }
    assertThat(problems).as("worst IoU of the others %.4f", worst).isEmpty();
  }

  private static @org.jspecify.annotations.Nullable StyledWord best(
      List<StyledWord> words, Truth.Word wanted) {
    StyledWord best = null;
    double most = 0;
    for (StyledWord word : words) {
      double iou = word.word().box().iou(SampleFiles.box(wanted.box()));
      if (word.word().text().equals(wanted.text()) && iou > most) {
        most = iou;
        best = word;
      }
    }
    return best;
  }
}
