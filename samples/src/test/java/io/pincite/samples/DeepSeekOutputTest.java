package io.pincite.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.samples.DeepSeekOutput.Noise;
import io.pincite.samples.Truth.Block;
import io.pincite.samples.Truth.BlockType;
import io.pincite.samples.Truth.Box;
import io.pincite.samples.Truth.Cell;
import io.pincite.samples.Truth.Line;
import io.pincite.samples.Truth.Page;
import io.pincite.samples.Truth.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeepSeekOutputTest {
  private static final Pattern BOX = Pattern.compile("\\[(\\d+), (\\d+), (\\d+), (\\d+)]");

  private static final Page PAGE =
      new Page(
          1,
          595,
          842,
          0,
          List.of(
              block(BlockType.PAGE_HEADER, 0, 0.01, "Draft of May"),
              block(BlockType.HEADING, 1, 0.1, "LEASE"),
              block(BlockType.HEADING, 2, 0.15, "1. Rent"),
              block(
                  BlockType.PARAGRAPH,
                  0,
                  0.2,
                  "The Tenant shall",
                  "pay the monthly in-",
                  "stalment."),
              block(BlockType.PARAGRAPH, 0, 0.3, "本合同自", "签订之日起"),
              block(BlockType.CAPTION, 0, 0.4, "Table 1"),
              table(0.5),
              block(BlockType.FOOTNOTE, 0, 0.9, "1 Net."),
              block(BlockType.PAGE_NUMBER, 0, 0.95, "1")));

  @Test
  void aDocumentIsWrittenBlockByBlock() {
    assertThat(DeepSeekOutput.of(PAGE))
        .isEqualTo(
            """
            <|ref|>title<|/ref|><|det|>[[100, 100, 799, 130]]<|/det|>
            # LEASE \s

            <|ref|>sub_title<|/ref|><|det|>[[100, 150, 799, 180]]<|/det|>
            ## 1. Rent \s

            <|ref|>text<|/ref|><|det|>[[100, 200, 799, 230]]<|/det|>
            The Tenant shall pay the monthly instalment. \s

            <|ref|>text<|/ref|><|det|>[[100, 300, 799, 330]]<|/det|>
            本合同自签订之日起 \s

            <|ref|>table<|/ref|><|det|>[[100, 500, 799, 529]]<|/det|>
            <|ref|>table_caption<|/ref|><|det|>[[100, 400, 799, 430]]<|/det|>
            Table 1 \s

            <table><tr><td colspan="2">Fee</td></tr><tr><td>2026</td><td>12,000</td></tr></table>

            <|ref|>text<|/ref|><|det|>[[100, 899, 799, 929]]<|/det|>
            1 Net.""");
  }

  @Test
  void linesAreReferencesWithTheirText() {
    assertThat(DeepSeekOutput.lines(PAGE).lines().skip(2).limit(2))
        .containsExactly(
            "<|ref|>1. Rent<|/ref|><|det|>[[100, 150, 799, 180]]<|/det|>",
            "<|ref|>The Tenant shall<|/ref|><|det|>[[100, 200, 799, 230]]<|/det|>");
  }

  @Test
  void freeTextHasNoTags() {
    assertThat(DeepSeekOutput.text(PAGE))
        .isEqualTo(
            """
            LEASE

            1. Rent

            The Tenant shall pay the monthly instalment.

            本合同自签订之日起

            Table 1

            <table><tr><td colspan="2">Fee</td></tr><tr><td>2026</td><td>12,000</td></tr></table>

            1 Net.""");
  }

  @Test
  void whatIsLookedForHasABoxForEachLineItStandsIn() {
    assertThat(DeepSeekOutput.located(PAGE, "12,000"))
        .isEqualTo("<|ref|>12,000<|/ref|><|det|>[[100, 500, 799, 529]]<|/det|>");
    assertThat(DeepSeekOutput.located(PAGE, "Landlord")).isEmpty();
  }

  @Test
  void noiseChangesLettersAndBoxesTheSameWayEachTime() {
    var noise = new Noise(0.1, 5, 42);
    String noisy = DeepSeekOutput.of(PAGE, noise);
    assertThat(noisy)
        .isEqualTo(DeepSeekOutput.of(PAGE, noise))
        .isNotEqualTo(DeepSeekOutput.of(PAGE));
    assertThat(noisy.lines().count()).isEqualTo(DeepSeekOutput.of(PAGE).lines().count());
  }

  @Test
  void everyBoxOfEverySampleIsValid() {
    var wrong = new ArrayList<String>();
    for (Sample sample : Sample.values()) {
      for (Page page : sample.truth().pages()) {
        String all =
            DeepSeekOutput.of(page, new Noise(0, 9, page.number())) + DeepSeekOutput.lines(page);
        BOX.matcher(all)
            .results()
            .filter(
                box ->
                    number(box.group(1)) >= number(box.group(3))
                        || number(box.group(2)) >= number(box.group(4))
                        || number(box.group(3)) > 999
                        || number(box.group(4)) > 999)
            .forEach(box -> wrong.add(sample + " p." + page.number() + " " + box.group()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static Block block(BlockType type, int level, double y, String... lines) {
    return new Block(
        type,
        level,
        List.of(lines).stream().map(line -> line(line, y)).toList(),
        List.of(),
        box(y),
        false,
        false,
        false,
        0);
  }

  private static Block table(double y) {
    return new Block(
        BlockType.TABLE,
        0,
        List.of(),
        List.of(
            new Cell(0, 0, 1, 2, true, List.of(line("Fee", y)), box(y)),
            new Cell(1, 0, 1, 1, false, List.of(line("2026", y)), box(y)),
            new Cell(1, 1, 1, 1, false, List.of(line("12,000", y)), box(y))),
        box(y),
        true,
        false,
        false,
        0);
  }

  private static Line line(String text, double y) {
    var words = new ArrayList<Word>();
    for (String word : text.split(" ")) {
      words.add(new Word(word, box(y), !words.isEmpty()));
    }
    return new Line(words);
  }

  private static Box box(double y) {
    return new Box(0.1, y, 0.8, y + 0.03);
  }
}
