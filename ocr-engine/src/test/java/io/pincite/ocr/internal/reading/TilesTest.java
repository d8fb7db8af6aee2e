package io.pincite.ocr.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.image.Letters;
import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.PagePixels;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilesTest {
  private static final int SIDE = 960;

  @ParameterizedTest
  @CsvSource({"1240, 1754, 21", "1654, 2339, 28", "1654, 2339, 22", "2480, 3508, 42"})
  void aPageOfA4IsReadAsAWhole(int width, int height, int fontPixels) {
    PagePixels page = page(width, height, fontPixels);

    assertThat(Tiles.of(page, Letters.of(page), SIDE).tiles())
        .containsExactly(new Tiles.Tile(0, 0, width, height));
  }

  @Test
  void partsOfALongPageEndBetweenItsLines() {
    PagePixels page = page(600, 9_000, 26);

    List<Tiles.Tile> tiles = Tiles.of(page, Letters.of(page), SIDE).tiles();

    assertThat(tiles.size()).isGreaterThan(4);
    int end = 0;
    for (Tiles.Tile tile : tiles) {
      assertThat(tile.y()).as("each begins where the one before ends").isEqualTo(end);
      end = tile.y() + tile.height();
      for (int x = 0; end < 9_000 && x < 600; x++) {
        assertThat(page.rgb()[3 * (end * 600 + x)])
            .as("white at %d, %d", x, end)
            .isEqualTo((byte) -1);
      }
    }
    assertThat(end).isEqualTo(9_000);
  }

  @Test
  void nothingIsCutWhereNobodyCouldReadIt() {
    PagePixels page = page(4_000, 4_000, 6);

    assertThat(Tiles.of(page, Letters.of(page), SIDE).tiles()).hasSize(1);
  }

  @Test
  void aLineInTwoPartsIsOneLineAndNeighboursStayApart() {
    LineBox left = line(0, 100, 1_000, 130);
    LineBox right = line(900, 102, 2_000, 131);
    LineBox below = line(0, 134, 1_000, 164);
    LineBox belowOnTheRight = line(1_050, 134, 2_000, 164);

    List<LineBox> together =
        Tiles.together(List.of(List.of(left, below), List.of(right, belowOnTheRight)));

    assertThat(together)
        .containsExactlyInAnyOrder(line(0, 100, 2_000, 131), below, belowOnTheRight);
  }

  @Test
  void aLineCutAlongItsMiddleIsWholeAgain() {
    LineBox upperHalf = line(0, 100, 800, 115);
    LineBox whole = line(0, 100, 800, 130);

    assertThat(Tiles.together(List.of(List.of(upperHalf), List.of(whole)))).containsExactly(whole);
  }

  private static LineBox line(double x0, double y0, double x1, double y1) {
    return new LineBox((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0, 0, 0.9);
  }

  /// Text to the margins, in lines of the usual distance.
  private static PagePixels page(int width, int height, int fontPixels) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, fontPixels));
    String sentence =
        "The tenant pays the rent in advance on each first day of a month. ".repeat(20);
    for (int y = 2 * fontPixels; y < height - fontPixels; y += (int) (1.5 * fontPixels)) {
      graphics.setClip(fontPixels, 0, width - 2 * fontPixels, height);
      graphics.drawString(sentence, fontPixels, y);
    }
    graphics.dispose();
    return PagePixels.of(image);
  }
}
