package io.pincite.ocr.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.lines.DrawnLine;
import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import io.pincite.ocr.internal.tesseract.Tesseract;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NeighboursTest {

  private static final DrawnLine LINE =
      DrawnLine.of("placements and advertising banners on the Excite Site");

  private static final DrawnLine NEXT =
      DrawnLine.of("The launch date is the day of the first display of both banners, but no later");

  private static Tesseract tesseract;

  @BeforeAll
  static void start() {
    tesseract = Tesseract.start();
  }

  @AfterAll
  static void close() {
    tesseract.close();
  }

  @Test
  void headsOfTheNextLineGoAndLettersOfTheLineStay() {
    for (int rows = 5; rows <= 13; rows++) {
      LineImage both = under(LINE.image(), NEXT.image(), rows);
      int own = both.height() - rows;
      assertThat(isInked(both, both.height() - 1)).isTrue();

      LineImage erased = Neighbours.erased(both);

      // But for hooks and dots that do not reach the edge.
      assertThat(ink(erased, own)).as("ink of %d rows", rows).isLessThan(ink(both, own) / 10);
      int untouched = 3 * both.width() * (own - 1);
      assertThat(Arrays.copyOf(erased.rgb(), untouched))
          .isEqualTo(Arrays.copyOf(both.rgb(), untouched));
      assertThat(text(tesseract.read(erased))).isEqualTo(LINE.text());
    }
  }

  @Test
  void aLineAloneStaysAsItIs() {
    assertThat(Neighbours.erased(LINE.image())).isSameAs(LINE.image());
  }

  @Test
  void lettersThatTheBoxCutKeepTheirBarsAndSerifs() {
    LineImage heading = DrawnLine.of("CONFIDENTIALITY OF TENANTS").image();
    int firstInk = firstInk(heading);
    LineImage cut = rows(heading, firstInk + 2, heading.height());

    assertThat(Neighbours.erased(cut)).isSameAs(cut);
  }

  @Test
  void whatIsPaintedHasTheColourOfThePaper() {
    LineImage both = under(LINE.image(), NEXT.image(), 8);
    byte[] tinted = both.rgb().clone();
    for (int i = 0; i < tinted.length; i += 3) {
      tinted[i + 2] = (byte) ((tinted[i + 2] & 0xFF) * 3 / 4);
    }

    LineImage erased = Neighbours.erased(new LineImage(both.width(), both.height(), tinted));

    byte[] lastRow =
        Arrays.copyOfRange(
            erased.rgb(), erased.rgb().length - 3 * erased.width(), erased.rgb().length);
    // Up to the last trace of the letters' soft edges.
    for (int x = 0; x < erased.width(); x++) {
      assertThat(lastRow[3 * x] & 0xFF).isBetween(200, 255);
      assertThat(lastRow[3 * x + 1] & 0xFF).isBetween(200, 255);
      assertThat(lastRow[3 * x + 2] & 0xFF).isBetween(150, 191);
    }
  }

  private static String text(List<ReadWord> words) {
    return words.stream().map(ReadWord::text).collect(Collectors.joining(" "));
  }

  /// The line with the upper rows of another one's ink below it.
  private static LineImage under(LineImage line, LineImage next, int inkRows) {
    int width = Math.min(line.width(), next.width());
    int lastInk = line.height();
    while (!isInked(line, lastInk - 1)) {
      lastInk--;
    }
    int top = firstInk(next);
    LineImage above = rows(line, 0, Math.min(line.height(), lastInk + 3));
    LineImage below = rows(next, top, top + inkRows);
    byte[] rgb = new byte[3 * width * (above.height() + below.height())];
    for (int y = 0; y < above.height(); y++) {
      System.arraycopy(above.rgb(), 3 * y * above.width(), rgb, 3 * y * width, 3 * width);
    }
    for (int y = 0; y < below.height(); y++) {
      System.arraycopy(
          below.rgb(), 3 * y * below.width(), rgb, 3 * (above.height() + y) * width, 3 * width);
    }
    return new LineImage(width, above.height() + below.height(), rgb);
  }

  private static int ink(LineImage line, int fromRow) {
    int count = 0;
    for (int i = 3 * fromRow * line.width(); i < line.rgb().length; i += 3) {
      count += (line.rgb()[i] & 0xFF) < 128 ? 1 : 0;
    }
    return count;
  }

  private static int firstInk(LineImage line) {
    int y = 0;
    while (!isInked(line, y)) {
      y++;
    }
    return y;
  }

  private static boolean isInked(LineImage line, int y) {
    for (int i = 3 * y * line.width(); i < 3 * (y + 1) * line.width(); i++) {
      if ((line.rgb()[i] & 0xFF) < 128) {
        return true;
      }
    }
    return false;
  }

  private static LineImage rows(LineImage line, int from, int to) {
    return new LineImage(
        line.width(),
        to - from,
        Arrays.copyOfRange(line.rgb(), 3 * from * line.width(), 3 * to * line.width()));
  }
}
