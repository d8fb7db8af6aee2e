package io.pincite.ocr.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.samples.Condition;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Wear;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnlargementTest {

  @ParameterizedTest
  @EnumSource(Condition.class)
  void noPageIsTakenForEnlargedThatIsNot(Condition condition) {
    for (Sample sample : List.of(Sample.LEASE, Sample.PURCHASE_ZH, Sample.SERVICES)) {
      Scan scan = Scan.of(sample.pdf(), 1, condition.wear(), 3);
      assertThat(Enlargement.of(PagePixels.of(scan.pixels()))).as("%s", sample).isEqualTo(1);
    }
  }

  /// The work grows with the square of a side: without a bound this takes minutes.
  @Test
  @Timeout(30)
  void aStripWithoutEndIsLookedAtInItsMiddle() {
    var strip = new BufferedImage(300_000, 64, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = ((DataBufferByte) strip.getRaster().getDataBuffer()).getData();
    new Random(1).nextBytes(pixels);

    assertThat(Enlargement.of(PagePixels.of(strip))).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "LEASE, 50, 200, BICUBIC",
    "LEASE, 60, 200, BICUBIC",
    "LEASE, 72, 200, BICUBIC",
    "LEASE, 60, 200, BILINEAR",
    "LEASE, 72, 200, BILINEAR",
    "LEASE, 60, 200, NEAREST",
    "LEASE, 72, 200, NEAREST",
    "LEASE, 75, 300, BILINEAR",
    "LEASE, 72, 300, NEAREST",
    "PURCHASE_ZH, 60, 200, BICUBIC",
    "PURCHASE_ZH, 72, 200, BILINEAR",
    "PURCHASE_ZH, 72, 200, NEAREST",
    "SERVICES, 72, 300, BICUBIC"
  })
  void howMuchAPageWasEnlargedIsSeen(Sample sample, double from, double to, Kind kind) {
    BufferedImage taken = Scan.of(sample.pdf(), 1, Wear.none(from).noisy(3, 0), 5).pixels();

    BufferedImage enlarged = enlarged(taken, to / from, kind);

    assertThat(Enlargement.of(PagePixels.of(enlarged)))
        .isCloseTo(to / from, Percentage.withPercentage(1));
  }

  /// Not where pixels were only repeated: JPEG then sets new edges everywhere.
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"BICUBIC", "BILINEAR"})
  void itIsSeenThroughJpegToo(Kind kind) throws IOException {
    BufferedImage taken = Scan.of(Sample.LEASE.pdf(), 1, Wear.none(72).noisy(3, 0), 5).pixels();

    BufferedImage saved = jpeg(enlarged(taken, 200 / 72.0, kind), 0.75f);

    assertThat(Enlargement.of(PagePixels.of(saved)))
        .isCloseTo(200 / 72.0, Percentage.withPercentage(1));
  }

  /// Enlarged by less than twice, and made smaller, pages show the frequencies of larger factors.
  @ParameterizedTest
  @CsvSource({"115", "128", "140", "150", "240", "250", "300"})
  void otherChangesOfSizeAreNotTakenForIt(double from) {
    BufferedImage taken = Scan.of(Sample.LEASE.pdf(), 1, Wear.none(from).noisy(3, 0), 5).pixels();
    for (Kind kind : Kind.values()) {
      assertThat(Enlargement.of(PagePixels.of(enlarged(taken, 200 / from, kind))))
          .as("%s", kind)
          .isEqualTo(1);
    }
  }

  @Test
  void anEmptyPageIsNot() {
    byte[] white = new byte[3 * 300 * 400];
    Arrays.fill(white, (byte) 255);
    assertThat(Enlargement.of(new PagePixels(300, 400, white))).isEqualTo(1);
  }

  /// How programs enlarge.
  private enum Kind {
    BICUBIC(RenderingHints.VALUE_INTERPOLATION_BICUBIC),
    BILINEAR(RenderingHints.VALUE_INTERPOLATION_BILINEAR),
    NEAREST(RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);

    private final Object hint;

    Kind(Object hint) {
      this.hint = hint;
    }
  }

  private static BufferedImage enlarged(BufferedImage image, double factor, Kind kind) {
    var enlarged =
        new BufferedImage(
            (int) Math.round(factor * image.getWidth()),
            (int) Math.round(factor * image.getHeight()),
            BufferedImage.TYPE_3BYTE_BGR);
    var graphics = enlarged.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, kind.hint);
    graphics.drawImage(image, 0, 0, enlarged.getWidth(), enlarged.getHeight(), null);
    graphics.dispose();
    return enlarged;
  }

  private static BufferedImage jpeg(BufferedImage image, float quality) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      var param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
  }
}
