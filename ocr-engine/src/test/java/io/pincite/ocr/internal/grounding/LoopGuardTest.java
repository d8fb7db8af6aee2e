package io.pincite.ocr.internal.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.RecordedOutputs;
import io.pincite.ocr.internal.grounding.LoopGuard.Loop;
import io.pincite.ocr.internal.grounding.LoopGuard.Reason;
import io.pincite.samples.GeneratedContract;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopGuardTest {

  private static final int BUDGET = LoopGuard.budget(903);

  /// A table in which every figure is the same: 60 rows of 12 columns.
  private static final String EQUAL_FIGURES =
      "<table>" + ("<tr>" + "<td>0.00</td>".repeat(12) + "</tr>").repeat(60) + "</table>";

  @Test
  void aSentenceOverAndOverIsStoppedAndTheFirstOneKept() {
    String text = RecordedOutputs.LOOP_SENTENCE.text();
    Loop loop = heard(text).orElseThrow();

    assertThat(loop.reason()).isEqualTo(Reason.REPETITION);
    assertThat(loop.repeated())
        .isEqualTo(
            "The Tenant shall keep the premises in good repair and shall pay the costs of all"
                + " repairs when they fall due.");
    assertThat(text.substring(0, loop.begin())).endsWith("against fire. " + loop.repeated() + " ");
  }

  @Test
  void aPeriodLongerThanAnyWindowIsFound() {
    String text = RecordedOutputs.LOOP_LONG.text();
    Loop loop = heard(text).orElseThrow();

    assertThat(loop.reason()).isEqualTo(Reason.REPETITION);
    assertThat(loop.repeated()).startsWith("Clause 1 of part 7 says").endsWith("on day 4.");
    assertThat(text.substring(0, loop.begin())).endsWith("on day 4. ").contains("Clause 32 of");
  }

  @Test
  void rowsOfProseAreStopped() {
    Loop loop = heard(RecordedOutputs.LOOP_ROWS.text()).orElseThrow();

    assertThat(loop.reason()).isEqualTo(Reason.REPETITION);
    assertThat(loop.repeated())
        .isEqualTo(
            "<tr><td>Storage of goods in hall four of the northern yard</td>"
                + "<td>each month</td></tr>");
  }

  @Test
  void emptyCellsWithoutEndAreStopped() {
    String text = RecordedOutputs.LOOP_CELLS.text();
    Loop loop = heard(text).orElseThrow();

    assertThat(loop)
        .isEqualTo(new Loop(Reason.EMPTY_CELLS, text.indexOf("<td></td>"), "<td></td>"));
    assertThat(text.substring(0, loop.begin())).endsWith("<td>Harbour crane</td>");
  }

  @Test
  void oneLetterWithoutEndIsStoppedWhereItBegan() {
    String text = RecordedOutputs.LOOP_LETTER.text();

    assertThat(heard(text)).contains(new Loop(Reason.CHARACTER, text.indexOf("aaa"), "a"));
  }

  @Test
  void lettersWithSpacesOrLineEndsBetweenAreStopped() {
    assertThat(reason("A ".repeat(1_000))).contains(Reason.REPETITION);
    assertThat(reason("A\n".repeat(1_000))).contains(Reason.LINES);
    assertThat(reason("图".repeat(1_000))).contains(Reason.CHARACTER);
  }

  @Test
  void countingUpIsStoppedAfterMoreLinesThanAPageHas() {
    var text = new StringBuilder("Items in stock:\n");
    for (int i = 1; i <= 500; i++) {
      text.append(i).append(". Box of screws\n");
    }

    Loop loop = heard(text.toString()).orElseThrow();

    assertThat(loop.reason()).isEqualTo(Reason.LINES);
    assertThat(text.substring(0, loop.begin())).isEqualTo("Items in stock:\n1. Box of screws\n");
    assertThat(loop.repeated()).isEqualTo("121. Box of screws");
  }

  @Test
  void aTextThatNeverEndsIsOverItsBudget() {
    var text = new StringBuilder();
    var random = new Random(7);
    while (text.length() < 200_000) {
      text.append(Integer.toString(random.nextInt(1_000_000), 36)).append(' ');
    }

    Loop loop = heard(text.toString()).orElseThrow();

    assertThat(loop.reason()).isEqualTo(Reason.BUDGET);
    assertThat(loop.repeated()).isEmpty();
  }

  @Test
  void tokensAreCountedExactly() {
    var guard = new LoopGuard(3);

    assertThat(guard.accept(5, "a")).isEmpty();
    assertThat(guard.accept(6, "b")).isEmpty();
    assertThat(guard.accept(7, "c")).isEmpty();
    assertThat(guard.accept(8, "d")).contains(new Loop(Reason.BUDGET, 4, ""));
  }

  @Test
  void aLoopOfTokensIsFoundLikeOneOfText() {
    var guard = new LoopGuard(BUDGET);
    String[] words = {" never", " pays", " more", " than", " once", "."};
    Optional<Loop> loop = guard.accept(1, "He");
    int count = 0;
    while (loop.isEmpty()) {
      loop = guard.accept(10 + count % 6, words[count % 6]);
      count++;
    }

    assertThat(count).isEqualTo(606);
    assertThat(loop)
        .contains(
            new Loop(
                Reason.REPETITION,
                "He never pays more than once.".length(),
                "never pays more than once."));
  }

  @Test
  void theBudgetIsTheContextWithoutImageAndPrompt() {
    assertThat(LoopGuard.budget(903)).isEqualTo(7_269);
    assertThat(LoopGuard.budget(9_000)).isZero();
  }

  @Test
  void aTableOfEqualFiguresIsNoLoopThoughTheNgramRuleForbidsIt() {
    var forbidden = new int[1];
    var rule = new NgramRule(30, 90, Set.of());
    new Pieces((_, number) -> forbidden[0] += rule.accept(number) ? 1 : 0).accept(EQUAL_FIGURES);

    assertThat(heard(EQUAL_FIGURES)).isEmpty();
    assertThat(forbidden[0]).isPositive();
  }

  @Test
  void whatFormsRepeatIsNoLoop() {
    String row = "<tr>" + "<td></td>".repeat(12) + "</tr>";
    List<String> pages =
        List.of(
            "<table>" + row.repeat(100) + "</table>",
            "<table>" + ("<tr>" + "<td>N/A</td>".repeat(12) + "</tr>").repeat(60) + "</table>",
            "<table><tr>" + "<td></td>".repeat(53) + "</tr></table>",
            ("_".repeat(120) + "\n").repeat(50),
            "Name: ____________ Date: ____________\n".repeat(45),
            "☐ Yes ☐ No ☐ Not applicable\n".repeat(60),
            "By: ________\nName: ________\nTitle: ________\nDate: ________\n\n".repeat(12),
            "████████ ".repeat(25),
            "Ms Anna Berg\n12 Harbour Road\nNorthfield NF1 2AB\n\n".repeat(30));
    for (String page : pages) {
      assertThat(heard(page)).as(page).isEmpty();
    }
  }

  @Test
  void leadersOfContentsAndTwoLanguagesAreNoLoop() {
    var contents = new StringBuilder();
    var both = new StringBuilder();
    for (int i = 1; i <= 60; i++) {
      contents
          .append("Clause ")
          .append(i)
          .append(' ')
          .append(". ".repeat(60))
          .append(i)
          .append('\n');
      both.append(i).append(". Party A pays Party B. 甲方向乙方付款。\n");
    }

    assertThat(heard(contents.toString())).isEmpty();
    assertThat(heard(both.toString())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void noPageOfASampleIsALoop(Sample sample) {
    assertThat(pages(sample.truth())).allSatisfy(page -> assertThat(heard(page)).isEmpty());
  }

  @Test
  void noPageOfAGeneratedContractIsALoop() {
    for (int seed = 0; seed < 5; seed++) {
      assertThat(pages(GeneratedContract.of(seed, 6).truth()))
          .allSatisfy(page -> assertThat(heard(page)).isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(value = RecordedOutputs.class, names = "LOOP_.*", mode = EnumSource.Mode.MATCH_NONE)
  void noOtherOutputIsALoop(RecordedOutputs output) {
    assertThat(heard(output.text())).isEmpty();
  }

  private static Optional<Reason> reason(String text) {
    return heard(text).map(Loop::reason);
  }

  /// In pieces of seven characters, which cut words as a stream does.
  private static Optional<Loop> heard(String text) {
    var guard = new LoopGuard(BUDGET);
    Optional<Loop> loop = Optional.empty();
    for (int at = 0; at < text.length() && loop.isEmpty(); at += 7) {
      loop = guard.accept(text.substring(at, Math.min(text.length(), at + 7)));
    }
    return loop;
  }

  /// Each page as the model would write it.
  private static List<String> pages(Truth truth) {
    List<String> pages = new ArrayList<>();
    for (Truth.Page page : truth.pages()) {
      var text = new StringBuilder();
      for (Truth.Block block : page.blocks()) {
        text.append("<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n");
        block.lines().forEach(line -> text.append(line.text()).append("  \n"));
        int row = -1;
        for (Truth.Cell cell : block.cells()) {
          text.append(cell.row() == row ? "" : row < 0 ? "<table><tr>" : "</tr><tr>");
          text.append("<td>").append(cell.text()).append("</td>");
          row = cell.row();
        }
        text.append(row < 0 ? "" : "</tr></table>").append("\n\n");
      }
      pages.add(text.toString());
    }
    return pages;
  }
}
