package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.samples.Condition;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pages without the detail that reading takes: however sure the readers are of them, they are in
/// doubt; and pages with enough of it are not.
class LegibilityTest {
  private static final PpOcr ENGINE = PpOcr.start(PpOcrSettings.DEFAULTS);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @ParameterizedTest
  @CsvSource({"LEASE, 72, NEAREST_NEIGHBOR", "PURCHASE_ZH, 60, BILINEAR"})
  void aPageThatWasScannedTooCoarselyAndEnlargedIsInDoubt(
      Sample sample, double dpi, String interpolation) {
    BufferedImage scanned = Scan.of(sample.pdf(), 1, Wear.none(dpi).noisy(2, 0), 4).pixels();

    PageText read = ENGINE.read(new PageImage(enlarged(scanned, 200 / dpi, interpolation), 200));

    assertIsInDoubt(read);
  }

  @ParameterizedTest
  @CsvSource({"LEASE, 60, 0", "PURCHASE_ZH, 200, 3"})
  void aPageOfTooFewPixelsOrBlurredTooMuchIsInDoubt(Sample sample, double dpi, double blur) {
    Scan scan = Scan.of(sample.pdf(), 1, Wear.none(dpi).blurred(blur).noisy(2, 0), 4);

    assertIsInDoubt(ENGINE.read(new PageImage(scan.pixels(), dpi)));
  }

  @ParameterizedTest
  @CsvSource({
    "LEASE, CLEAN_100",
    "PURCHASE_ZH, CLEAN_100",
    "LEASE, CLEAN_300",
    "LEASE, BLURRED",
    "PURCHASE_ZH, FAXED"
  })
  void aPageThatCanBeReadIsNot(Sample sample, Condition condition) {
    Scan scan = Scan.of(sample.pdf(), 1, condition.wear(), 4);

    assertThat(ENGINE.read(new PageImage(scan.pixels(), scan.dpi())).doubts())
        .extracting(Doubt::kind)
        .doesNotContain(Doubt.Kind.BELOW_RESOLUTION, Doubt.Kind.HANDWRITING);
  }

  /// Headings and larger type may stay out of it.
  private static void assertIsInDoubt(PageText read) {
    List<Word> words = read.blocks().stream().flatMap(LegibilityTest::words).toList();
    assertThat(words).hasSizeGreaterThan(100);
    assertThat(words.stream().filter(word -> word.confidence() <= 0.5).count())
        .as("words in doubt of %d", words.size())
        .isGreaterThan((long) (0.6 * words.size()));
    assertThat(read.doubts()).extracting(Doubt::kind).contains(Doubt.Kind.BELOW_RESOLUTION);
  }

  private static Stream<Word> words(Block block) {
    Stream<Line> lines =
        block instanceof Block.Table table
            ? table.cells().stream().flatMap(cell -> cell.lines().stream())
            : block.lines().stream();
    return lines.flatMap(line -> line.words().stream());
  }

  private static BufferedImage enlarged(BufferedImage image, double factor, String interpolation) {
    var enlarged =
        new BufferedImage(
            (int) Math.round(factor * image.getWidth()),
            (int) Math.round(factor * image.getHeight()),
            BufferedImage.TYPE_3BYTE_BGR);
    var graphics = enlarged.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        switch (interpolation) {
          case "BICUBIC" -> RenderingHints.VALUE_INTERPOLATION_BICUBIC;
          case "BILINEAR" -> RenderingHints.VALUE_INTERPOLATION_BILINEAR;
          default -> RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR;
        });
    graphics.drawImage(image, 0, 0, enlarged.getWidth(), enlarged.getHeight(), null);
    graphics.dispose();
    return enlarged;
  }
}
