package io.pincite.ocr.internal.ppocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.lines.LineBox;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbabilityMapTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 64;

  /// Long lines of small print come out between 0.55 and 0.6; what is less sure than 0.5 is no
  /// text.
  @ParameterizedTest
  @CsvSource({"0.95, 1", "0.56, 1", "0.45, 0"})
  void aFaintLineOfSmallPrintIsALine(float probability, int lines) {
    float[] values = new float[WIDTH * HEIGHT];
    for (int y = 30; y < 36; y++) {
      Arrays.fill(values, y * WIDTH + 20, y * WIDTH + 300, probability);
    }

    List<LineBox> found = new ProbabilityMap(WIDTH, HEIGHT, values).lines(2, 2);

    assertThat(found).hasSize(lines);
    assertThat(found)
        .allSatisfy(
            line -> {
              assertThat(line.centerX()).isBetween(315.0, 325.0);
              assertThat(line.centerY()).isBetween(62.0, 70.0);
            });
  }
}
