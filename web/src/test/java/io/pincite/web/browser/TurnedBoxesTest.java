package io.pincite.web.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/// The viewer's quarter turns of boxes, in a browser: corner by corner against the turn of a pixel.
class TurnedBoxesTest {
  private static final Path SOURCE = Path.of("src/main/resources/web/app/lib/turns.js");
  private static final List<Integer> TURNS = List.of(0, 90, 180, 270);
  private static final double[] BOX = {0.1, 0.2, 0.4, 0.25};

  @Test
  void aBoxFollowsThePageThroughEveryTurnAndBack() throws IOException {
    String source = Files.readString(SOURCE);
    try (Chromium chromium = Chromium.start();
        Page page = chromium.browser().newPage()) {
      for (int from : TURNS) {
        for (int to : TURNS) {
          double[] there = turned(page, source, BOX, from, to);
          assertThat(there)
              .as("%d to %d", from, to)
              .containsExactly(expected(from, to), within(1e-9));
          assertThat(turned(page, source, there, to, from))
              .as("%d to %d and back", from, to)
              .containsExactly(BOX, within(1e-9));
        }
      }
    }
  }

  /// Both corners, turned by one clockwise quarter after the other.
  private static double[] expected(int from, int to) {
    double[] one = {BOX[0], BOX[1]};
    double[] other = {BOX[2], BOX[3]};
    for (int turn = from; turn % 360 != to; turn += 90) {
      one = new double[] {1 - one[1], one[0]};
      other = new double[] {1 - other[1], other[0]};
    }
    return new double[] {
      Math.min(one[0], other[0]),
      Math.min(one[1], other[1]),
      Math.max(one[0], other[0]),
      Math.max(one[1], other[1])
    };
  }

  private static double[] turned(Page page, String source, double[] box, int from, int to) {
    Object boxes =
        page.evaluate(
            """
            async ({ source, box, from, to }) => {
              const { turned } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
              return turned([box], from, to)[0];
            }
            """,
            Map.of(
                "source", source,
                "box", DoubleStream.of(box).boxed().toList(),
                "from", from,
                "to", to));
    return ((List<?>) boxes).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }
}
