package io.pincite.ingest.internal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ocr.PageImage;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageFileTest {
  @TempDir Path folder;

  @Test
  void aCoarserImageNeverHasMorePixelsThanItMay() throws Exception {
    long seed = Long.getLong("tests.seed", new Random().nextLong());
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      int width = random.nextInt(1, 300);
      int height = random.nextInt(1, 300);
      try (PageFile picture =
              PageFile.open(picture(width, height), FileKind.PNG, PdfLimits.DEFAULTS);
          PageFile pdf = PageFile.open(pdf(width, height), FileKind.PDF, PdfLimits.DEFAULTS)) {
        for (int i = 0; i < 5; i++) {
          long most = random.nextLong(400, 40_000);
          String place = "seed %d: %d x %d in %d px".formatted(seed, width, height, most);
          assertThat(pixels(picture.image(1, 200, most).image()))
              .as(place)
              .isLessThanOrEqualTo(most);
          assertThat(pixels(pdf.image(1, 200, most).image())).as(place).isLessThanOrEqualTo(most);
        }
      }
    }
  }

  private static long pixels(PageImage image) {
    return (long) image.pixels().getWidth() * image.pixels().getHeight();
  }

  private Path picture(int width, int height) throws Exception {
    Path file = folder.resolve("picture.png");
    ImageIO.write(
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    return file;
  }

  private Path pdf(int width, int height) throws Exception {
    Path file = folder.resolve("page.pdf");
    try (var document = new PDDocument()) {
      document.addPage(new PDPage(new PDRectangle(width, height)));
      document.save(file.toFile());
    }
    return file;
  }
}
