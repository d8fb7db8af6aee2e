package io.pincite.ocr.internal.ppocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.lines.LineBox;
import io.pincite.ocr.internal.lines.PagePixels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Page numbers made of rectangles, so that the extent of their ink is known to the pixel.
class LoneInkTest {
  private static final Rectangle DIGIT = new Rectangle(190, 40, 12, 20);
  private static final Rectangle LEFT_DASH = new Rectangle(166, 50, 10, 2);
  private static final Rectangle RIGHT_DASH = new Rectangle(216, 50, 10, 2);

  @Test
  void theDashesAroundANumberAreItsOwn() {
    assertCovers(around(255, 0, DIGIT, LEFT_DASH, RIGHT_DASH), 166, 40, 226, 60);
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 200, 140})
  void inkIsWhatIsDarkerThanItsPaper(int paper) {
    assertCovers(around(paper, paper - 90, DIGIT, LEFT_DASH, RIGHT_DASH), 166, 40, 226, 60);
  }

  @Test
  void whatIsFainterThanAPencilIsPaper() {
    assertThat(around(255, 200, DIGIT)).isEqualTo(box(DIGIT));
  }

  @Test
  void inkBeyondAGapWiderThanAnySpaceIsAnothers() {
    var far = new Rectangle(240, 40, 12, 20);
    assertCovers(around(255, 0, DIGIT, far), 190, 40, 202, 60);
  }

  @Test
  void aPaleRowIsBridgedAndALineAboveIsNotReached() {
    var top = new Rectangle(190, 36, 12, 3);
    var lineAbove = new Rectangle(190, 20, 12, 8);
    assertCovers(around(255, 0, DIGIT, top, lineAbove), 190, 36, 202, 60);
  }

  @Test
  void theLetterThatTheBoxCutsThroughIsWhole() {
    var half = new Rectangle(DIGIT.x, DIGIT.y, DIGIT.width, DIGIT.height / 2);
    assertCovers(new LoneInk(page(255, 0, List.of(DIGIT))).around(box(half)), 190, 40, 202, 60);
  }

  @Test
  void aSpeckIsNoInk() {
    assertCovers(around(255, 0, DIGIT, new Rectangle(180, 50, 1, 1)), 190, 40, 202, 60);
  }

  private static LineBox around(int paper, int ink, Rectangle... inked) {
    return new LoneInk(page(paper, ink, List.of(inked))).around(box(DIGIT));
  }

  private static PagePixels page(int paper, int ink, List<Rectangle> inked) {
    var image = new BufferedImage(400, 100, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(paper, paper, paper));
    graphics.fillRect(0, 0, 400, 100);
    graphics.setColor(new Color(ink, ink, ink));
    inked.forEach(graphics::fill);
    graphics.dispose();
    return PagePixels.of(image);
  }

  private static LineBox box(Rectangle place) {
    return new LineBox(
        place.getCenterX(), place.getCenterY(), place.getWidth(), place.getHeight(), 0, 0.9);
  }

  /// All of the ink, with white around it of three tenths of its height.
  private static void assertCovers(LineBox box, int left, int top, int right, int bottom) {
    double white = 0.3 * (bottom - top);
    assertThat(
            List.of(
                box.centerX() - box.width() / 2 + white,
                box.centerY() - box.height() / 2 + white,
                box.centerX() + box.width() / 2 - white,
                box.centerY() + box.height() / 2 - white))
        .containsExactly((double) left, (double) top, (double) right, (double) bottom);
  }
}
