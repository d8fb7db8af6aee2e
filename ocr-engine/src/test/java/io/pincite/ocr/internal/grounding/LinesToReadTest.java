package io.pincite.ocr.internal.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.BoundingBox;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesToReadTest {

  private static final BoundingBox PAGE = new BoundingBox(0.1, 0.1, 0.9, 0.9);

  @Test
  void linesWithFiguresAndLinesWithoutTextComeFirst() {
    Geometry lines =
        Geometry.ofLines(
            List.of(line(0), line(1), line(2), new BoundingBox(0.1, 0.95, 0.3, 0.97)), 600, 800);

    LinesToRead toRead =
        LinesToRead.of(
            List.of(
                new Written.Text(
                    "these words say so little again these $1,200 say so little again"
                        + " these words say so little again",
                    "text",
                    List.of(PAGE))),
            lines);

    assertThat(toRead).isEqualTo(new LinesToRead(List.of(1, 3), List.of(0, 2)));
  }

  @ParameterizedTest
  @CsvSource({"LEASE, 0.33", "SERVICES, 0.5"})
  void hardlyALineWithDigitsIsLeftForLaterAndMostOthersAre(Sample sample, double most) {
    int lines = 0;
    int first = 0;
    int withDigits = 0;
    int missed = 0;
    int without = 0;
    int needless = 0;
    for (Truth.Page page : sample.truth().pages()) {
      var written = new WrittenPage(page, 0, WrittenPage.Boxes.ROUNDED, new Random(1));
      Geometry geometry = written.lines();

      LinesToRead toRead = LinesToRead.of(written.written(), geometry);

      lines += geometry.unread().size();
      first += toRead.first().size();
      for (int i = 0; i < geometry.unread().size(); i++) {
        BoundingBox line = geometry.unread().get(i).box();
        List<String> said =
            page.words().stream()
                .filter(
                    word -> {
                      BoundingBox box = WrittenPage.box(word.box());
                      return line.contains(box.centerX(), box.centerY());
                    })
                .map(Truth.Word::text)
                .toList();
        // What numbers a clause may wait.
        boolean digits =
            said.stream()
                .skip(!said.isEmpty() && said.getFirst().matches("[(]?[\\d.]+[.)]?") ? 1 : 0)
                .anyMatch(word -> word.chars().anyMatch(Character::isDigit));
        without += digits ? 0 : 1;
        needless += !digits && toRead.first().contains(i) ? 1 : 0;
        withDigits += digits ? 1 : 0;
        missed += digits && toRead.later().contains(i) ? 1 : 0;
      }
    }
    WrittenPage.report(
        "%s: %d of %d lines first; of %d with digits %d later, of %d without %d first%n",
        sample, first, lines, withDigits, missed, without, needless);
    assertThat((double) missed / withDigits).isLessThan(0.03);
    assertThat((double) needless / without).isLessThan(most);
  }

  @Test
  void allLinesOfIdeographsComeFirst() {
    Truth.Page page = Sample.PURCHASE_ZH.truth().pages().getFirst();
    var written = new WrittenPage(page, 0, WrittenPage.Boxes.ROUNDED, new Random(1));

    assertThat(LinesToRead.of(written.written(), written.lines()).later()).isEmpty();
  }

  private static BoundingBox line(int n) {
    return new BoundingBox(0.1, 0.1 + 0.03 * n, 0.5, 0.12 + 0.03 * n);
  }
}
