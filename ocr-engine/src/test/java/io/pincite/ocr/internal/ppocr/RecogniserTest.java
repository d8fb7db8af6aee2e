package io.pincite.ocr.internal.ppocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ocr.PpOcrSettings.Device;
import io.pincite.ocr.internal.lines.DrawnLine;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RecogniserTest {
  private static final Accelerator PROCESSOR = Accelerator.of(new Device.Cpu());
  private static final int STEP = 160;
  private static final Recogniser ALONE = Recogniser.load(ModelFiles.builtIn(), PROCESSOR, STEP, 1);

  @AfterAll
  static void close() {
    ALONE.close();
  }

  /// The batches of a graphics card, run on the processor: the same promise.
  @Test
  void linesReadTogetherReadAsOneByOne() throws Exception {
    List<DrawnLine> lines = new ArrayList<>();
    for (int i = 1; i <= 24; i++) {
      lines.add(DrawnLine.of("Section " + i + " of this Agreement ends here.".repeat(1 + i % 3)));
    }
    List<List<ReadWord>> expected = lines.stream().map(line -> ALONE.read(line.image())).toList();

    List<Callable<List<ReadWord>>> readings = new ArrayList<>();
    List<List<ReadWord>> found = new ArrayList<>();
    try (Recogniser together = Recogniser.load(ModelFiles.builtIn(), PROCESSOR, STEP, 8);
        var threads = Executors.newFixedThreadPool(16)) {
      lines.forEach(line -> readings.add(() -> together.read(line.image())));
      for (Future<List<ReadWord>> reading : threads.invokeAll(readings)) {
        found.add(reading.get());
      }
    }

    for (int i = 0; i < lines.size(); i++) {
      assertSame(found.get(i), expected.get(i));
    }
  }

  private static void assertSame(List<ReadWord> found, List<ReadWord> expected) {
    assertThat(found)
        .extracting(ReadWord::text, ReadWord::left, ReadWord::right, ReadWord::spaceBefore)
        .isEqualTo(
            expected.stream()
                .map(
                    word ->
                        org.assertj.core.groups.Tuple.tuple(
                            word.text(), word.left(), word.right(), word.spaceBefore()))
                .toList());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).confidence()).isCloseTo(expected.get(i).confidence(), within(1e-4));
    }
  }

  @Test
  void aLineOfAnyWidthIsRead() {
    assertThat(ALONE.read(DrawnLine.of("I").image())).hasSizeLessThanOrEqualTo(1);
    assertThat(ALONE.read(DrawnLine.of("The rent is due monthly. ".repeat(12)).image()))
        .isNotEmpty();
  }
}
