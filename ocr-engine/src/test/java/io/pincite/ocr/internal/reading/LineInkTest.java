package io.pincite.ocr.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.lines.DrawnLine;
import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

/// A box of 20 rows, as it sees itself and in an image that reaches 10 rows further up and down.
class LineInkTest {
  private static final int WIDTH = 300;
  private static final int MARGIN = 10;
  private static final int HEIGHT = 20;
  private static final int FIRST = MARGIN;
  private static final int MIDDLE = MARGIN + HEIGHT / 2;
  private static final int LAST = MARGIN + HEIGHT - 1;

  /// Letters from row to row of the larger image, 15 columns apart. Their strokes are bent in the
  /// middle of the box: what fills a column of it is a drawn line.
  private record Letters(int top, int bottom) {}

  private static BufferedImage drawn(Letters... lines) {
    var pixels = new BufferedImage(WIDTH, HEIGHT + 2 * MARGIN, BufferedImage.TYPE_INT_RGB);
    var graphics = pixels.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, pixels.getHeight());
    graphics.setColor(Color.BLACK);
    for (Letters line : lines) {
      for (int x = 10; x < WIDTH - 10; x += 15) {
        for (int y = line.top; y <= line.bottom; y++) {
          graphics.fillRect(y < MIDDLE ? x : x + 3, y, 5, 1);
        }
      }
    }
    graphics.dispose();
    return pixels;
  }

  private static LineInk around(Letters... lines) {
    return LineInk.of(DrawnLine.image(drawn(lines)));
  }

  private static LineInk box(Letters... lines) {
    return LineInk.of(DrawnLine.image(drawn(lines).getSubimage(0, MARGIN, WIDTH, HEIGHT)));
  }

  private static int[] rows(Letters... lines) {
    return around(lines).rowsBeyond(box(lines), 0, WIDTH);
  }

  @Test
  void lettersThatTheBoxCutsAreFollowedToThePaperBeyondThem() {
    var letters = new Letters(6, 32);

    assertThat(around(letters).rowsToPaper(FIRST, -1)).isEqualTo(5);
    assertThat(around(letters).rowsToPaper(LAST, 1)).isEqualTo(4);
    assertThat(rows(letters)).containsExactly(6 - MARGIN, 32 - MARGIN);
  }

  @Test
  void lettersThatEndWithinTheBoxAreNotFollowed() {
    var letters = new Letters(12, 27);

    assertThat(around(letters).rowsToPaper(FIRST, -1)).isZero();
    assertThat(around(letters).rowsToPaper(LAST, 1)).isZero();
    assertThat(rows(letters)).containsExactly(12 - MARGIN, 27 - MARGIN);
  }

  @Test
  void aNeighbourBeyondThePaperIsLeftOut() {
    var letters = new Letters(7, 32);
    var above = new Letters(0, 4);
    var below = new Letters(35, 39);

    assertThat(around(above, letters, below).rowsToPaper(FIRST, -1)).isEqualTo(4);
    assertThat(around(above, letters, below).rowsToPaper(LAST, 1)).isEqualTo(4);
    assertThat(rows(above, letters, below)).containsExactly(7 - MARGIN, 32 - MARGIN);
  }

  @Test
  void inkThatGoesOnAsFarAsAnyoneLooksIsOfOtherLinesToo() {
    var column = new Letters(0, HEIGHT + 2 * MARGIN - 1);
    var upwards = new Letters(0, 26);

    assertThat(around(upwards).rowsToPaper(FIRST, -1)).isZero();
    assertThat(rows(upwards)).containsExactly(0, 26 - MARGIN);
    assertThat(around(column).rowsToPaper(LAST, 1)).isZero();
  }
}
