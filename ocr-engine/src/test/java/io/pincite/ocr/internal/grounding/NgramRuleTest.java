package io.pincite.ocr.internal.grounding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The expected tokens were computed by another program from the rule as it is stated.
class NgramRuleTest {

  @ParameterizedTest
  @CsvSource({
    // n, window, period, token at which it first forbids; -1 for never within 2,000
    "30, 90, 1, 30",
    "30, 90, 20, 49",
    "30, 90, 61, 90",
    "30, 90, 70, -1",
    "20, 50, 30, 49",
    "20, 50, 40, -1",
    "40, 90, 40, 79",
    "40, 90, 60, -1",
    "20, 90, 70, 89",
    "35, 128, 90, 124",
    "35, 128, 120, -1",
    // The longest period that fits the window is window - n + 1.
    "30, 90, 62, -1",
    "20, 50, 31, 50",
    "20, 50, 32, -1",
    "40, 90, 51, 90",
    "40, 90, 52, -1",
    "20, 90, 71, 90",
    "20, 90, 72, -1",
    "35, 128, 94, 128",
    "35, 128, 95, -1",
    "35, 1024, 990, 1024",
    // The whole output for a window.
    "20, 8192, 1500, 1519",
    "35, 8192, 1500, 1534"
  })
  void aLoopIsForbiddenOnceItFitsTheWindow(int n, int window, int period, int expected) {
    var rule = new NgramRule(n, window, Set.of());
    int first = -1;
    for (int i = 0; i < 2_000 && first < 0; i++) {
      first = rule.accept(i % period) ? i : -1;
    }

    assertThat(first).isEqualTo(expected);
  }

  @Test
  void emptyCellsAreNeverForbidden() {
    var rule = new NgramRule(30, 90, Set.of(128_821, 128_822));
    boolean forbidden = false;
    for (int i = 0; i < 2_000; i++) {
      forbidden |= rule.accept(128_821 + i % 2);
    }

    assertThat(forbidden).isFalse();
  }

  @Test
  void whatIsForbiddenHoldsForAnyTokens() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    var rule = new NgramRule(3, 12, Set.of(1));
    int[] tokens = new int[3_000];
    for (int length = 0; length < tokens.length; length++) {
      var expected = new HashSet<Integer>();
      for (int i = Math.max(0, length - 12); i + 3 <= length; i++) {
        if (tokens[i] == tokens[length - 2] && tokens[i + 1] == tokens[length - 1]) {
          expected.add(tokens[i + 2]);
        }
      }
      expected.remove(1);

      assertThat(rule.forbidden()).as("-Dtests.seed=%d", seed).isEqualTo(expected);
      tokens[length] = random.nextInt(4);
      rule.accept(tokens[length]);
    }
  }

  @Test
  void aWindowSmallerThanItsRunsIsRefused() {
    assertThatThrownBy(() -> new NgramRule(30, 20, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the rule needs 1 <= n <= window, not n 30 in 20");
  }
}
