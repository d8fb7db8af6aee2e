package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.samples.Condition;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Truth;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pictures of pages of which every word is known. How many letters are wrong under which condition
/// is for the bench to say; here it is held that words are found, and stand where they stand.
class ScanReadingTest {
  private static final PpOcr ENGINE = PpOcr.start(PpOcrSettings.DEFAULTS);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @ParameterizedTest
  @CsvSource({
    "LEASE, CLEAN_200, 0, 0.97",
    "PURCHASE_ZH, CLEAN_200, 0, 0.97",
    "LEASE, SKEWED, 3, 0.95",
    "PURCHASE_ZH, FAXED, 2, 0.85"
  })
  void wordsStandWhereTheyStandOnThePage(
      Sample sample, Condition condition, int quarters, double found) {
    Scan scan = Scan.of(sample.pdf(), 1, condition.wear().turned(quarters), 1);
    List<Truth.Word> truth = scan.truth(sample.truth().pages().getFirst()).words();

    PageText read = ENGINE.read(new PageImage(scan.pixels(), scan.dpi()));

    List<Double> overlaps = new ArrayList<>();
    List<Word> words = read.blocks().stream().flatMap(ScanReadingTest::words).toList();
    for (Truth.Word word : truth) {
      var box =
          BoundingBox.clamped(word.box().x0(), word.box().y0(), word.box().x1(), word.box().y1());
      words.stream()
          .filter(one -> folded(one.text()).equals(folded(word.text())))
          .mapToDouble(one -> one.box().iou(box))
          .filter(overlap -> overlap > 0)
          .max()
          .ifPresent(overlaps::add);
    }
    overlaps.sort(null);
    PageTextContract.assertHolds(read);
    assertThat(read.turn()).isEqualTo((4 - quarters) % 4 * 90);
    assertThat((double) overlaps.size() / truth.size()).isGreaterThan(found);
    assertThat(overlaps.get(overlaps.size() / 2)).isGreaterThan(0.8);
  }

  private static Stream<Word> words(Block block) {
    Stream<Line> lines =
        block instanceof Block.Table table
            ? table.cells().stream().flatMap(cell -> cell.lines().stream())
            : block.lines().stream();
    return lines.flatMap(line -> line.words().stream());
  }

  /// Straight and curly quotes, wide and narrow marks are not what this is about.
  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("[‘’´`]", "'")
        .replaceAll("[“”]", "\"");
  }
}
