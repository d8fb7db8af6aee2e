package io.pincite.ocr.internal.grounding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.PageTextContract;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import io.pincite.samples.Sample;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whose text stands, how sure it is, and that nothing is lost: decision 036. Pages are drawn by
/// hand: a line is 0.02 high, a letter 0.01 wide, and another reader is sure of its words by 0.9.
class WordPlacingRulesTest {

  private static final BoundingBox PAGE = new BoundingBox(0.1, 0.1, 0.9, 0.9);

  @Test
  void wordsOnWhichBothReadersAgreeAreSurerThanEither() {
    Grounded page = placed(text("The rent is due."), "The rent is due.");

    assertThat(only(page)).extracting(Word::text).containsExactly("The", "rent", "is", "due.");
    assertThat(only(page))
        .allSatisfy(w -> assertThat(w.confidence()).isEqualTo(0.98, within(1e-9)));
    assertThat(page.disagreements()).isEmpty();
    assertThat(page.doubts()).isEmpty();
  }

  @Test
  void aFigureReadDifferentlyIsToldAndAtMostHalfSure() {
    Grounded page = placed(text("pay $1,250.00 a month"), "pay $1,260.00 a month");

    assertThat(page.disagreements())
        .containsExactly(new Disagreement("$1,250.00", "$1,260.00", box(0, 4, 9), Concern.AMOUNT));
    assertThat(only(page).get(1)).isEqualTo(new Word("$1,250.00", box(0, 4, 9), 0.5, true));
    assertThat(page.doubts())
        .containsExactly(Doubt.between(new Doubt.Readings("$1,250.00", "$1,260.00"), box(0, 4, 9)));
  }

  @Test
  void aDateReadDifferentlyIsADoubtAndAnotherWordIsNone() {
    Grounded page = placed(text("due 5 May for Miller"), "due 6 May fur Muller");

    assertThat(page.disagreements()).hasSize(3);
    assertThat(page.doubts())
        .containsExactly(Doubt.between(new Doubt.Readings("5", "6"), box(0, 4, 1)));
  }

  @Test
  void aFigureThatTheModelLeftOutIsADoubt() {
    Grounded page = placed(text("pay within days"), "pay within 30 days");

    assertThat(only(page)).extracting(Word::text).containsExactly("pay", "within", "30", "days");
    assertThat(page.doubts())
        .containsExactly(Doubt.between(new Doubt.Readings("", "30"), box(0, 11, 2)));
  }

  @Test
  void aFigureInALineThatTheModelLeftOutIsNoDoubtOfItsOwn() {
    Grounded page =
        placed(text("The first line stands."), "The first line stands.", "The 30 was left out.");

    assertThat(page.doubts()).extracting(Doubt::kind).containsExactly(Doubt.Kind.UNCERTAIN);
  }

  @Test
  void anotherLetterInAPlainWordCostsALittle() {
    Grounded page = placed(text("the premises are let"), "the prernises arc let");

    assertThat(page.disagreements())
        .extracting(Disagreement::concern)
        .containsExactly(Concern.WORDING, Concern.WORDING);
    assertThat(only(page)).extracting(Word::text).containsExactly("the", "premises", "are", "let");
    assertThat(only(page).get(1).confidence()).isBetween(0.75, 0.8);
    assertThat(only(page).get(2).confidence()).isEqualTo(0.7, within(1e-9));
  }

  @Test
  void namesAndNegationsReadDifferentlyAreAtMostHalfSure() {
    Grounded page = placed(text("and Miller shall now pay"), "and Muller shall not pay");

    assertThat(page.disagreements())
        .extracting(Disagreement::concern)
        .containsExactly(Concern.NAME, Concern.NEGATION);
    assertThat(only(page)).extracting(Word::confidence).contains(0.5, 0.5);
  }

  @Test
  void glyphsOfAPdfKeepTheirLettersAndAreSure() {
    Geometry glyphs = geometry(Geometry.Source.GLYPHS, 1, "pay $1,250.00 a month");
    Grounded page = WordPlacing.of(List.of(text("pay $1,260.00 a month")), glyphs);

    assertThat(only(page)).extracting(Word::text).containsExactly("pay", "$1,250.00", "a", "month");
    assertThat(only(page)).extracting(Word::confidence).containsOnly(1.0);
    assertThat(page.disagreements())
        .containsExactly(new Disagreement("$1,260.00", "$1,250.00", box(0, 4, 9), Concern.AMOUNT));
    assertThat(page.doubts()).isEmpty();
  }

  @Test
  void aNotThatTheModelLeftOutStandsInItsPlace() {
    Grounded page = placed(text("Tenant shall assign this"), "Tenant shall not assign this");

    assertThat(only(page))
        .extracting(Word::text)
        .containsExactly("Tenant", "shall", "not", "assign", "this");
    assertThat(only(page).get(2)).isEqualTo(new Word("not", box(0, 13, 3), 0.5, true));
    assertThat(page.disagreements())
        .containsExactly(new Disagreement("", "not", box(0, 13, 3), Concern.NEGATION));
  }

  @Test
  void linesThatNoBlockOfTheModelHasAreABlockOfTheirOwnInDoubt() {
    Grounded page =
        placed(
            text("The first line stands."), "The first line stands.", "The second was left out.");

    Block unread = page.blocks().getLast();
    assertThat(unread).isInstanceOf(Block.Other.class);
    assertThat(unread.label()).isEqualTo("unread-by-model");
    assertThat(unread.lines().getFirst().text()).isEqualTo("The second was left out.");
    assertThat(unread.lines().getFirst().confidence()).isEqualTo(0.5);
    assertThat(page.doubts()).containsExactly(new Doubt(Doubt.Kind.UNCERTAIN, unread.box()));
  }

  @Test
  void lineEndsThatTheModelLostAreThoseOfThePage() {
    Grounded page =
        placed(
            text("The rent is due on the first day of each month."),
            "The rent is due",
            "on the first day",
            "of each month.");

    assertThat(page.blocks()).hasSize(1);
    assertThat(page.blocks().getFirst().lines())
        .extracting(Line::text)
        .containsExactly("The rent is due", "on the first day", "of each month.");
  }

  @Test
  void aColumnThatTheModelLeftOutOfATableIsABlockInDoubt() {
    var table =
        new Written.Table(
            List.of(cell(0, 0, "Item"), cell(1, 0, "Rent"), cell(2, 0, "Heat")),
            "table",
            List.of(PAGE));
    Grounded page =
        placed(
            table, "Item            Amount", "Rent            1,200.00", "Heat            85.50");

    List<String> words =
        page.blocks().stream()
            .flatMap(
                block ->
                    block instanceof Block.Table each
                        ? each.cells().stream().flatMap(cell -> cell.lines().stream())
                        : block.lines().stream())
            .flatMap(line -> line.words().stream())
            .map(Word::text)
            .toList();
    assertThat(words)
        .containsExactlyInAnyOrder("Item", "Rent", "Heat", "Amount", "1,200.00", "85.50");
    assertThat(page.doubts()).isNotEmpty();
  }

  @Test
  void specksAreNoWordsThatTheModelLeftOut() {
    Grounded page = placed(text("The first line stands."), "The first line stands.", ". ' |");

    assertThat(page.blocks()).hasSize(1);
    assertThat(page.doubts()).isEmpty();
  }

  @Test
  void aWordThatNobodyElseSawStandsBetweenItsNeighbours() {
    Grounded page = placed(text("pay the rent monthly now"), "pay the      monthly now");

    Word rent = only(page).get(2);
    assertThat(rent.text()).isEqualTo("rent");
    assertThat(rent.confidence()).isEqualTo(0.5);
    assertThat(rent.box().x0()).isBetween(box(0, 7, 1).x0(), box(0, 8, 1).x1());
    assertThat(rent.box().x1()).isLessThanOrEqualTo(box(0, 13, 1).x0());
  }

  @Test
  void aWordDividedOnThePageIsDividedThere() {
    Grounded page = placed(text("this lease agreement ends"), "this lease agree-", "ment ends");

    assertThat(only(page))
        .extracting(Word::text)
        .containsExactly("this", "lease", "agree-", "ment", "ends");
    assertThat(page.blocks().getFirst().lines()).hasSize(2);
    assertThat(page.disagreements()).isEmpty();
  }

  @Test
  void aBlockOfWhichNothingStandsOnThePageIsInDoubt() {
    Grounded page =
        placed(text("Entirely imagined sentences about whales"), "The rent is due monthly.");

    assertThat(page.blocks().getFirst().label()).isEqualTo("unread-by-model");
    assertThat(words(page.blocks().getLast())).extracting(Word::confidence).containsOnly(0.5);
    assertThat(page.doubts()).hasSize(2);
  }

  @Test
  void anEmptyCellHasItsPlaceInRowAndColumn() {
    var table =
        new Written.Table(
            List.of(
                cell(0, 0, "Item"),
                cell(0, 1, "Price"),
                cell(1, 0, "Desk"),
                cell(1, 1, ""),
                cell(2, 0, "Lamp"),
                cell(2, 1, "40")),
            "table",
            List.of(PAGE));
    Grounded page = placed(table, "Item               Price", "Desk", "Lamp               40");

    var cells = ((Block.Table) page.blocks().getFirst()).cells();
    assertThat(cells.get(3).lines()).isEmpty();
    assertThat(cells.get(3).box().contains(box(1, 20, 1).centerX(), box(1, 20, 1).centerY()))
        .isTrue();
    assertThat(cells.get(5).lines().getFirst().words().getFirst().box()).isEqualTo(box(2, 19, 2));
  }

  @Test
  void aFormulaIsItsLatexInItsBox() {
    var box = new BoundingBox(0.2, 0.1, 0.6, 0.2);
    var formula = new Written.Formula("a^{2} = \\frac{b}{2}", "equation", List.of(box));
    Grounded page = placed(formula, "          a2 = b");

    assertThat(page.blocks()).hasSize(1);
    assertThat(page.blocks().getFirst()).isInstanceOf(Block.Formula.class);
    assertThat(only(page)).extracting(Word::text).containsExactly("a^{2}", "=", "\\frac{b}{2}");
    assertThat(page.blocks().getFirst().box()).isEqualTo(box);
  }

  @Test
  void linesThatNobodyHasReadAreFilledWithTheModelsText() {
    Geometry lines =
        Geometry.ofLines(List.of(box(0, 0, 20), box(1, 0, 20), box(2, 0, 9)), 600, 800);
    Grounded page =
        WordPlacing.of(List.of(text("aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj")), lines);

    assertThat(page.blocks().getFirst().lines())
        .extracting(Line::text)
        .containsExactly("aaaa bbbb cccc dddd", "eeee ffff gggg hhhh", "iiii jjjj");
    assertThat(only(page)).extracting(Word::confidence).containsOnly(0.5);
    assertThat(page.doubts()).isEmpty();
  }

  @Test
  void aDoubtOfTheReaderIsDispelledByAModelThatReadsTheSame() {
    Geometry read = geometry(Geometry.Source.READER, 0.3, "The rent is due.", "Signed by hand");
    var doubted =
        new Geometry(
            read.source(),
            read.blocks(),
            List.of(),
            List.of(),
            List.of(
                new Doubt(Doubt.Kind.UNCERTAIN, box(0, 0, 20)),
                new Doubt(Doubt.Kind.BELOW_RESOLUTION, box(1, 0, 20))),
            600,
            800);
    Grounded page = WordPlacing.of(List.of(text("The rent is due.\nSigned by hand")), doubted);

    assertThat(page.doubts())
        .containsExactly(new Doubt(Doubt.Kind.BELOW_RESOLUTION, box(1, 0, 20)));
    assertThat(only(page).getFirst().confidence()).isEqualTo(0.86, within(1e-9));
    assertThat(only(page).getLast().confidence()).isEqualTo(0.5);
  }

  @Test
  void whateverAModelWritesIsAPageText() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    for (int i = 0; i < 300; i++) {
      var random = new Random(seed + i);
      List<Written> written = new ArrayList<>();
      for (int n = random.nextInt(6); n > 0; n--) {
        written.add(anything(random));
      }
      String[] lines = new String[random.nextInt(8)];
      for (int n = 0; n < lines.length; n++) {
        lines[n] = words(random, 1 + random.nextInt(8));
      }
      Geometry read =
          geometry(
              random.nextBoolean() ? Geometry.Source.READER : Geometry.Source.GLYPHS,
              random.nextDouble(),
              lines);
      List<BoundingBox> unread = new ArrayList<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        unread.add(anywhere(random));
      }
      var geometry =
          new Geometry(
              read.source(),
              read.blocks(),
              Geometry.ofLines(unread, 600, 800).unread(),
              List.of(),
              List.of(new Doubt(Doubt.Kind.UNCERTAIN, anywhere(random))),
              600,
              800);
      try {
        Grounded page = WordPlacing.of(written, geometry);
        PageTextContract.assertHolds(
            new PageText(page.blocks(), Provenance.of("test", "1"), 0, page.doubts()));
        LinesToRead toRead = LinesToRead.of(written, geometry);
        assertThat(toRead.first().size() + toRead.later().size()).isEqualTo(unread.size());
      } catch (AssertionError | RuntimeException problem) {
        throw new AssertionError("-Dtests.seed=%d: %s".formatted(seed + i, written), problem);
      }
    }
  }

  /// Processor time, for other programs run too; the bound is ten times what is measured.
  @Test
  void aPageOfThreeThousandWordsTakesAMomentOfTheProcessor() {
    var threads = ManagementFactory.getThreadMXBean();
    var page = Sample.SERVICES.truth().pages();
    List<Written> written = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      var one = new WrittenPage(page.get(4 + i), 0.02, WrittenPage.Boxes.ROUNDED, new Random(i));
      int strip = i;
      one.written().forEach(block -> written.add(WrittenPage.inStrip(block, strip, 9)));
      one.reading().blocks().forEach(block -> blocks.add(WrittenPage.inStrip(block, strip, 9)));
    }
    var geometry =
        new Geometry(
            Geometry.Source.READER, blocks, List.of(), List.of(), List.of(), 600, 800 * 9.0);
    long least = Long.MAX_VALUE;
    for (int run = 0; run < 4; run++) {
      long before = threads.getCurrentThreadCpuTime();
      WordPlacing.of(written, geometry);
      least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
    }
    WrittenPage.report("%d words: %d ms%n", new KnownWords(geometry).size(), least / 1_000_000);

    assertThat(least / 1_000_000).isLessThan(1_000);
  }

  private static Written anything(Random random) {
    List<BoundingBox> boxes = random.nextInt(3) == 0 ? List.of() : List.of(anywhere(random));
    String text = words(random, random.nextInt(12));
    return switch (random.nextInt(6)) {
      case 0 -> new Written.Heading(1, text, "title", boxes);
      case 1 -> new Written.Figure("image", boxes);
      case 2 -> new Written.Formula(text, "equation", boxes);
      case 3 ->
          new Written.Table(
              List.of(
                  cell(0, 0, text),
                  cell(0, 1, ""),
                  new Written.Cell(1, 0, 1, 2, false, words(random, 2))),
              "table",
              boxes);
      case 4 -> new Written.Item(1, text, "text", boxes);
      default -> new Written.Text(text, random.nextBoolean() ? "text" : "header", boxes);
    };
  }

  private static BoundingBox anywhere(Random random) {
    return BoundingBox.clamped(
        random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble());
  }

  private static String words(Random random, int count) {
    String[] some = {
      "the", "rent", "agree-", "ment", "第三条", "为3年", "$5", "\\(x_1", "y\\)", "\u0000", "é",
      "e\u0301", "\uD800", "国\u0301", "　", "1", "lease", "not"
    };
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 || random.nextInt(5) == 0 ? "" : " ");
      text.append(some[random.nextInt(some.length)]);
    }
    return text.toString();
  }

  private static Written.Cell cell(int row, int column, String text) {
    return new Written.Cell(row, column, 1, 1, false, text);
  }

  private static Written text(String text) {
    return new Written.Text(text, "text", List.of(PAGE));
  }

  private static Grounded placed(Written written, String... lines) {
    Grounded page = WordPlacing.of(List.of(written), geometry(Geometry.Source.READER, 0.9, lines));
    PageTextContract.assertHolds(
        new PageText(page.blocks(), Provenance.of("test", "1"), 0, page.doubts()));
    return page;
  }

  private static List<Word> only(Grounded page) {
    assertThat(page.blocks()).hasSize(1);
    return words(page.blocks().getFirst());
  }

  private static List<Word> words(Block block) {
    return WordPlacingTest.words(block);
  }

  /// @param lines one below the other, in letters of one width
  private static Geometry geometry(Geometry.Source source, double confidence, String... lines) {
    List<Line> read = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      List<Word> words = new ArrayList<>();
      int at = 0;
      while (at < lines[i].length()) {
        int end = at;
        while (end < lines[i].length() && lines[i].charAt(end) > ' ') {
          end++;
        }
        if (end > at) {
          for (ModelWord word : ModelWord.of(lines[i].substring(at, end), 0)) {
            words.add(new Word(word.text(), box(i, at, word.text().length()), confidence, true));
            at += word.text().length();
          }
        }
        at = end + 1;
      }
      if (!words.isEmpty()) {
        read.add(new Line(words));
      }
    }
    List<Block> blocks =
        read.isEmpty()
            ? List.of()
            : List.of(
                new Block.Paragraph(
                    read, BoundingBox.around(read.stream().map(Line::box).toList()), "text"));
    return new Geometry(source, blocks, List.of(), List.of(), List.of(), 600, 800);
  }

  private static BoundingBox box(int line, int from, int letters) {
    return BoundingBox.clamped(
        0.1 + 0.01 * from, 0.1 + 0.03 * line, 0.1 + 0.01 * (from + letters), 0.12 + 0.03 * line);
  }
}
