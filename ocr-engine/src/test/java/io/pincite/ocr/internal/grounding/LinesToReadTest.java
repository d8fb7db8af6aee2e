package io.pincite.ocr.internal.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.BoundingBox;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
  @EnumSource(names = {"LEASE", "PURCHASE_ZH", "SERVICES"})
  void hardlyALineWithDigitsIsLeftForLater(Sample sample) {
    int lines = 0;
    int first = 0;
    int withDigits = 0;
    int missed = 0;
    for (Truth.Page page : sample.truth().pages()) {
      var written = new WrittenPage(page, 0, WrittenPage.Boxes.ROUNDED, new Random(1));
      Geometry geometry = written.lines();

      LinesToRead toRead = LinesToRead.of(written.written(), geometry);

      lines += geometry.unread().size();
      first += toRead.first().size();
      for (int i = 0; i < geometry.unread().size(); i++) {
        BoundingBox line = geometry.unread().get(i).box();
        boolean digits =
            page.words().stream()
                .filter(word -> word.text().chars().anyMatch(Character::isDigit))
                .map(word -> WrittenPage.box(word.box()))
                .anyMatch(box -> line.contains(box.centerX(), box.centerY()));
        withDigits += digits ? 1 : 0;
        missed += digits && toRead.later().contains(i) ? 1 : 0;
      }
    }
    WrittenPage.report(
        "%s: %d of %d lines first; of %d with digits %d later%n",
        sample, first, lines, withDigits, missed);
    assertThat((double) missed / withDigits).isLessThan(0.03);
    assertThat(first).isLessThan(lines);
  }

  private static BoundingBox line(int n) {
    return new BoundingBox(0.1, 0.1 + 0.03 * n, 0.5, 0.12 + 0.03 * n);
  }
}
