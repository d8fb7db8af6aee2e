package io.pincite.ocr.internal.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every reader of single lines promises; each reader's test extends this class.
public abstract class LineReaderContract {

  private static final DrawnLine LINE =
      DrawnLine.of("The tenant shall pay the rent of USD 4,250.00 on the first day of each month.");

  /// The reader under test; may be the same one for all tests.
  protected abstract LineReader reader();

  @Test
  void aCleanLineIsReadToTheLetter() {
    assertThat(text(reader().read(LINE.image()))).isEqualTo(LINE.text());
  }

  @Test
  void wordsStandWhereTheyWereDrawn() {
    List<ReadWord> words = reader().read(LINE.image());

    List<DrawnLine.Place> places = LINE.places();
    assertThat(words).hasSameSizeAs(places);
    // A reader says where a word is to about a letter, so that the ink can say it to the pixel.
    double tolerance = DrawnLine.FONT_SIZE / 2.0;
    for (int i = 0; i < words.size(); i++) {
      ReadWord word = words.get(i);
      assertThat(Math.abs(word.left() - places.get(i).left()))
          .as("left of %s", word)
          .isLessThan(tolerance);
      assertThat(Math.abs(word.right() - places.get(i).right()))
          .as("right of %s", word)
          .isLessThan(tolerance);
    }
  }

  @Test
  void wordsFollowEachOtherWithinTheLine() {
    double end = 0;
    for (ReadWord word : reader().read(LINE.image())) {
      assertThat(word.left()).isBetween(0.0, word.right());
      assertThat(word.right()).isBetween(end, (double) LINE.image().width());
      assertThat(word.confidence()).isBetween(0.0, 1.0);
      end = word.right();
    }
  }

  @Test
  void aCleanLineIsReadWithConfidence() {
    assertThat(reader().read(LINE.image()))
        .allSatisfy(word -> assertThat(word.confidence()).isGreaterThan(0.7));
  }

  @Test
  void anEmptyLineHasNoWords() {
    assertThat(reader().read(white(600, 48))).isEmpty();
  }

  @Test
  void theSmallestImageIsNoError() {
    assertThat(reader().read(white(1, 1))).isEmpty();
  }

  @Test
  void readingLeavesTheImageAsItWas() {
    byte[] before = LINE.image().rgb().clone();

    reader().read(LINE.image());

    assertThat(LINE.image().rgb()).isEqualTo(before);
  }

  @Test
  void manyThreadsAtOnceReadTheSame() throws Exception {
    LineReader reader = reader();
    List<ReadWord> alone = reader.read(LINE.image());
    List<Callable<List<ReadWord>>> readings =
        new ArrayList<>(Collections.nCopies(12, () -> reader.read(LINE.image())));

    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<List<ReadWord>> reading : threads.invokeAll(readings)) {
        assertThat(reading.get()).isEqualTo(alone);
      }
    }
  }

  protected static String text(List<ReadWord> words) {
    var text = new StringBuilder();
    for (ReadWord word : words) {
      if (!text.isEmpty() && word.spaceBefore()) {
        text.append(' ');
      }
      text.append(word.text());
    }
    return text.toString();
  }

  private static LineImage white(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 0xff);
    return new LineImage(width, height, rgb);
  }
}
