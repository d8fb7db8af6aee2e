package io.pincite.ocr.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.samples.Condition;
import io.pincite.samples.Placement;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedPageTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void thePaperInAPhotographIsFoundByItsCorners(long seed) {
    Scan photograph = Scan.of(Sample.LEASE.pdf(), 1, Condition.PHOTOGRAPHED.wear(), seed);
    int width = photograph.pixels().getWidth();
    int height = photograph.pixels().getHeight();
    var quad = Paper.in(PagePixels.of(photograph.pixels())).orElseThrow();
    double[][] found = {
      {quad.x0(), quad.y0()}, {quad.x1(), quad.y1()}, {quad.x2(), quad.y2()}, {quad.x3(), quad.y3()}
    };
    double[][] corners = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    for (int i = 0; i < 4; i++) {
      double[] truth = photograph.placement().point(corners[i][0], corners[i][1]);
      assertThat(found[i][0]).isCloseTo(width * truth[0], within(0.004 * width));
      assertThat(found[i][1]).isCloseTo(height * truth[1], within(0.004 * height));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PHOTOGRAPHED")
  void aScanIsNotCutOutOfItself(Condition condition) {
    for (Sample sample : new Sample[] {Sample.SERVICES, Sample.PURCHASE_ZH}) {
      for (int seed = 1; seed <= 3; seed++) {
        Scan scan = Scan.of(sample.pdf(), 1, condition.wear(), seed);
        assertThat(Paper.in(PagePixels.of(scan.pixels()))).as("seed %d", seed).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CLEAN_200", "SKEWED", "PHOTOGRAPHED", "FAXED", "SHADOWED"})
  void preparedPagesAreLevelAndFilledByThePaper(Condition condition) {
    Scan scan = Scan.of(Sample.SERVICES.pdf(), 2, condition.wear(), 7);
    PreparedPage page = PreparedPage.of(PagePixels.of(scan.pixels()), scan.dpi());
    assertThat(Skew.of(GrayRaster.of(page.pixels())).degrees()).isCloseTo(0, within(0.2));
    // Where the middle of the page lies in the scan, the middle of the prepared page leads to.
    double[] middle = scan.placement().point(0.5, 0.5);
    double x = page.pixels().width() / 2.0;
    double y = page.pixels().height() / 2.0;
    assertThat(page.toGiven().x(x, y) / scan.pixels().getWidth())
        .isCloseTo(middle[0], within(0.005));
    assertThat(page.toGiven().y(x, y) / scan.pixels().getHeight())
        .isCloseTo(middle[1], within(0.005));
  }

  @Test
  void boxesFindTheirWayBackOverEveryTurn() {
    long seed = Long.getLong("tests.seed", new Random().nextLong());
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int width = random.nextInt(200, 3000);
      int height = random.nextInt(200, 3000);
      Mapping mapping =
          Mapping.turn(random.nextDouble(-12, 12), width / 2.0, height / 2.0)
              .then(new Mapping(new double[] {1, 0.02, 5, -0.01, 1, 9, 1e-5, -2e-5, 1}));
      for (int turn = 0; turn < 360; turn += 90) {
        var page = new PreparedPage(new PagePixels(1, 1, new byte[3]), 200, mapping, width, height);
        Mapping there = page.givenBoxes(turn).mapping();
        double x = random.nextDouble(0, width);
        double y = random.nextDouble(0, height);
        double givenX = there.x(x, y);
        double givenY = there.y(x, y);
        assertThat(there.inverse().x(givenX, givenY))
            .as("-Dtests.seed=%d", seed)
            .isCloseTo(x, within(1e-5));
        assertThat(there.inverse().y(givenX, givenY)).isCloseTo(y, within(1e-5));
      }
    }
  }

  /// The oracle is the degrader's own placement: where a box of the page lies in the scan.
  @Test
  void boxesOfALevelledPageComeBackToWhereTheScanHasThem() {
    for (double degrees : new double[] {-7, -2, 1, 3, 9}) {
      Scan scan = Scan.of(Sample.LEASE.pdf(), 1, Wear.none(150).skewed(degrees), 1);
      int width = scan.pixels().getWidth();
      int height = scan.pixels().getHeight();
      PreparedPage page = PreparedPage.of(PagePixels.of(scan.pixels()), scan.dpi());
      Placement truth = scan.placement();
      for (double x = 0.1; x < 0.9; x += 0.2) {
        for (double y = 0.1; y < 0.9; y += 0.2) {
          // On the level page the sheet lies in the middle, in its own size.
          double levelX = page.pixels().width() / 2.0 + (x - 0.5) * width;
          double levelY = page.pixels().height() / 2.0 + (y - 0.5) * height;
          BoundingBox back =
              page.givenBoxes(0)
                  .box(
                      BoundingBox.clamped(
                          levelX / page.pixels().width(),
                          levelY / page.pixels().height(),
                          levelX / page.pixels().width(),
                          levelY / page.pixels().height()));
          double[] point = truth.point(x, y);
          assertThat(back.centerX()).isCloseTo(point[0], within(1.5 / width));
          assertThat(back.centerY()).isCloseTo(point[1], within(1.5 / height));
        }
      }
    }
  }
}
