package io.pincite.ocr.internal.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.PageTextContract;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import io.pincite.ocr.internal.grounding.WrittenPage.Boxes;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pages of which every word is known, written by a model and read by another reader with mistakes
/// from a seed; rerun with `-Dtests.seed=…`.
class WordPlacingTest {

  @ParameterizedTest
  @CsvSource({
    "LEASE, 0, ROUNDED, 0.99",
    "PURCHASE_ZH, 0, ROUNDED, 0.99",
    "AMENDMENT, 0, ROUNDED, 0.99",
    "SERVICES, 0, ROUNDED, 0.99",
    "LEASE, 0.02, ROUNDED, 0.97",
    "PURCHASE_ZH, 0.02, ROUNDED, 0.97",
    "AMENDMENT, 0.02, ROUNDED, 0.97",
    "SERVICES, 0.02, ROUNDED, 0.97",
    "LEASE, 0.02, OFF, 0.97",
    "SERVICES, 0.02, OFF, 0.97",
    "LEASE, 0.02, NONE, 0.97",
    "PURCHASE_ZH, 0.02, NONE, 0.97",
    "AMENDMENT, 0.02, NONE, 0.97",
    "SERVICES, 0.02, NONE, 0.97"
  })
  void wordsStandWhereTheyStandOnThePage(Sample sample, double errors, Boxes boxes, double placed) {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var tally = new Tally();
    var exact = new Tally();
    for (Truth.Page page : sample.truth().pages()) {
      var written = new WrittenPage(page, errors, boxes, new Random(seed + page.number()));
      List<Written> blocks = written.written();

      tally.add(page, WordPlacing.of(blocks, written.reading()));
      exact.add(page, WordPlacing.of(blocks, written.glyphs()));
    }

    WrittenPage.report("%s %s %s: read %s glyphs %s%n", sample, errors, boxes, tally, exact);
    assertThat(tally.placed()).as("-Dtests.seed=%d: %s", seed, tally).isGreaterThan(placed);
    assertThat(exact.placed()).as("-Dtests.seed=%d: %s", seed, exact).isGreaterThan(0.99);
    assertThat(tally.isMostlyWhereItBelongs()).as("-Dtests.seed=%d: %s", seed, tally).isTrue();
    assertThat(exact.isMostlyWhereItBelongs()).as("-Dtests.seed=%d: %s", seed, exact).isTrue();
  }

  /// How many words were put where they belong.
  private static final class Tally {
    private int words;
    private int right;
    private int leftOut;
    private final List<String> wrong = new ArrayList<>();
    private int unique;
    private final List<String> elsewhere = new ArrayList<>();

    void add(Truth.Page page, Grounded grounded) {
      PageTextContract.assertHolds(
          new PageText(grounded.blocks(), Provenance.of("test", "1"), 0, grounded.doubts()));
      List<Word> placed =
          grounded.blocks().stream().flatMap(block -> words(block).stream()).toList();
      List<Word> unread = new ArrayList<>();
      List<Block> written = new ArrayList<>();
      for (Block block : grounded.blocks()) {
        if (block.label().equals(WordPlacing.UNREAD)) {
          unread.addAll(words(block));
        } else {
          written.add(block);
        }
      }
      assertThat(written).hasSameSizeAs(page.blocks());
      Map<String, Integer> counts = new HashMap<>();
      page.words().forEach(word -> counts.merge(word.text(), 1, Integer::sum));
      Map<String, BoundingBox> places = new HashMap<>();
      for (int i = 0; i < written.size(); i++) {
        List<Word> own = words(written.get(i));
        for (Truth.Word word : page.blocks().get(i).words().toList()) {
          words++;
          BoundingBox box = WrittenPage.box(word.box());
          if (isThere(own, word, box)) {
            right++;
          } else if (isThere(unread, word, box)) {
            leftOut++;
          } else {
            wrong.add(word.text());
          }
          if (counts.get(word.text()) == 1 && word.text().length() > 3) {
            places.put(word.text(), box);
          }
        }
      }
      for (Word word : placed) {
        BoundingBox box = places.get(word.text());
        if (box != null) {
          unique++;
          if (box.iou(word.box()) < 0.1) {
            elsewhere.add(word.text());
          }
        }
      }
    }

    private static boolean isThere(List<Word> words, Truth.Word word, BoundingBox box) {
      return words.stream().anyMatch(one -> one.box().iou(box) >= 0.7 && isLike(one, word));
    }

    private static boolean isLike(Word word, Truth.Word truth) {
      Form form = Form.of(truth.text());
      return Form.of(word.text()).distanceTo(form) <= Math.max(Form.LETTER, form.weight() / 2);
    }

    double placed() {
      return (double) (right + leftOut) / words;
    }

    /// A few of a Chinese page's handful of unique words are a tenth of them.
    boolean isMostlyWhereItBelongs() {
      return elsewhere.size() <= 5 + 0.02 * unique;
    }

    @Override
    public String toString() {
      return "%.2f %% of %d words placed, %d of them left out by the model, not %s; %d of %d unique ones elsewhere: %s"
          .formatted(100 * placed(), words, leftOut, wrong, elsewhere.size(), unique, elsewhere);
    }
  }

  static List<Word> words(Block block) {
    return Geometry.linesOf(block).stream().map(Line::words).flatMap(List::stream).toList();
  }
}
