package io.pincite.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ocr.BoundingBox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TableMeasuresTest {
  private static final String TABLE =
      "<table><tr><td>Year</td><td>Rent</td></tr><tr><td>1</td><td>$100</td></tr></table>";

  @Test
  void aTableIsLikeItself() {
    assertThat(TableTree.of(TABLE).likeness(TableTree.of(TABLE))).isEqualTo(1);
  }

  @Test
  void headsAndMarkupAndSpacesDoNotCount() {
    String other =
        "<table><thead><tr><th><b>Year</b></th><th>Rent</th></tr></thead><tbody><tr><td>1</td><td> $100\n</td></tr></tbody></table>";

    assertThat(TableTree.of(TABLE).likeness(TableTree.of(other))).isEqualTo(1);
  }

  /// Seven nodes. One letter of four is wrong; a cell is missing; a cell spans.
  @Test
  void everyFaultCostsItsShare() {
    TableTree truth = TableTree.of(TABLE);

    assertThat(truth.likeness(TableTree.of(TABLE.replace("$100", "$1O0"))))
        .isCloseTo(1 - 0.25 / 7, within(1e-9));
    assertThat(truth.likeness(TableTree.of(TABLE.replace("<td>Rent</td>", ""))))
        .isCloseTo(1 - 1.0 / 7, within(1e-9));
    assertThat(truth.likeness(TableTree.of(TABLE.replace("<td>1<", "<td colspan=\"2\">1<"))))
        .isCloseTo(1 - 1.0 / 7, within(1e-9));
    assertThat(truth.likenessOfStructure(TableTree.of(TABLE.replace("$100", "?")))).isEqualTo(1);
  }

  /// By the definition on forests: leave out a root, or match two roots.
  private static double byTrying(
      List<TableTree> a, List<TableTree> b, Map<List<Object>, Double> known) {
    if (a.isEmpty() && b.isEmpty()) {
      return 0;
    }
    List<Object> key = List.of(a, b);
    if (known.containsKey(key)) {
      return known.get(key);
    }
    double best = Double.MAX_VALUE;
    if (!a.isEmpty()) {
      best = 1 + byTrying(without(a), b, known);
    }
    if (!b.isEmpty()) {
      best = Math.min(best, 1 + byTrying(a, without(b), known));
    }
    if (!a.isEmpty() && !b.isEmpty()) {
      double matched =
          a.getLast().costOfChanging(b.getLast())
              + byTrying(a.getLast().children(), b.getLast().children(), known)
              + byTrying(a.subList(0, a.size() - 1), b.subList(0, b.size() - 1), known);
      best = Math.min(best, matched);
    }
    known.put(key, best);
    return best;
  }

  private static List<TableTree> without(List<TableTree> forest) {
    var rest = new ArrayList<>(forest.subList(0, forest.size() - 1));
    rest.addAll(forest.getLast().children());
    return rest;
  }

  private static TableTree some(SplittableRandom random, int depth) {
    var children = new ArrayList<TableTree>();
    if (depth > 0) {
      for (int i = random.nextInt(4); i > 0; i--) {
        children.add(some(random, depth - 1));
      }
    }
    return new TableTree(
        random.nextBoolean() ? "td" : "tr", random.nextBoolean() ? "ab" : "abc", children);
  }

  @Test
  void theDistanceIsWhatTryingEveryMatchGives() {
    var random = new SplittableRandom(4);
    for (int i = 0; i < 200; i++) {
      TableTree a = some(random, 2);
      TableTree b = some(random, 2);
      assertThat(a.distance(b))
          .as("%s %s", a, b)
          .isCloseTo(byTrying(List.of(a), List.of(b), new HashMap<>()), within(1e-9));
    }
  }

  private static ReadPage.ReadTable table(ReadPage.ReadCell... cells) {
    return new ReadPage.ReadTable(BoundingBox.WHOLE_PAGE, List.of(cells));
  }

  private static ReadPage.ReadCell cell(int row, int column, String text) {
    return new ReadPage.ReadCell(row, column, 1, 1, false, text);
  }

  @Test
  void relationsStepOverEmptyCells() {
    assertThat(
            CellRelations.all(
                table(cell(0, 0, "a"), cell(0, 1, ""), cell(0, 2, "b"), cell(1, 0, "c"))))
        .containsExactlyInAnyOrder(
            new CellRelations.Relation("a", "b", false),
            new CellRelations.Relation("a", "c", true));
  }

  @Test
  void aMissingRowCostsRecallAndNotPrecision() {
    var truth = table(cell(0, 0, "a"), cell(0, 1, "b"), cell(1, 0, "c"), cell(1, 1, "d"));
    var read = table(cell(0, 0, "A"), cell(0, 1, "b."));

    CellRelations relations = CellRelations.of(List.of(truth), List.of(read));

    assertThat(relations).isEqualTo(new CellRelations(4, 1, 1));
  }

  @Test
  void factsAreCheckedOnTextWithoutMarkup() throws Exception {
    var page =
        new ReadPage(
            "",
            "# Terms\n\nThe “rent” is 100\\_000 — **due** monthly.\n\nNotices come later.\n",
            List.of(),
            List.of(),
            List.of(table(cell(0, 0, "Year"), cell(0, 1, "Rent"), cell(1, 1, "$100"))),
            0);

    assertThat(passes("{'type':'present','text':'\\\"rent\\\" is 100_000 - due'}", page)).isTrue();
    assertThat(passes("{'type':'present','text':'rent is 200','max_diffs':1}", page)).isFalse();
    assertThat(passes("{'type':'absent','text':'deposit'}", page)).isTrue();
    assertThat(passes("{'type':'order','before':'Terms','after':'Notices'}", page)).isTrue();
    assertThat(passes("{'type':'order','before':'Notices','after':'Terms'}", page)).isFalse();
    assertThat(passes("{'type':'table','cell':'$100','up':'Rent'}", page)).isTrue();
    assertThat(passes("{'type':'table','cell':'$100','left':'Rent'}", page)).isFalse();
    assertThat(passes("{'type':'table','cell':'$100','top_heading':'Rent'}", page)).isTrue();
  }

  private static boolean passes(String fact, ReadPage page) throws Exception {
    return OlmOcrCheck.passes(new ObjectMapper().readTree(fact.replace('\'', '"')), page);
  }
}
