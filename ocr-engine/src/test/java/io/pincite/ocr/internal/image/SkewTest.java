package io.pincite.ocr.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SkewTest {

  @ParameterizedTest
  @EnumSource(names = {"LEASE", "PURCHASE_ZH", "SERVICES", "AMENDMENT"})
  void skewIsFoundToATenthOfADegreeUprightAndOnTheSide(Sample sample) {
    // Wear is chance: the same pages in every build, others with -Dtests.seed.
    long seed = Long.getLong("tests.seed", 1);
    var random = new Random(seed);
    for (int i = 0; i < 6; i++) {
      double degrees = i == 0 ? 0 : random.nextDouble(-10, 10);
      Wear wear = Wear.none(150).skewed(degrees).noisy(6, 0.0005).turned(i % 4);
      Skew skew = skewOf(Scan.of(sample.pdf(), 1, wear, seed));
      assertThat(skew.degrees())
          .as("-Dtests.seed=%d, turn %d", seed, i % 4)
          .isCloseTo(degrees, within(0.1));
      assertThat(skew.sideways()).isEqualTo(i % 2 == 1);
    }
  }

  @Test
  void littleSkewIsNotTakenForNone() {
    for (double degrees : new double[] {-0.5, -0.3, -0.2, 0.2, 0.3, 0.4}) {
      for (int dpi : new int[] {150, 200}) {
        Wear wear = Wear.none(dpi).skewed(degrees).turned(1);
        Skew skew = skewOf(Scan.of(Sample.AMENDMENT.pdf(), 1, wear, 1));
        assertThat(skew.degrees()).as("%d dpi", dpi).isCloseTo(degrees, within(0.05));
      }
    }
  }

  @Test
  void aFaxIsLevelledToo() {
    Wear fax = Wear.none(200).skewed(0.6).blurred(0.8).noisy(24, 0.0006).faxed();
    assertThat(skewOf(Scan.of(Sample.LEASE.pdf(), 1, fax, 3)).degrees())
        .isCloseTo(0.6, within(0.1));
  }

  @Test
  void nothingOnThePageIsClearlyLevelOnAPictureOfClouds() {
    var random = new Random(4);
    var clouds = new BufferedImage(900, 1200, BufferedImage.TYPE_3BYTE_BGR);
    var graphics = clouds.createGraphics();
    for (int i = 0; i < 4000; i++) {
      int gray = random.nextInt(256);
      graphics.setColor(new Color(gray, gray, gray));
      int size = 10 + random.nextInt(60);
      graphics.fillOval(random.nextInt(900), random.nextInt(1200), size, size);
    }
    graphics.dispose();
    assertThat(Skew.of(GrayRaster.of(PagePixels.of(clouds))).clarity()).isLessThan(2);
  }

  @Test
  void anEmptyPageHasNoSkew() {
    var empty = new BufferedImage(600, 800, BufferedImage.TYPE_3BYTE_BGR);
    assertThat(Skew.of(GrayRaster.of(PagePixels.of(empty))).clarity()).isZero();
  }

  private static Skew skewOf(Scan scan) {
    return Skew.of(GrayRaster.of(PagePixels.of(scan.pixels())));
  }
}
