package io.pincite.ocr.internal.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.RecordedOutputs;
import io.pincite.ocr.internal.grounding.Written.Cell;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for any output; random ones, rerun with `-Dtests.seed=…`.
class GroundedParserPropertyTest {

  private static final String[] WORDS = {
    "the",
    "Tenant",
    "pays",
    "1,200.00",
    "§",
    "第三条",
    "e.g.",
    "\\( x < y \\)",
    "R&D",
    "a<b",
    "|",
    "*",
    "___",
    "....",
    "[1]",
    "5%",
    "\uD83D\uDE00",
    "–",
    "&amp;",
    "<td>",
    "C:\\",
    "#1",
    "\"so\""
  };

  private static final String[] FRAGMENTS = {
    "<|ref|>",
    "<|/ref|>",
    "<|det|>",
    "<|/det|>",
    "[[",
    "]]",
    "[",
    "1, 2, 3, 4",
    "999",
    "-7",
    "text",
    "table",
    "title",
    "image",
    "table_caption",
    "Words of the page",
    "\n",
    "\n\n",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td colspan=\"3\">",
    "<td rowspan=7>",
    "\\[",
    "\\]",
    "\\(",
    "\\)",
    "<center>",
    "</center>",
    "# ",
    "- ",
    "1. ",
    "**",
    "<b>",
    "</b>",
    "&lt;",
    "&#0;",
    "<",
    "<|",
    "<｜end▁of▁sentence｜>",
    "\u0000",
    "\uD800",
    "e\u0301",
    "  ",
    "(a) "
  };

  @Test
  void aDocumentIsReadAsItWasWritten() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    for (int i = 0; i < 500; i++) {
      var random = new Random(seed + i);
      List<Written> document = document(random);
      var parser = new GroundedParser();
      inPieces(random, ModelGrammar.of(document), parser);

      GroundedText read = parser.finish();

      assertThat(read.blocks()).as("-Dtests.seed=%d", seed + i).isEqualTo(document);
      assertThat(read.cut()).as("-Dtests.seed=%d", seed + i).isFalse();
    }
  }

  @Test
  void whereAnOutputIsCutIntoPiecesMakesNoDifference() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    for (int i = 0; i < 2_000; i++) {
      var random = new Random(seed + i);
      String text = anything(random);
      var byCharacter = new GroundedParser();
      for (int at = 0; at < text.length(); at++) {
        byCharacter.accept(text.substring(at, at + 1));
      }

      assertThat(byCharacter.finish())
          .as("-Dtests.seed=%d", seed + i)
          .isEqualTo(GroundedParser.parse(text));
    }
  }

  @Test
  void whatIsHeardIsWhatIsReturnedAndItsCellsCoverNoOther() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    for (int i = 0; i < 2_000; i++) {
      List<Written> heard = new ArrayList<>();
      var parser =
          new GroundedParser(
              new WritingListener() {
                @Override
                public void tag(String name, List<BoundingBox> boxes) {}

                @Override
                public void block(Written block) {
                  heard.add(block);
                }
              });
      parser.accept(anything(new Random(seed + i)));

      assertThat(parser.finish().blocks()).as("-Dtests.seed=%d", seed + i).isEqualTo(heard);
      for (Written block : heard) {
        if (block instanceof Written.Table table) {
          assertThat(overlaps(table.cells())).as("-Dtests.seed=%d: %s", seed + i, table).isFalse();
        }
      }
    }
  }

  /// Eight times the input in hardly more than eight times the processor time; a cost that grows
  /// with the square would take sixty-four times.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<|ref|>",
        "<|ref|>x<|/ref|>",
        "<|ref|>x<|/ref|><|det|>[",
        "<|det|>[[",
        "<|det|>",
        "<",
        "<|",
        "[1,2,3,4],",
        "<|ref|>table<|/ref|><|det|><|/det|>",
        "<|ref|>table<|/ref|><|det|><|/det|><table></table>",
        "<table>",
        "<table><tr><td>",
        "<table ",
        "<td rowspan=1000 colspan=1000>",
        "<table></table>",
        "\\(",
        "\\[",
        "\\[\\]",
        "<center>",
        "<b>",
        "**a",
        "&",
        "&#",
        "a\n",
        "\n",
        "- \n",
        "# a",
        " "
      })
  void costGrowsInProportionToTheInput(String piece) {
    for (String before : List.of("", "<table><tr><td>")) {
      String small = before + piece.repeat(40_000 / piece.length());
      String large = before + piece.repeat(8 * 40_000 / piece.length());
      measured(small);
      long shorter = measured(small);
      long longer = measured(large);

      assertThat(longer / 1e6)
          .as("%s%s: %,d ns, then %,d ns", before, piece, shorter, longer)
          .isLessThan(30 * Math.max(2e6, shorter) / 1e6);
    }
  }

  @Test
  void aMillionOpenTagsAreText() {
    String text = "<|ref|>".repeat(1_000_000);

    GroundedText read = GroundedParser.parse(text);

    assertThat(read.cut()).isTrue();
    assertThat(read.blocks()).hasSize(1);
  }

  private static long measured(String text) {
    var threads = ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 2; i++) {
      long start = threads.getCurrentThreadCpuTime();
      assertThat(GroundedParser.parse(text).blocks()).isNotNull();
      least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
    }
    return least;
  }

  private static boolean overlaps(List<Cell> cells) {
    var taken = new HashSet<Long>();
    for (Cell cell : cells) {
      for (int row = cell.row(); row < cell.row() + cell.rowSpan(); row++) {
        for (int column = cell.column(); column < cell.column() + cell.colSpan(); column++) {
          if (!taken.add(row * 10_000L + column)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static void inPieces(Random random, String text, GroundedParser parser) {
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextBoolean() ? 3 : 60));
      parser.accept(text.substring(at, end));
      at = end;
    }
  }

  private static String anything(Random random) {
    var text = new StringBuilder();
    int pieces = random.nextInt(60);
    for (int i = 0; i < pieces; i++) {
      text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
    }
    return text.append(random.nextInt(10) == 0 ? RecordedOutputs.DOCUMENT_EN.text() : "")
        .toString();
  }

  private static List<Written> document(Random random) {
    List<Written> blocks = new ArrayList<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      List<BoundingBox> boxes = boxes(random);
      blocks.add(
          switch (random.nextInt(8)) {
            case 0 -> new Written.Heading(1 + random.nextInt(6), words(random, 4), "title", boxes);
            case 1 ->
                new Written.Item(1 + random.nextInt(3), "- " + words(random, 9), "list", boxes);
            case 2 -> new Written.Caption(words(random, 5), "image_caption", boxes);
            case 3 ->
                new Written.Formula("\\frac{" + random.nextInt(99) + "}{b}", "equation", boxes);
            case 4 -> new Written.Figure("image", boxes);
            case 5 -> new Written.Table(cells(random), "table", boxes);
            case 6 -> new Written.Text(lines(random), "odd_label", boxes);
            default -> new Written.Text(lines(random), "text", boxes);
          });
    }
    return blocks;
  }

  private static String lines(Random random) {
    var text = new StringBuilder(words(random, 8));
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append('\n').append(words(random, 8));
    }
    return text.toString();
  }

  /// Begins with a word that opens nothing.
  private static String words(Random random, int most) {
    var text = new StringBuilder("Whereas");
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private static List<BoundingBox> boxes(Random random) {
    List<BoundingBox> boxes = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int x = random.nextInt(999);
      int y = random.nextInt(999);
      boxes.add(
          GroundedParserTest.box(
              x, y, x + 1 + random.nextInt(999 - x), y + 1 + random.nextInt(999 - y)));
    }
    return boxes;
  }

  /// A grid with a few cells that span, its first row a header that says so.
  private static List<Cell> cells(Random random) {
    int rows = 1 + random.nextInt(5);
    int columns = 1 + random.nextInt(5);
    var taken = new boolean[rows][columns];
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (taken[row][column]) {
          continue;
        }
        int across = 1;
        while (column + across < columns
            && !taken[row][column + across]
            && random.nextInt(5) == 0) {
          across++;
        }
        int down = 1;
        while (row + down < rows && random.nextInt(6) == 0) {
          down++;
        }
        for (int r = row; r < row + down; r++) {
          for (int c = column; c < column + across; c++) {
            taken[r][c] = true;
          }
        }
        String text = random.nextInt(4) == 0 ? "" : words(random, 4);
        cells.add(new Cell(row, column, down, across, row == 0, text));
      }
    }
    return cells;
  }
}
