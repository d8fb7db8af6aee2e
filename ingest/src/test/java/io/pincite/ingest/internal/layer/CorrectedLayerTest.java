package io.pincite.ingest.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ingest.internal.layer.CorrectedLayer.Edited;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrectedLayerTest {
  private static final BoundingBox BOX = new BoundingBox(0.1, 0.1, 0.9, 0.9);
  private static final double LETTER = 0.01;

  /// Words from 0.1 on, a letter 0.01 wide, a space as well, read at 0.8.
  private static Line line(double y, String text) {
    var words = new ArrayList<Word>();
    double x = 0.1;
    for (Word word : LineEdit.split(text)) {
      x += word.spaceBefore() ? LETTER : 0;
      double end = x + LETTER * word.text().codePointCount(0, word.text().length());
      words.add(
          new Word(word.text(), new BoundingBox(x, y, end, y + 0.02), 0.8, word.spaceBefore()));
      x = end;
    }
    return new Line(words);
  }

  private static TokenLayer layer(Block... blocks) {
    return TokenLayers.of(new PageText(List.of(blocks), Provenance.of("test", "1")));
  }

  private static Block paragraph(Line... lines) {
    return new Block.Paragraph(List.of(lines), BOX, "paragraph");
  }

  private static TokenLayer ofLines(String... lines) {
    var made = new ArrayList<Line>();
    for (String text : lines) {
      made.add(line(0.1 + 0.05 * made.size(), text));
    }
    return layer(paragraph(made.toArray(Line[]::new)));
  }

  private static List<String> texts(TokenLayer layer) {
    return layer.words().stream().map(word -> layer.text(word.start(), word.end())).toList();
  }

  @Test
  void aWordTakesThePlaceOfTheOneItReplacesAndTheOthersKeepTheirs() {
    TokenLayer before = ofLines("The Iease ends", "in March");

    Edited edited = CorrectedLayer.of(before, 0, 3, "The lease ends");

    assertThat(edited.layer().text()).isEqualTo("The lease ends\nin March");
    assertThat(edited.layer().words())
        .extracting(PlacedWord::box)
        .isEqualTo(before.words().stream().map(PlacedWord::box).toList());
    assertThat(edited.layer().words())
        .extracting(PlacedWord::corrected)
        .containsExactly(false, true, false, false, false);
    assertThat(edited.layer().words())
        .extracting(PlacedWord::confidence)
        .containsExactly(0.8, 1.0, 0.8, 0.8, 0.8);
    assertThat(edited.changes())
        .containsExactly(new LineEdit.Change("Iease", "lease", before.words().get(1).box()));
  }

  @Test
  void severalWordsShareTheExtentOfOneByTheirLengths() {
    TokenLayer before = ofLines("of theleases now");

    TokenLayer after = CorrectedLayer.of(before, 1, 2, "the leases").layer();

    assertThat(texts(after)).containsExactly("of", "the", "leases", "now");
    BoundingBox whole = before.words().get(1).box();
    BoundingBox first = after.words().get(1).box();
    BoundingBox second = after.words().get(2).box();
    assertThat(first.x0()).isEqualTo(whole.x0());
    assertThat(first.width()).isCloseTo(whole.width() / 3, within(1e-9));
    assertThat(second.x0()).isCloseTo(first.x1(), within(1e-9));
    assertThat(second.x1()).isCloseTo(whole.x1(), within(1e-9));
  }

  @Test
  void aWordThatWasMissedStandsInTheGapAndItsNeighbourSaysWhere() {
    TokenLayer before = ofLines("one two");

    Edited edited = CorrectedLayer.of(before, 0, 2, "one and two");

    assertThat(texts(edited.layer())).containsExactly("one", "and", "two");
    BoundingBox come = edited.layer().words().get(1).box();
    assertThat(come.x0()).isEqualTo(before.words().get(0).box().x1());
    assertThat(come.x1()).isEqualTo(before.words().get(1).box().x0());
    assertThat(edited.changes())
        .containsExactly(new LineEdit.Change("one", "one and", before.words().get(0).box()));
  }

  @Test
  void aLineWithoutAWordLeftIsGone() {
    TokenLayer before = ofLines("first", "~ ;", "last");

    Edited edited = CorrectedLayer.of(before, 1, 3, " ");

    assertThat(edited.layer().text()).isEqualTo("first\nlast");
    assertThat(edited.layer().blocks().getFirst().lines()).hasSize(2);
    assertThat(edited.changes().getFirst().corrected()).isEmpty();
  }

  @Test
  void aCellIsCorrectedAmongItsNeighbours() {
    var table =
        new Block.Table(
            List.of(
                new Block.Cell(0, 0, 1, 1, true, List.of(line(0.1, "Fee")), BOX),
                new Block.Cell(0, 1, 1, 1, true, List.of(line(0.1, "1O0 EUR")), BOX),
                new Block.Cell(1, 0, 1, 1, false, List.of(), BOX)),
            BOX,
            "table");
    TokenLayer before = layer(table, paragraph(line(0.5, "after")));

    TokenLayer after = CorrectedLayer.of(before, 1, 2, "100").layer();

    assertThat(after.text()).isEqualTo("Fee\t100 EUR\n\n\nafter");
    assertThat(after.blocks().getFirst().cells().get(1).end()).isEqualTo(11);
    assertThat(after.words().get(1).corrected()).isTrue();
  }

  @Test
  void aSpaceTooManyBetweenCharactersIsAChangeOfBoth() {
    Edited edited = CorrectedLayer.of(ofLines("甲 方同意"), 0, 4, "甲方同意");

    assertThat(edited.layer().text()).isEqualTo("甲方同意");
    assertThat(edited.changes())
        .extracting(LineEdit.Change::read, LineEdit.Change::corrected)
        .containsExactly(tuple("甲 方", "甲方"));
  }

  @Test
  void asManyWordsAsWentAreAChangeEach() {
    TokenLayer before = ofLines("see teh cat sat");

    Edited edited = CorrectedLayer.of(before, 0, 4, "see the cot sat");

    assertThat(edited.changes())
        .containsExactly(
            new LineEdit.Change("teh", "the", before.words().get(1).box()),
            new LineEdit.Change("cat", "cot", before.words().get(2).box()));
  }

  @Test
  void asManyWordsThatPartElsewhereAreOneChange() {
    Edited edited = CorrectedLayer.of(ofLines("甲 方同意"), 0, 4, "申方同意");

    assertThat(edited.layer().text()).isEqualTo("申方同意");
    assertThat(edited.changes())
        .extracting(LineEdit.Change::read, LineEdit.Change::corrected)
        .containsExactly(tuple("甲 方", "申方"));
  }

  @Test
  void theSameTextChangesNothing() {
    TokenLayer before = ofLines("The lease ends");

    assertThat(CorrectedLayer.of(before, 0, 3, "  The lease  ends "))
        .isEqualTo(new Edited(before, List.of()));
  }

  /// The oracle is the text itself: the run is cut out, and the new words are put in.
  @Test
  void whateverIsCorrectedOnlyTheRunChanges() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      TokenLayer before = ofLines(words(random, 1), words(random, 1), words(random, 1));
      int first = random.nextInt(before.words().size());
      int end = first + 1;
      while (end < before.words().size()
          && random.nextInt(3) > 0
          && before.boxes(before.words().get(first).start(), before.words().get(end).end()).size()
              == 1) {
        end++;
      }
      String text = words(random, 1);
      int from = before.words().get(first).start();
      int to = before.words().get(end - 1).end();

      TokenLayer after = CorrectedLayer.of(before, first, end, text).layer();

      assertThat(after.text())
          .as("seed %d", seed)
          .isEqualTo(
              before.text(0, from)
                  + text
                  + before.text(to, before.text().codePointCount(0, before.text().length())));
      assertThat(String.join("", texts(after)))
          .as("seed %d", seed)
          .isEqualTo(after.text().replaceAll("\\s", ""));
      assertThat(after.words().stream().filter(word -> !word.corrected()))
          .as("seed %d", seed)
          .allMatch(word -> before.words().stream().anyMatch(old -> old.box().equals(word.box())));
    }
  }

  private static String words(Random random, int fewest) {
    var text = new StringBuilder();
    for (int n = fewest + random.nextInt(5); n > 0; n--) {
      text.append(text.isEmpty() ? "" : " ").append("abc".charAt(random.nextInt(3)));
      text.append("xy", 0, random.nextInt(3));
    }
    return text.toString();
  }
}
