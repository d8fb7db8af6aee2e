package io.pincite.ocr.internal.tesseract;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.lines.DrawnLine;
import io.pincite.ocr.internal.lines.LineImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TightLineTest {

  private static final LineImage LINE =
      DrawnLine.of("The tenant shall pay the rent on the first day of each month.").image();

  @Test
  void aLineIsShownTheSameHoweverMuchPaperIsAroundIt() {
    TightLine tight = TightLine.of(LINE);
    TightLine ofWide = TightLine.of(placed(LINE, 60, 3, 25, 5));

    assertThat(ofWide.gray()).isEqualTo(tight.gray());
    assertThat(ofWide.width()).isEqualTo(tight.width());
    assertThat(ofWide.left()).isEqualTo(tight.left() + 60);
  }

  @Test
  void paperIsAddedWhereLettersTouchTheEdge() {
    TightLine tight = TightLine.of(LINE);
    int top = firstInked(LINE);
    byte[] rgb = Arrays.copyOfRange(LINE.rgb(), 3 * top * LINE.width(), LINE.rgb().length);
    TightLine ofCut = TightLine.of(new LineImage(LINE.width(), LINE.height() - top, rgb));

    assertThat(ofCut.height()).isEqualTo(tight.height());
  }

  @Test
  void feetOfTheLineAboveAreNotShown() {
    LineImage withFeet = placed(LINE, 0, 8, 0, 0);
    // A row of short strokes at the upper edge, seven blank rows above the tallest letters.
    for (int x = 40; x + 4 < withFeet.width(); x += 30) {
      Arrays.fill(withFeet.rgb(), 3 * x, 3 * (x + 4), (byte) 0);
    }

    assertThat(TightLine.of(withFeet).gray()).isEqualTo(TightLine.of(LINE).gray());
  }

  @Test
  void dashesAreShownNoLargerThanOtherLines() {
    TightLine dashes = TightLine.of(DrawnLine.of("– – – – – – – –").image());

    assertThat(dashes.height()).isGreaterThanOrEqualTo(LINE.height() / 2);
  }

  @Test
  void aLineThatIsLightOnDarkIsShownWhole() {
    byte[] inverted = LINE.rgb().clone();
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = (byte) (255 - inverted[i]);
    }
    TightLine tight = TightLine.of(new LineImage(LINE.width(), LINE.height(), inverted));

    assertThat(tight.width()).isGreaterThanOrEqualTo(LINE.width());
    assertThat(tight.height()).isGreaterThanOrEqualTo(LINE.height());
  }

  @Test
  void anEvenSurfaceIsNoLine() {
    byte[] gray = new byte[3 * 300 * 40];
    Arrays.fill(gray, (byte) 200);

    assertThat(TightLine.of(new LineImage(300, 40, gray)).isEven()).isTrue();
    assertThat(TightLine.of(LINE).isEven()).isFalse();
  }

  private static int firstInked(LineImage line) {
    int at = 0;
    while ((line.rgb()[at] & 0xff) > 100) {
      at++;
    }
    return at / 3 / line.width();
  }

  /// With white paper around it.
  private static LineImage placed(LineImage line, int left, int top, int right, int bottom) {
    int width = left + line.width() + right;
    byte[] rgb = new byte[3 * width * (top + line.height() + bottom)];
    Arrays.fill(rgb, (byte) 255);
    for (int y = 0; y < line.height(); y++) {
      System.arraycopy(
          line.rgb(), 3 * y * line.width(), rgb, 3 * ((top + y) * width + left), 3 * line.width());
    }
    return new LineImage(width, rgb.length / 3 / width, rgb);
  }
}
