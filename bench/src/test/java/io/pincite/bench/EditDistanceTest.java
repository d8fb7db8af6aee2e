package io.pincite.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EditDistanceTest {

  /// By the definition: every way of editing, tried.
  private static int byTrying(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    int kept = byTrying(a.substring(1), b.substring(1)) + (a.charAt(0) == b.charAt(0) ? 0 : 1);
    return Math.min(kept, 1 + Math.min(byTrying(a.substring(1), b), byTrying(a, b.substring(1))));
  }

  private static String some(SplittableRandom random, int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append((char) ('a' + random.nextInt(3)));
    }
    return text.toString();
  }

  @Test
  void itIsWhatTryingEveryWayGives() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 400; i++) {
      String a = some(random, 6);
      String b = some(random, 6);
      assertThat(EditDistance.between(a, b)).as("%s %s", a, b).isEqualTo(byTrying(a, b));
    }
  }

  @Test
  void thePartOfATextThatIsNearestIsFound() {
    var random = new SplittableRandom(2);
    for (int i = 0; i < 200; i++) {
      String sought = some(random, 4);
      String text = some(random, 6);
      int best = sought.length();
      for (int from = 0; from <= text.length(); from++) {
        for (int to = from; to <= text.length(); to++) {
          best = Math.min(best, EditDistance.between(sought, text.substring(from, to)));
        }
      }
      assertThat(EditDistance.within(sought, text)).as("%s in %s", sought, text).isEqualTo(best);
    }
  }

  @Test
  void asManyEditsAreCountedAsThereAre() {
    var random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      String a = some(random, 9);
      String b = some(random, 9);
      var edits = new TreeMap<String, Integer>();
      EditDistance.count(a, b, edits);
      assertThat(edits.values().stream().mapToInt(Integer::intValue).sum())
          .isEqualTo(EditDistance.between(a, b));
    }
  }

  @Test
  void whiteSpaceIsFoldedAndFullWidthFormsOnlyWhenNotStrict() {
    assertThat(CharacterErrors.of("Rent  is\ndue", " Rent is due ", "en", true).errors()).isZero();
    assertThat(CharacterErrors.of("第一条　租金", "第一条租金", "zh", true).errors()).isZero();
    assertThat(CharacterErrors.of("(1)", "（1）", "en", false).errors()).isZero();
    assertThat(CharacterErrors.of("(1)", "（1）", "en", true)).isEqualTo(new CharacterErrors(2, 3));
  }

  @Test
  void rowsGoFromTopToBottomAndEachFromLeftToRight() {
    String text =
        VisualRows.text(
            java.util.List.of(
                new VisualRows.Piece("below", 0.1, 0.5, 0.02),
                new VisualRows.Piece("right", 0.6, 0.301, 0.02),
                new VisualRows.Piece("left", 0.1, 0.3, 0.03)));

    assertThat(text).isEqualTo("left right \nbelow \n");
  }

  @Test
  void aFigureThatIsTheSameOfEveryPageHasNoSpread() {
    Bootstrap.Interval interval = Bootstrap.of(6, drawn -> 0.25);

    assertThat(interval).isEqualTo(new Bootstrap.Interval(0.25, 0.25));
  }
}
