package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.PageContent.Ruling;
import io.pincite.ocr.PageContent.StyledWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// What holds for any page, however odd; random pages, rerun with `-Dtests.seed=…`.
class LayoutPropertyTest {

  private static final String[] TEXTS = {
    "the",
    "Agreement",
    "1.",
    "(a)",
    "2.1",
    "•",
    "$1,200.00",
    "By:",
    "____",
    "Section",
    "第",
    "三",
    "条",
    "，",
    "....",
    "3",
    "-",
    "ARTICLE",
    "IV",
    "x",
    "Table",
    "1:"
  };

  private final Layout layout = new Layout();

  @Test
  void everyWordIsInExactlyOneBlockExactlyOnce() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    for (int i = 0; i < 300; i++) {
      PageContent page = randomPage(new Random(seed + i));

      List<Block> blocks = layout.analyse(page);

      assertThat(wordsOf(blocks)).as("-Dtests.seed=%d (page %d)", seed, i).isEqualTo(wordsOf(page));
    }
  }

  @Test
  void anyPageGivesAPageTextAndMarkdown() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    for (int i = 0; i < 300; i++) {
      PageContent page = randomPage(new Random(seed + i));

      try {
        PageTextContract.assertHolds(
            new PageText(layout.analyse(page), Provenance.of("random", "1")));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dtests.seed=%d (page %d)".formatted(seed, i), e);
      }
    }
  }

  @Test
  void fiftyThousandWordsAreNoHang() {
    var random = new Random(7);
    List<StyledWord> words = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      words.add(
          word(random, random.nextInt(1_000) / 1_000.0, random.nextInt(2_000) / 2_000.0, 4, 0));
    }
    var page = new PageContent(612, 792, words, List.of(), List.of());

    Assertions.assertTimeout(Duration.ofSeconds(20), () -> layout.analyse(page));
  }

  @Test
  void fiftyThousandWordsOnOneLineAreNoHang() {
    var random = new Random(8);
    List<StyledWord> words = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      words.add(word(random, random.nextDouble(), 0.5, 3, 0));
    }
    var page = new PageContent(612, 792, words, List.of(), List.of());

    Assertions.assertTimeout(Duration.ofSeconds(20), () -> layout.analyse(page));
  }

  private static PageContent randomPage(Random random) {
    List<StyledWord> words = new ArrayList<>();
    int count = random.nextInt(random.nextInt(10) == 0 ? 2_000 : 200);
    int directions = random.nextInt(4) == 0 ? 4 : 1;
    boolean aligned = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      double x = aligned ? random.nextInt(8) / 8.0 : random.nextDouble();
      double y = aligned ? random.nextInt(60) / 60.0 : random.nextDouble();
      words.add(word(random, x, y, 6 + random.nextInt(10), 90 * random.nextInt(directions)));
    }
    List<Ruling> rulings = new ArrayList<>();
    int drawn = random.nextInt(3) == 0 ? random.nextInt(60) : 0;
    for (int i = 0; i < drawn; i++) {
      double at = random.nextInt(12) / 12.0;
      double from = random.nextInt(6) / 12.0;
      double to = from + random.nextInt(7) / 12.0;
      boolean horizontal = random.nextBoolean();
      rulings.add(
          new Ruling(
              horizontal
                  ? BoundingBox.clamped(from, at, to, at)
                  : BoundingBox.clamped(at, from, at, to),
              horizontal));
    }
    List<BoundingBox> images = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      images.add(
          BoundingBox.clamped(
              random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble()));
    }
    return new PageContent(612, 792, words, rulings, images);
  }

  private static StyledWord word(Random random, double x, double y, double size, int direction) {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    double length = text.length() * 0.5 * size;
    boolean sideways = direction == 90 || direction == 270;
    double width = (sideways ? size : length) / 612;
    double height = (sideways ? length : size) / 792;
    var box = BoundingBox.clamped(x, y, Math.min(1, x + width), Math.min(1, y + height));
    double baseline = sideways ? box.x1() : box.y1();
    return new StyledWord(
        new Word(text, box, 1, random.nextBoolean()),
        random.nextInt(20) == 0 ? 0 : size,
        random.nextInt(5) == 0,
        false,
        direction,
        random.nextInt(30) == 0 ? 5 : baseline);
  }

  private static Map<String, Integer> wordsOf(PageContent page) {
    Map<String, Integer> words = new HashMap<>();
    for (StyledWord word : page.words()) {
      words.merge(word.word().text() + word.word().box(), 1, Integer::sum);
    }
    return words;
  }

  private static Map<String, Integer> wordsOf(List<Block> blocks) {
    Map<String, Integer> words = new HashMap<>();
    for (Block block : blocks) {
      List<Line> lines = new ArrayList<>(block.lines());
      if (block instanceof Block.Table table) {
        table.cells().forEach(cell -> lines.addAll(cell.lines()));
      }
      for (Line line : lines) {
        for (Word word : line.words()) {
          words.merge(word.text() + word.box(), 1, Integer::sum);
        }
      }
    }
    return words;
  }
}
