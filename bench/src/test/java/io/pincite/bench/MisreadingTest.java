package io.pincite.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MisreadingTest {
  private static final String TEXT =
      "The term of this Lease shall commence on March 1, 2026 and continue. ".repeat(200);

  @Test
  void nothingIsSpoiledAtRateNought() {
    assertThat(new Misreading(0, 1).of(TEXT)).isEqualTo(TEXT);
  }

  @Test
  void theSameSeedSpoilsTheSame() {
    assertThat(new Misreading(0.05, 7).of(TEXT)).isEqualTo(new Misreading(0.05, 7).of(TEXT));
    assertThat(new Misreading(0.05, 7).of(TEXT)).isNotEqualTo(new Misreading(0.05, 8).of(TEXT));
  }

  @Test
  void aboutAsManyCharactersAreSpoiledAsTheRateSays() {
    String spoiled = new Misreading(0.03, 1).of(TEXT);
    double distance = (double) EditDistance.between(TEXT, spoiled) / TEXT.length();
    assertThat(distance).isBetween(0.02, 0.045);
  }
}
