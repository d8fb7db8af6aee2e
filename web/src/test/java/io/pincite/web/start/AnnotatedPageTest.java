package io.pincite.web.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnotatedPageTest {

  @Test
  void colorsAreTheViewersOwn() throws IOException {
    String page;
    try (InputStream script = AnnotatedPageTest.class.getResourceAsStream("/web/app/ui/page.js")) {
      assertThat(script).isNotNull();
      page = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (Block.Type type : Block.Type.values()) {
      assertThat(page)
          .contains(
              "  %s: '#%06x',"
                  .formatted(
                      type.name().toUpperCase(Locale.ROOT),
                      AnnotatedPage.colour(type).getRGB() & 0xFFFFFF));
    }
  }

  /// Two labels of one kind are two lines of the legend, and of two kinds of line.
  @Test
  void aModelsLabelsAreKeptApart() {
    BufferedImage one = annotated(block("text", 0.1));
    BufferedImage alike = annotated(block("text", 0.1), block("text", 0.5));
    BufferedImage other = annotated(block("text", 0.1), block("abstract", 0.5));
    int right = (int) (0.9 * 400);
    assertThat(legendWidth(one)).isEqualTo(legendWidth(alike));
    assertThat(legendWidth(other)).isGreaterThan(legendWidth(one));
    assertThat(gaps(alike, right)).isZero();
    assertThat(gaps(other, right)).isPositive();
  }

  @Test
  void labelsNobodyKnowsAreDrawnToo() {
    BufferedImage page = annotated(block("watermark_of_a_kind_unheard_of".repeat(9), 0.1));
    assertThat(legendWidth(page)).isGreaterThan(100);
    assertThat(page.getHeight()).isGreaterThan(500);
  }

  /// Places on the right edge of the second block that its line leaves out.
  private static long gaps(BufferedImage page, int x) {
    int colour = AnnotatedPage.colour(Block.Type.PARAGRAPH).getRGB();
    long gaps = 0;
    for (int y = (int) (0.5 * 500) + 20; y < (int) (0.7 * 500) - 20; y++) {
      gaps += page.getRGB(x, y) == colour ? 0 : 1;
    }
    return gaps;
  }

  /// Pixels to the last that is not white below the page.
  private static int legendWidth(BufferedImage page) {
    for (int x = page.getWidth() - 1; x >= 0; x--) {
      for (int y = 500; y < page.getHeight(); y++) {
        if (page.getRGB(x, y) != Color.WHITE.getRGB()) {
          return x;
        }
      }
    }
    return 0;
  }

  private static BufferedImage annotated(PlacedBlock... blocks) {
    var image = new BufferedImage(400, 500, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 400, 500);
    graphics.dispose();
    return AnnotatedPage.of(List.of(blocks), image);
  }

  private static PlacedBlock block(String label, double top) {
    return new PlacedBlock(
        Block.Type.PARAGRAPH,
        Optional.empty(),
        label,
        new BoundingBox(0.1, top, 0.9, top + 0.2),
        0,
        1,
        List.of(),
        List.of());
  }
}
