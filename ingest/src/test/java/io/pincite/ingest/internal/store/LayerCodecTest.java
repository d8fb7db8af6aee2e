package io.pincite.ingest.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.TokenLayer.PlacedCell;
import io.pincite.ingest.TokenLayer.PlacedLine;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayerCodecTest {
  private static final double PRECISION = 1e-6;

  @Test
  void doubtsComeBackAsTheyWere() {
    var doubts =
        List.of(
            new Doubt(Doubt.Kind.HANDWRITING, new BoundingBox(0.1, 0.8, 0.4, 0.9)),
            new Doubt(Doubt.Kind.UNCERTAIN, new BoundingBox(0, 0, 1, 0.05)),
            Doubt.between(
                new Doubt.Readings("1,250.00 元", "1,260.00"), new BoundingBox(0.1, 0.2, 0.2, 0.25)),
            Doubt.between(new Doubt.Readings("", "30"), new BoundingBox(0.1, 0.3, 0.2, 0.35)),
            new Doubt(Doubt.Kind.BELOW_RESOLUTION, new BoundingBox(0.5, 0.2, 0.75, 0.25)));
    assertThat(LayerCodec.doubts(LayerCodec.doubts(doubts))).isEqualTo(doubts);
    assertThat(LayerCodec.doubts(LayerCodec.doubts(List.of()))).isEmpty();
  }

  @Test
  void whatIsStoredComesBackToTheMillionthOfThePage() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      TokenLayer layer = layer(random);
      TokenLayer back =
          LayerCodec.layer(layer.text(), LayerCodec.words(layer), LayerCodec.blocks(layer));
      assertSame(back, layer, "-Dtests.seed=" + seed);
    }
  }

  @Test
  void whatCameBackIsStoredAsTheSameBytes() {
    TokenLayer once = layer(new Random(7));
    TokenLayer twice =
        LayerCodec.layer(once.text(), LayerCodec.words(once), LayerCodec.blocks(once));
    assertThat(LayerCodec.words(twice)).isEqualTo(LayerCodec.words(once));
    assertThat(LayerCodec.blocks(twice)).isEqualTo(LayerCodec.blocks(once));
  }

  @Test
  void anEmptyPageIsAFewBytes() {
    var empty = new TokenLayer("", List.of(), List.of());
    assertThat(LayerCodec.words(empty)).containsExactly(1, 0);
    assertThat(LayerCodec.blocks(empty)).containsExactly(1, 0, 0);
    assertThat(LayerCodec.layer("", LayerCodec.words(empty), LayerCodec.blocks(empty)))
        .isEqualTo(empty);
  }

  @Test
  void anUnknownFormatIsNotGuessedAt() {
    assertThatThrownBy(() -> LayerCodec.layer("", new byte[] {9, 0}, new byte[] {1, 0, 0}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a page was stored in a format this Pincite does not know");
  }

  @Test
  void everyTypeOfBlockHasANumber() {
    for (Block.Type type : Block.Type.values()) {
      var block =
          new PlacedBlock(
              type, Optional.empty(), "x", BoundingBox.WHOLE_PAGE, 0, 0, List.of(), List.of());
      var layer = new TokenLayer("", List.of(), List.of(block));
      assertThat(LayerCodec.layer("", LayerCodec.words(layer), LayerCodec.blocks(layer)))
          .isEqualTo(layer);
    }
  }

  private static void assertSame(TokenLayer actual, TokenLayer expected, String seed) {
    assertThat(actual.words()).as(seed).hasSameSizeAs(expected.words());
    for (int i = 0; i < actual.words().size(); i++) {
      PlacedWord a = actual.words().get(i);
      PlacedWord b = expected.words().get(i);
      assertThat(List.of(a.start(), a.end())).as(seed).isEqualTo(List.of(b.start(), b.end()));
      assertThat(a.confidence()).as(seed).isCloseTo(b.confidence(), within(5e-4));
      assertThat(a.corrected()).as(seed).isEqualTo(b.corrected());
      assertSame(a.box(), b.box(), seed);
    }
    assertThat(actual.blocks()).as(seed).hasSameSizeAs(expected.blocks());
    for (int i = 0; i < actual.blocks().size(); i++) {
      PlacedBlock a = actual.blocks().get(i);
      PlacedBlock b = expected.blocks().get(i);
      assertThat(a.type()).as(seed).isEqualTo(b.type());
      assertThat(a.level()).as(seed).isEqualTo(b.level());
      assertThat(a.label()).as(seed).isEqualTo(b.label());
      assertSame(a.box(), b.box(), seed);
      assertThat(a.lines()).as(seed).hasSameSizeAs(b.lines());
      assertThat(a.cells()).as(seed).hasSameSizeAs(b.cells());
      for (int c = 0; c < a.cells().size(); c++) {
        assertSame(a.cells().get(c).box(), b.cells().get(c).box(), seed);
        assertThat(a.cells().get(c).header()).as(seed).isEqualTo(b.cells().get(c).header());
        assertThat(a.cells().get(c).column()).as(seed).isEqualTo(b.cells().get(c).column());
      }
    }
  }

  private static void assertSame(BoundingBox actual, BoundingBox expected, String seed) {
    assertThat(actual.x0()).as(seed).isCloseTo(expected.x0(), within(PRECISION));
    assertThat(actual.y0()).as(seed).isCloseTo(expected.y0(), within(PRECISION));
    assertThat(actual.x1()).as(seed).isCloseTo(expected.x1(), within(PRECISION));
    assertThat(actual.y1()).as(seed).isCloseTo(expected.y1(), within(PRECISION));
  }

  private static TokenLayer layer(Random random) {
    var words = new ArrayList<PlacedWord>();
    int at = 0;
    for (int i = random.nextInt(400); i > 0; i--) {
      int start = at + random.nextInt(3);
      int end = start + 1 + random.nextInt(30);
      double confidence = random.nextBoolean() ? 1 : random.nextDouble();
      words.add(
          random.nextInt(5) == 0
              ? new PlacedWord(start, end, box(random), 1, true)
              : new PlacedWord(start, end, box(random), confidence));
      at = end;
    }
    var blocks = new ArrayList<PlacedBlock>();
    for (int i = random.nextInt(20); i > 0; i--) {
      blocks.add(block(random));
    }
    return new TokenLayer("x".repeat(at), words, blocks);
  }

  private static PlacedBlock block(Random random) {
    var lines = new ArrayList<PlacedLine>();
    for (int i = random.nextInt(5); i > 0; i--) {
      lines.add(new PlacedLine(box(random), random.nextInt(9), 9 + random.nextInt(900)));
    }
    var cells = new ArrayList<PlacedCell>();
    for (int i = random.nextInt(5); i > 0; i--) {
      cells.add(
          new PlacedCell(
              i,
              random.nextInt(9),
              1,
              1 + random.nextInt(3),
              random.nextBoolean(),
              box(random),
              3,
              500));
    }
    Block.Type type = Block.Type.values()[random.nextInt(Block.Type.values().length)];
    return new PlacedBlock(
        type,
        random.nextBoolean() ? Optional.of(1 + random.nextInt(6)) : Optional.empty(),
        random.nextBoolean() ? "numbered-heading" : "条款",
        box(random),
        random.nextInt(50),
        50 + random.nextInt(5000),
        lines,
        cells);
  }

  private static BoundingBox box(Random random) {
    return BoundingBox.clamped(
        random.nextDouble(1.05),
        random.nextDouble(1.05),
        random.nextDouble(1.05),
        random.nextDouble());
  }
}
