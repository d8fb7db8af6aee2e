package io.pincite.ocr.internal.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.internal.grounding.Alignment.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random words print their seed; rerun with `-Dtests.seed=…`.
class AlignmentTest {

  private static final String[] PARTS = {
    "a", "l", "1", "rn", "m", "O", "0", "the", "rent", "agree-", "ment", "ab", "ba", "第", "条", ",",
    "x."
  };

  @Test
  void noOtherAlignmentIsCheaper() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    for (int i = 0; i < 2_000; i++) {
      var random = new Random(seed + i);
      List<Form> model = forms(words(random, random.nextInt(9)));
      List<Form> known =
          random.nextBoolean()
              ? forms(words(random, random.nextInt(9)))
              : forms(worn(random, model.stream().map(Form::toString).toList()));

      List<Step> steps = Alignment.of(model, known);

      assertThat(Alignment.cost(steps))
          .as("-Dtests.seed=%d: %s and %s by %s", seed + i, model, known, steps)
          .isEqualTo(cheapest(model, known));
      assertWhole(steps, model.size(), known.size());
    }
  }

  @Test
  void aBandIsWidenedUntilNothingOutsideItCanBeCheaper() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    for (int i = 0; i < 40; i++) {
      var random = new Random(seed + i);
      List<String> words = words(random, 60 + random.nextInt(60));
      List<Form> model = forms(words);
      // A block moved far off the diagonal, which only a wide band sees.
      List<String> moved = new ArrayList<>(words.subList(25, words.size()));
      moved.addAll(words.subList(0, 25));
      List<Form> known = forms(random.nextBoolean() ? moved : worn(random, words));

      assertThat(Alignment.cost(exact(model, known)))
          .as("-Dtests.seed=%d", seed + i)
          .isEqualTo(cheapest(model, known));
    }
  }

  @Test
  void longTextsAreCutWhereWordsAreUniqueAndHardlyLoseByIt() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    List<String> words = prose(random, 1_200);
    List<Form> model = forms(words);
    List<Form> known = forms(worn(random, words));

    List<Step> cut = Alignment.of(model, known, 2_000, 2_000);

    assertWhole(cut, model.size(), known.size());
    assertThat((double) Alignment.cost(cut))
        .as("-Dtests.seed=%d", seed)
        .isLessThanOrEqualTo(1.05 * Alignment.cost(exact(model, known)));
  }

  @Test
  void textsWithoutAWordInCommonAreAlignedInBoundedTime() {
    List<Form> model = forms(words(new Random(1), 6_000));
    List<Form> known = forms(words(new Random(2), 6_000));

    assertWhole(Alignment.of(model, known), 6_000, 6_000);
  }

  @Test
  void aWordDividedAtTheEndOfALineIsOneWord() {
    assertThat(steps("the agreement ends", "the agree- ment ends"))
        .containsExactly("the=the", "agreement=agree-+ment", "ends=ends");
  }

  @Test
  void wordsRunTogetherAreFoundInOne() {
    assertThat(steps("not able to pay", "notable to pay"))
        .containsExactly("not+able=notable", "to=to", "pay=pay");
  }

  @Test
  void whatReadersConfuseIsTheSameWord() {
    assertThat(steps("l1O modern “Rent” ﬁrst ，", "I10 modem \"Rent\" first ,"))
        .containsExactly("l1O=I10", "modern=modem", "\"Rent\"=\"Rent\"", "first=first", ",=,");
  }

  @Test
  void aLineLeftOutIsAGap() {
    assertThat(steps("one two five six", "one two three four five six"))
        .containsExactly("one=one", "two=two", "=three", "=four", "five=five", "six=six");
  }

  @Test
  void aPassageIsFoundAmongstOthersNearestToWhereItIsExpected() {
    List<Form> known = forms(List.of("The Rent is due", "and the Rent is late", "the Rent is due"));

    assertThat(Alignment.somewhere(forms(List.of("Rent is due")), known, 0).getFirst().known())
        .isEqualTo(1);
    assertThat(Alignment.somewhere(forms(List.of("Rent is due")), known, 12).getFirst().known())
        .isEqualTo(10);
  }

  private static List<Step> exact(List<Form> model, List<Form> known) {
    return Alignment.of(model, known, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static List<String> steps(String model, String known) {
    List<Form> ours = forms(List.of(model));
    List<Form> theirs = forms(List.of(known));
    return Alignment.of(ours, theirs).stream()
        .map(
            step ->
                joined(ours.subList(step.model(), step.model() + step.models()))
                    + "="
                    + joined(theirs.subList(step.known(), step.known() + step.knowns())))
        .toList();
  }

  private static String joined(List<Form> forms) {
    return String.join("+", forms.stream().map(Form::toString).toList());
  }

  private static void assertWhole(List<Step> steps, int models, int knowns) {
    int model = 0;
    int known = 0;
    for (Step step : steps) {
      assertThat(step.model()).isEqualTo(model);
      assertThat(step.known()).isEqualTo(known);
      model += step.models();
      known += step.knowns();
    }
    assertThat(model).isEqualTo(models);
    assertThat(known).isEqualTo(knowns);
  }

  private static List<Form> forms(List<String> texts) {
    return texts.stream().flatMap(text -> Arrays.stream(text.split(" "))).map(Form::of).toList();
  }

  private static List<String> words(Random random, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var word = new StringBuilder();
      for (int n = random.nextInt(3); n >= 0; n--) {
        word.append(PARTS[random.nextInt(PARTS.length)]);
      }
      words.add(word.toString());
    }
    return words;
  }

  private static List<String> prose(Random random, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(
          random.nextInt(3) == 0
              ? "word" + random.nextInt(100_000)
              : PARTS[random.nextInt(PARTS.length)]);
    }
    return words;
  }

  private static List<String> worn(Random random, List<String> words) {
    List<String> worn = new ArrayList<>();
    for (String word : words) {
      switch (random.nextInt(12)) {
        case 0 -> {}
        case 1 -> worn.add(word + "l");
        case 2 -> {
          worn.add(word);
          worn.add("I");
        }
        case 3 -> {
          worn.add(word.substring(0, word.length() / 2) + "-");
          worn.add(word.substring(word.length() / 2) + ".");
        }
        default -> worn.add(word);
      }
    }
    return worn;
  }

  /// By looking at every way, from the end, with the moves and costs as decision 036 states them.
  private static int cheapest(List<Form> model, List<Form> known) {
    int[][] costs = new int[model.size() + 1][known.size() + 1];
    for (int i = model.size(); i >= 0; i--) {
      for (int j = known.size(); j >= 0; j--) {
        if (i == model.size() && j == known.size()) {
          continue;
        }
        int least = Integer.MAX_VALUE;
        for (int models = 0; models <= Math.min(3, model.size() - i); models++) {
          for (int knowns = 0; knowns <= Math.min(3, known.size() - j); knowns++) {
            int cost = cost(model.subList(i, i + models), known.subList(j, j + knowns));
            if (cost >= 0) {
              least = Math.min(least, cost + costs[i + models][j + knowns]);
            }
          }
        }
        costs[i][j] = least;
      }
    }
    return costs[0][0];
  }

  /// -1 where words cannot be each other.
  private static int cost(List<Form> ours, List<Form> theirs) {
    if (ours.size() + theirs.size() == 1) {
      Form alone = ours.isEmpty() ? theirs.getFirst() : ours.getFirst();
      return Math.max(30, alone.weight() / 2);
    }
    if (ours.size() == 1 && theirs.size() == 1) {
      return ours.getFirst().distanceTo(theirs.getFirst());
    }
    if (ours.isEmpty() || theirs.isEmpty() || ours.size() > 1 && theirs.size() > 1) {
      return -1;
    }
    Form whole = ours.size() == 1 ? ours.getFirst() : theirs.getFirst();
    List<Form> parts = ours.size() == 1 ? theirs : ours;
    int weight = parts.stream().mapToInt(Form::weight).sum();
    if (whole.standsAlone()
        || parts.getFirst().standsAlone()
        || parts.getLast().standsAlone()
        || !whole.sharesAnEdgeWith(parts.getFirst(), parts.getLast())
        || 2 * Math.abs(weight - whole.weight()) > Math.max(weight, whole.weight())) {
      return -1;
    }
    String plain = String.join("", parts.stream().map(Form::toString).toList());
    var unbroken = new StringBuilder();
    for (Form part : parts) {
      boolean hyphen = unbroken.length() > 1 && unbroken.charAt(unbroken.length() - 1) == '-';
      unbroken.setLength(unbroken.length() - (hyphen ? 1 : 0));
      unbroken.append(part);
    }
    return 30 * (parts.size() - 1)
        + Math.min(
            whole.distanceTo(Form.of(plain)), whole.distanceTo(Form.of(unbroken.toString())));
  }
}
