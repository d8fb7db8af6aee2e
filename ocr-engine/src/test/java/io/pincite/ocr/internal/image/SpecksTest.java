package io.pincite.ocr.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.samples.Condition;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecksTest {

  @ParameterizedTest
  @ValueSource(ints = {100, 150, 200, 300})
  void aCleanPageKeepsItsFullStops(int dpi) {
    PagePixels page = page(Wear.none(dpi));

    assertThat(Specks.removed(page, dpi)).isSameAs(page);
  }

  @Test
  void aFaxOfTwoColoursIsLeftAsItIs() {
    PagePixels page = page(Condition.FAXED.wear());

    assertThat(Specks.removed(page, 200)).isSameAs(page);
  }

  @Test
  void dotsGoAndLettersStay() {
    // A little noise, so that the page has shades as every scan has.
    PagePixels page = page(Wear.none(200).noisy(6, 0));
    PagePixels dusty = dusted(page, 5_000);

    PagePixels clean = Specks.removed(dusty, 200);

    // What is left are dots that touch letters or each other.
    int before = unlike(page, dusty);
    assertThat(before).isGreaterThan(10_000);
    assertThat(unlike(page, clean)).isLessThan(before / 5);
  }

  private static PagePixels page(Wear wear) {
    return PagePixels.of(Scan.of(Sample.LEASE.pdf(), 2, wear, 1).pixels());
  }

  /// Dots of one and of two pixels a side.
  private static PagePixels dusted(PagePixels page, int dots) {
    byte[] rgb = page.rgb().clone();
    var random = new Random(7);
    for (int i = 0; i < dots; i++) {
      int side = 1 + i % 2;
      int left = 1 + random.nextInt(page.width() - 4);
      int top = 1 + random.nextInt(page.height() - 4);
      for (int y = top; y < top + side; y++) {
        for (int x = left; x < left + side; x++) {
          for (int channel = 0; channel < 3; channel++) {
            rgb[3 * (y * page.width() + x) + channel] = 20;
          }
        }
      }
    }
    return new PagePixels(page.width(), page.height(), rgb);
  }

  /// Pixels that differ by more than noise does.
  private static int unlike(PagePixels one, PagePixels other) {
    int unlike = 0;
    for (int i = 0; i < one.rgb().length; i += 3) {
      unlike += Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF)) > 64 ? 1 : 0;
    }
    return unlike;
  }
}
