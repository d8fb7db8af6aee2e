package io.pincite.ocr.internal.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.Block;
import io.pincite.ocr.ReadingListener;
import io.pincite.ocr.RecordedOutputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Over every recorded output, in pieces as tokens come; random ones, rerun with `-Dtests.seed=…`.
class LivePageTest {
  private static final Geometry NOTHING = Geometry.ofLines(List.of(), 595, 842);

  private static final Pattern TAG =
      Pattern.compile(
          "<\\|ref\\|>[^<]*<\\|/ref\\|><\\|det\\|>[^<]*<\\|/det\\|>|<｜[^｜]*｜>"
              + "|</?(?:table|thead|tbody|tr|td|th|center|b|i|sup|sub|caption)(?: [^<>]*)?>|<(?:[/|a-z][^<>]*)?$"
              + "|<\\|ref\\|>[^<]*(?:<\\|/ref\\|>)?(?:<\\|det\\|>)?[^<]*(?:<[^<>]*)?$");

  /// What is on the screen, as the listener's own words say to draw it.
  private static final class Screen implements ReadingListener {
    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder written = new StringBuilder();
    private int begun;

    @Override
    public void begun(int turn) {
      begun++;
      blocks.clear();
      written.setLength(0);
    }

    @Override
    public void block(Block block) {
      blocks.add(block);
      written.setLength(0);
    }

    @Override
    public void delta(String text) {
      written.append(text);
    }
  }

  private static List<Block> placed(Written block) {
    return WordPlacing.of(List.of(block), NOTHING).blocks();
  }

  @ParameterizedTest
  @EnumSource(RecordedOutputs.class)
  void theBlocksHeardAreThoseOfTheWholeOutput(RecordedOutputs output) {
    var screen = new Screen();
    follow(output.text(), screen, _ -> {});

    List<Block> whole =
        GroundedParser.parse(output.text()).blocks().stream()
            .filter(block -> !block.boxes().isEmpty())
            .flatMap(block -> placed(block).stream())
            .toList();
    assertThat(screen.blocks).isEqualTo(whole);
    assertThat(screen.begun).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(RecordedOutputs.class)
  void noTagIsEverSeen(RecordedOutputs output) {
    var screen = new Screen();
    follow(
        output.text(),
        screen,
        _ -> assertThat(screen.written).doesNotContain("<|", "|>", "<td", "</t", "<table"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCUMENT_EN", "DOCUMENT_ZH", "TABLE_SPANS", "LISTS", "FORMULAS"})
  void whatIsSeenBehindTheBlocksIsTheEndOfWhatWasWritten(RecordedOutputs output) {
    var screen = new Screen();
    follow(
        output.text(),
        screen,
        soFar -> assertThat(letters(TAG.matcher(soFar).replaceAll(""))).endsWith(seen(screen)));
  }

  @Test
  void aTextWithoutBoxesIsHeardAsTextAlone() {
    String text = RecordedOutputs.FREE_OCR.text();
    var screen = new Screen();
    follow(text, screen, _ -> {});

    assertThat(screen.blocks).isEmpty();
    assertThat(letters(screen.written)).isEqualTo(letters(TAG.matcher(text).replaceAll("")));
  }

  @Test
  void aBlockStandsAsSoonAsTheNextOneBegins() {
    var screen = new Screen();
    var page = new LivePage(0, LivePageTest::placed, screen);
    page.begin();
    page.piece("<|ref|>title<|/ref|><|det|>[[99, 99, 899, 199]]<|/det|>\n# Lease of a ");

    assertThat(screen.blocks).isEmpty();
    assertThat(screen.written.toString().strip()).isEqualTo("# Lease of a");

    page.piece("flat\n\n<|ref|>text<|/ref|><|det|>[[99, 299, 899, 399]]<|/det|>\nThe Te");

    assertThat(screen.blocks)
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.type()).isEqualTo(Block.Type.HEADING);
              assertThat(block.label()).isEqualTo("title");
              assertThat(block.box().toString()).contains("0.0990");
            });
    assertThat(screen.written.toString().strip()).isEqualTo("The Te");
  }

  @Test
  void whatWasWrittenBeyondABlockIsHeardAgainBehindIt() {
    var screen = new Screen();
    var page = new LivePage(0, LivePageTest::placed, screen);
    page.begin();
    page.piece("<|ref|>text<|/ref|><|det|>[[99, 99, 899, 199]]<|/det|>\n- one\n- two\n- thr");

    assertThat(screen.blocks).hasSize(1);
    assertThat(screen.written).hasToString("- two\n- thr");
  }

  @Test
  void cellsEndWithATabAndRowsWithALineEnd() {
    var shown = new ShownText();
    assertThat(shown.accept("<table><tr><td>a</td><td colspan=\"2\">b < c")).isEqualTo("a\tb < c");
    assertThat(shown.accept("</td></t")).isEqualTo("\t");
    assertThat(shown.accept("r></table>a<b and <")).isEqualTo("\na<b and ");
  }

  // --- helpers ----------------------------------------------------------------------------------

  private static void follow(String text, Screen screen, Consumer<String> afterPiece) {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    var page = new LivePage(0, LivePageTest::placed, screen);
    page.begin();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(6));
      page.piece(text.substring(at, end));
      at = end;
      afterPiece.accept(text.substring(0, at));
    }
    page.end();
  }

  private static String seen(Screen screen) {
    return letters(screen.written);
  }

  private static String letters(CharSequence text) {
    return text.toString().replaceAll("[\\s\\p{Z}]+", "");
  }
}
