package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.grounding.Geometry;
import io.pincite.ocr.internal.grounding.GroundedParser;
import io.pincite.ocr.internal.grounding.LinesToRead;
import io.pincite.ocr.internal.grounding.WordPlacing;
import io.pincite.ocr.internal.grounding.Written;
import io.pincite.samples.Condition;
import io.pincite.samples.DeepSeekOutput;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.Truth;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Scans of pages of which every word is known, written by a model: where its words stand, by lines
/// that were found and not read, and by those that were.
class ServedScanTest {
  private static final PpOcr ENGINE = PpOcr.start(PpOcrSettings.DEFAULTS);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @ParameterizedTest
  @CsvSource({
    "LEASE, 2, CLEAN_200, 0.97",
    "LEASE, 2, SKEWED, 0.97",
    "PURCHASE_ZH, 1, CLEAN_200, 0.97",
    "NDA, 1, CLEAN_200, 0.97"
  })
  void wordsStandWhereTheyStandOnThePage(
      Sample sample, int number, Condition condition, double placed) {
    Scan scan = Scan.of(sample.pdf(), number, condition.wear(), 1);
    Truth.Page page = scan.truth(sample.truth().pages().get(number - 1));
    var image = new PageImage(scan.pixels(), scan.dpi());
    double width = scan.pixels().getWidth() * 72 / scan.dpi();
    double height = scan.pixels().getHeight() * 72 / scan.dpi();
    List<Written> written = GroundedParser.parse(DeepSeekOutput.of(page)).blocks();

    FoundLines found = ENGINE.find(() -> image).orElseThrow();
    Geometry unread = Geometry.ofFound(found.lines(), width, height);
    var detected = new Share(page, WordPlacing.of(written, unread).blocks());
    LinesToRead toRead = LinesToRead.of(written, unread);
    found.read(toRead.first());
    var some =
        new Share(
            page,
            WordPlacing.of(
                    written,
                    Geometry.partly(
                        written, found.text(), found.lines(), found.unread(), width, height))
                .blocks());
    found.read(found.unread());
    var all =
        new Share(
            page,
            WordPlacing.of(written, Geometry.ofReading(found.text(), List.of(), width, height))
                .blocks());

    if (Boolean.getBoolean("tests.report")) {
      System.out.printf(
          "%s %d %s: of %d lines %d first; words with IoU >= 0.7: detected %s, some %s, all %s%n",
          sample,
          number,
          condition,
          found.lines().size(),
          toRead.first().size(),
          detected,
          some,
          all);
    }
    assertThat(some.placed()).as("%s", some).isGreaterThan(placed);
  }

  private static final class Share {
    private int words;
    private int right;
    private final List<String> wrong = new ArrayList<>();

    Share(Truth.Page page, List<Block> blocks) {
      Map<String, List<Word>> placed =
          blocks.stream()
              .flatMap(block -> words(block).stream())
              .collect(Collectors.groupingBy(word -> folded(word.text())));
      for (Truth.Word word : page.words()) {
        words++;
        var box =
            BoundingBox.clamped(word.box().x0(), word.box().y0(), word.box().x1(), word.box().y1());
        double best =
            placed.getOrDefault(folded(word.text()), List.of()).stream()
                .mapToDouble(one -> one.box().iou(box))
                .max()
                .orElse(-1);
        if (best >= 0.7) {
          right++;
        } else {
          wrong.add("%s %.2f".formatted(word.text(), best));
        }
      }
    }

    double placed() {
      return (double) right / words;
    }

    @Override
    public String toString() {
      return "%.1f %% of %d, not %s"
          .formatted(100 * placed(), words, wrong.subList(0, Math.min(25, wrong.size())));
    }

    private static List<Word> words(Block block) {
      List<Line> lines = new ArrayList<>(block.lines());
      if (block instanceof Block.Table table) {
        table.cells().forEach(cell -> lines.addAll(cell.lines()));
      }
      return lines.stream().flatMap(line -> line.words().stream()).toList();
    }

    private static String folded(String text) {
      return Normalizer.normalize(text, Normalizer.Form.NFKC)
          .replaceAll("[‘’´`]", "'")
          .replaceAll("[“”]", "\"");
    }
  }
}
