package io.pincite.ocr.internal.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ocr.internal.deepseek.Resolution.OneView;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServedModesTest {

  @Test
  void vllmAsItComesHasGundamAndOneViewOfSmallPages() {
    ServedModes stock = ServedModes.stockVllm();
    assertThat(stock.labels()).containsExactly("base-640", "gundam");
    assertThat(stock.named("gundam")).contains(Resolution.GUNDAM);
    assertThat(stock.named("base-640")).contains(OneView.BASE_640);
    assertThat(stock.named("large")).isEmpty();
  }

  @Test
  void aChangedServerHasAllModesOfTheReleasedWeights() {
    ServedModes all = ServedModes.all();
    assertThat(all.labels()).containsExactly("tiny", "small", "base", "large", "gundam");
    assertThat(all.named("gundam")).contains(Resolution.GUNDAM);
  }

  @Test
  void aChangedServerMayCutIntoMoreTiles() {
    ServedModes nine = ServedModes.stockVllm().withTiles(9);
    assertThat(nine.labels()).containsExactly("base-640", "gundam");
    assertThat(nine.named("gundam")).contains(Resolution.GUNDAM_9);
    assertThat(nine.effective(1263 + 12, 500, 5000)).contains(Resolution.GUNDAM_9);
    assertThat(nine.effective(933 + 12, 500, 5000)).isEmpty();
  }

  @Test
  void whatTheOtherLimitWouldCountIsKnownAsThat() {
    ServedModes six = ServedModes.stockVllm();
    assertThat(six.otherTiles(1263 + 12, 40, 500, 5000)).contains(Resolution.GUNDAM_9);
    assertThat(six.withTiles(9).otherTiles(933 + 12, 40, 500, 5000)).contains(Resolution.GUNDAM);
    // What both count alike, and what neither does.
    assertThat(six.otherTiles(903 + 12, 40, 1654, 2339)).isEmpty();
    assertThat(six.withTiles(9).otherTiles(903 + 12, 40, 1654, 2339)).isEmpty();
    assertThat(six.otherTiles(1100, 40, 500, 5000)).isEmpty();
  }

  /// A4 is 903 tokens under both limits; with so long a prompt it may be large, too.
  @Test
  void aLongPromptThatLeavesTwoModesOpenProvesNoOtherLimit() {
    ServedModes all = ServedModes.all();
    assertThat(all.effective(903 + 175, 703, 1654, 2339)).isEmpty();
    assertThat(all.otherTiles(903 + 175, 703, 1654, 2339)).isEmpty();
    assertThat(all.withTiles(9).otherTiles(903 + 175, 703, 1654, 2339)).isEmpty();
    // What differs, and may be one's own as well.
    assertThat(all.otherTiles(1263 + 175, 703, 500, 5000)).isEmpty();
  }

  @Test
  void namesAreNotGivenTwice() {
    assertThatThrownBy(() -> new ServedModes(List.of(Resolution.GUNDAM, Resolution.GUNDAM_9)))
        .hasMessageStartingWith("one resolution at least for each name: ");
    assertThatThrownBy(() -> new ServedModes(List.of()))
        .hasMessage("one resolution at least for each name: []");
  }

  @Test
  void promptTokensTellTheModeOfAnyImage() {
    long seed = Long.getLong("tests.seed", 7);
    var random = new Random(seed);
    for (int i = 0; i < 4000; i++) {
      int width = 1 + random.nextInt(i % 2 == 0 ? 900 : 6000);
      int height = 1 + random.nextInt(i % 2 == 0 ? 900 : 6000);
      for (ServedModes served :
          List.of(ServedModes.all(), ServedModes.all().withTiles(9), ServedModes.stockVllm())) {
        for (Resolution mode : served.resolutions()) {
          for (int text : new int[] {3, 12, 40}) {
            assertThat(served.effective(mode.imageTokens(width, height) + text, width, height))
                .as("-Dtests.seed=%d, %d x %d, %s", seed, width, height, mode)
                .isEqualTo(expected(served, mode, width, height));
          }
        }
      }
    }
  }

  /// Gundam of a page that is not cut is the same as one view of it.
  private static java.util.Optional<Resolution> expected(
      ServedModes served, Resolution mode, int width, int height) {
    boolean isSmall = width <= 640 && height <= 640;
    if (mode instanceof Resolution.Gundam && isSmall) {
      return served.named(served.named("base").isPresent() ? "base" : "base-640");
    }
    return mode == OneView.BASE_640 && !isSmall
        ? java.util.Optional.empty()
        : java.util.Optional.of(mode);
  }

  @Test
  void aCountThatFitsNoModeProvesNone() {
    ServedModes stock = ServedModes.stockVllm();
    assertThat(stock.effective(903 + 2, 1654, 2339)).isEmpty();
    assertThat(stock.effective(903 + 41, 1654, 2339)).isEmpty();
    // What another server's nine tiles would count.
    assertThat(stock.effective(1263 + 12, 500, 5000)).isEmpty();
    assertThat(stock.effective(12, 1654, 2339)).isEmpty();
  }

  @Test
  void aLongPromptThatLeavesTwoModesOpenProvesNone() {
    ServedModes all = ServedModes.all();
    assertThat(all.effective(73 + 60, 90, 1654, 2339)).isEmpty();
    assertThat(all.effective(903 + 200, 300, 1654, 2339)).contains(Resolution.GUNDAM);
  }
}
