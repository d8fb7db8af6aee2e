package io.pincite.ingest.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.TokenLayer;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenLayersTest {
  private static final BoundingBox BOX = new BoundingBox(0.1, 0.1, 0.2, 0.2);

  /// `·` before a word: no space before it.
  private static Line line(String... words) {
    List<Word> made = new ArrayList<>();
    for (String word : words) {
      boolean glued = word.startsWith("·");
      made.add(new Word(glued ? word.substring(1) : word, BOX, 1, !glued));
    }
    return new Line(made);
  }

  private static TokenLayer layer(Block... blocks) {
    return TokenLayers.of(new PageText(List.of(blocks), Provenance.of("test", "1")));
  }

  private static Block paragraph(Line... lines) {
    return new Block.Paragraph(List.of(lines), BOX, "paragraph");
  }

  private static Block.Cell cell(int row, int column, Line... lines) {
    return new Block.Cell(row, column, 1, 1, row == 0, List.of(lines), BOX);
  }

  private static String cut(TokenLayer layer, int start, int end) {
    int from = layer.text().offsetByCodePoints(0, start);
    return layer.text().substring(from, layer.text().offsetByCodePoints(from, end - start));
  }

  @Test
  void wordsLinesAndBlocksAreSeparatedAsTheTextFormSays() {
    TokenLayer layer =
        layer(
            new Block.Heading(2, List.of(line("2.", "Term")), BOX, "heading"),
            paragraph(line("The", "term", "is"), line("three", "years", "·.")));
    assertThat(layer.text()).isEqualTo("2. Term\n\nThe term is\nthree years.");
    assertThat(layer.words().stream().map(word -> cut(layer, word.start(), word.end())))
        .containsExactly("2.", "Term", "The", "term", "is", "three", "years", ".");
    assertThat(layer.blocks().getFirst().level()).contains(2);
    assertThat(cut(layer, layer.blocks().get(1).start(), layer.blocks().get(1).end()))
        .isEqualTo("The term is\nthree years.");
    assertThat(layer.blocks().get(1).lines()).hasSize(2);
  }

  @Test
  void cellsAreSeparatedByTabsAndRowsByLines() {
    TokenLayer layer =
        layer(
            new Block.Table(
                List.of(
                    cell(0, 0, line("Item")),
                    cell(0, 1, line("Price")),
                    cell(1, 0, line("Blue"), line("chair")),
                    cell(1, 1)),
                BOX,
                "table"),
            paragraph(line("after")));
    assertThat(layer.text()).isEqualTo("Item\tPrice\nBlue chair\t\n\nafter");
    assertThat(
            layer.blocks().getFirst().cells().stream()
                .map(cell -> cut(layer, cell.start(), cell.end())))
        .containsExactly("Item", "Price", "Blue chair", "");
    assertThat(layer.blocks().getFirst().lines()).isEmpty();
  }

  @Test
  void blocksWithoutTextLeaveNoTrace() {
    TokenLayer layer =
        layer(
            new Block.Figure(List.of(), BOX, "figure"),
            paragraph(line("one")),
            new Block.Figure(List.of(), BOX, "figure"),
            paragraph(line("two")));
    assertThat(layer.text()).isEqualTo("one\n\ntwo");
    assertThat(layer.blocks()).hasSize(4);
  }

  @Test
  void offsetsCountCodePoints() {
    TokenLayer layer = layer(paragraph(line("𠮷", "·野", "😀", "end")));
    assertThat(layer.text()).isEqualTo("𠮷野 😀 end");
    assertThat(layer.words())
        .extracting(TokenLayer.PlacedWord::start, TokenLayer.PlacedWord::end)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, 1),
            org.assertj.core.groups.Tuple.tuple(1, 2),
            org.assertj.core.groups.Tuple.tuple(3, 4),
            org.assertj.core.groups.Tuple.tuple(5, 8));
  }

  @Test
  void theTextIsInNfcWithoutNulAndLoneSurrogates() {
    TokenLayer layer =
        layer(
            paragraph(
                line("e\u0301", "·\u0301", "a\u0000b", "\uD83D", "\u1100", "·\u1161", "\u0000")));
    assertThat(layer.text()).isEqualTo("é \u0301 ab \uFFFD \u1100 \u1161 \uFFFD");
    assertThat(Normalizer.isNormalized(layer.text(), Normalizer.Form.NFC)).isTrue();
  }

  @Test
  void anyPageKeepsThePromises() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    int[] alphabet = {
      'a', 'é', 0x301, 0x1161, 0x1100, 0x20BB7, '第', '.', 0x0327, 'A', 0x30A, 0xAC00
    };
    for (int round = 0; round < 500; round++) {
      List<Block> blocks = new ArrayList<>();
      for (int b = random.nextInt(4); b >= 0; b--) {
        List<Line> lines = new ArrayList<>();
        for (int l = random.nextInt(3); l >= 0; l--) {
          List<Word> words = new ArrayList<>();
          for (int w = random.nextInt(4); w >= 0; w--) {
            var text = new StringBuilder();
            for (int c = random.nextInt(3); c >= 0; c--) {
              text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            }
            words.add(new Word(text.toString(), BOX, 1, random.nextBoolean()));
          }
          lines.add(new Line(words));
        }
        blocks.add(paragraph(lines.toArray(Line[]::new)));
      }
      TokenLayer layer = layer(blocks.toArray(Block[]::new));
      assertThat(Normalizer.isNormalized(layer.text(), Normalizer.Form.NFC))
          .as("seed %d", seed)
          .isTrue();
      int last = 0;
      for (TokenLayer.PlacedWord word : layer.words()) {
        assertThat(word.start()).as("seed %d", seed).isGreaterThanOrEqualTo(last);
        assertThat(cut(layer, word.start(), word.end())).doesNotContain(" ", "\n").isNotEmpty();
        last = word.end();
      }
    }
  }
}
