package io.pincite.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// How far a figure over pages would move with other pages of the same kind: drawn again with
/// replacement, the middle 95 % of the outcomes.
final class Bootstrap {
  private static final int DRAWS = 2_000;

  private Bootstrap() {}

  record Interval(double low, double high) {
    boolean contains(double value) {
      return low <= value && value <= high;
    }
  }

  /// @param items how many there are
  /// @param figure of a drawing: indices of items
  static Interval of(int items, ToDoubleFunction<int[]> figure) {
    var random = new SplittableRandom(1);
    double[] outcomes = new double[DRAWS];
    int[] drawn = new int[items];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = 0; i < items; i++) {
        drawn[i] = random.nextInt(items);
      }
      outcomes[draw] = figure.applyAsDouble(drawn);
    }
    Arrays.sort(outcomes);
    return new Interval(outcomes[DRAWS / 40], outcomes[DRAWS - 1 - DRAWS / 40]);
  }
}
