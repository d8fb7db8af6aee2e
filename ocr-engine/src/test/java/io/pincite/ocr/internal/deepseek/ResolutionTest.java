package io.pincite.ocr.internal.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ocr.internal.deepseek.Preprocessing.Views;
import io.pincite.ocr.internal.deepseek.Resolution.Gundam;
import io.pincite.ocr.internal.deepseek.Resolution.OneView;
import io.pincite.ocr.internal.lines.PagePixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionTest {

  @ParameterizedTest
  @CsvSource({
    "TINY, tiny, 512, false, 64, 73",
    "SMALL, small, 640, false, 100, 111",
    "BASE_640, base-640, 1024, true, 256, 273",
    "BASE, base, 1024, true, 256, 273",
    "LARGE, large, 1280, true, 400, 421"
  })
  void aModeOfOneViewHasItsSizeAndTokens(
      OneView mode, String label, int side, boolean padded, int viewTokens, int imageTokens) {
    assertThat(mode.label()).isEqualTo(label);
    assertThat(mode.side()).isEqualTo(side);
    assertThat(mode.isPadded()).isEqualTo(padded);
    for (int width : new int[] {1, 300, 1191, 5000}) {
      assertThat(mode.viewTokens(width, 1684)).isEqualTo(viewTokens);
      assertThat(mode.imageTokens(width, 1684)).isEqualTo(imageTokens);
    }
  }

  /// A page of exactly the tiling's size has that tiling.
  @ParameterizedTest
  @CsvSource({
    "1, 2, 493",
    "2, 1, 483",
    "1, 3, 603",
    "3, 1, 583",
    "1, 4, 713",
    "2, 2, 693",
    "4, 1, 683",
    "1, 5, 823",
    "5, 1, 783",
    "1, 6, 933",
    "2, 3, 903",
    "3, 2, 893",
    "6, 1, 883",
    "1, 7, 1043",
    "7, 1, 983",
    "1, 8, 1153",
    "2, 4, 1113",
    "4, 2, 1093",
    "8, 1, 1083",
    "1, 9, 1263",
    "3, 3, 1203",
    "9, 1, 1183"
  })
  void everyTilingHasItsTokens(int columns, int rows, int imageTokens) {
    int width = 640 * columns;
    int height = 640 * rows;
    Gundam gundam = Resolution.GUNDAM_9;
    assertThat(gundam.tiling(width, height)).isEqualTo(new Tiling(columns, rows));
    assertThat(gundam.imageTokens(width, height)).isEqualTo(imageTokens);
    assertThat(gundam.viewTokens(width, height)).isEqualTo(columns * rows * 100 + 256);
  }

  @ParameterizedTest
  @CsvSource({
    // A4 and Letter at 144, 150, 200 and 300 dpi
    "1191, 1684, 2, 3, 903, 2, 3, 903",
    "1224, 1584, 2, 3, 903, 2, 3, 903",
    "1240, 1754, 2, 3, 903, 2, 3, 903",
    "1275, 1650, 2, 3, 903, 2, 3, 903",
    "1654, 2339, 2, 3, 903, 2, 3, 903",
    "1700, 2200, 2, 3, 903, 2, 3, 903",
    "2480, 3508, 2, 3, 903, 2, 3, 903",
    "2550, 3300, 2, 3, 903, 2, 3, 903",
    "800, 600, 3, 2, 893, 3, 2, 893",
    "1920, 1080, 2, 1, 483, 4, 2, 1093",
    "640, 640, 1, 1, 273, 1, 1, 273",
    "641, 641, 2, 2, 693, 2, 2, 693",
    "1000, 1000, 2, 2, 693, 2, 2, 693",
    "2000, 2000, 2, 2, 693, 3, 3, 1203",
    "3000, 500, 6, 1, 883, 6, 1, 883",
    "500, 5000, 1, 6, 933, 1, 9, 1263"
  })
  void imagesAreCutAsUpstreamCutsThem(
      int width,
      int height,
      int columns6,
      int rows6,
      int tokens6,
      int columns9,
      int rows9,
      int tokens9) {
    assertThat(Resolution.GUNDAM.tiling(width, height)).isEqualTo(new Tiling(columns6, rows6));
    assertThat(Resolution.GUNDAM.imageTokens(width, height)).isEqualTo(tokens6);
    assertThat(Resolution.GUNDAM_9.tiling(width, height)).isEqualTo(new Tiling(columns9, rows9));
    assertThat(Resolution.GUNDAM_9.imageTokens(width, height)).isEqualTo(tokens9);
  }

  @Test
  void tokensAreThoseOfTheViewsThatAreMade() {
    var page = new PagePixels(900, 700, new byte[3 * 900 * 700]);
    for (Resolution mode :
        new Resolution[] {
          OneView.TINY, OneView.SMALL, OneView.BASE_640, OneView.LARGE, Resolution.GUNDAM
        }) {
      Views views = Preprocessing.views(page, mode);
      int pixels = views.whole().rgb().length / 3;
      for (PagePixels tile : views.tiles()) {
        pixels += tile.rgb().length / 3;
      }
      assertThat(mode.viewTokens(900, 700)).isEqualTo(pixels / (64 * 64));
    }
  }

  /// By the paper's formula; 182 and 285 are its means for Base and Large (Table 3), which lie
  /// where A4's do.
  @ParameterizedTest
  @CsvSource({
    "TINY, 1191, 1684, 64",
    "SMALL, 1191, 1684, 100",
    "BASE, 1191, 1684, 182",
    "LARGE, 1191, 1684, 283",
    "BASE, 1000, 1000, 256",
    "BASE, 3000, 500, 43",
    "LARGE, 500, 1000, 200"
  })
  void tokensThatSeePaddingOnlyAreNotValid(OneView mode, int width, int height, int valid) {
    assertThat(mode.validTokens(width, height)).isEqualTo(valid);
  }

  @Test
  void allTokensOfTilesAreValid() {
    assertThat(Resolution.GUNDAM.validTokens(1191, 1684)).isEqualTo(600 + 182);
    assertThat(Resolution.GUNDAM.validTokens(600, 300)).isEqualTo(128);
  }

  @Test
  void aModeSaysHowSmallItMakesThePage() {
    assertThat(OneView.BASE.scale(1024, 2048)).isEqualTo(0.5);
    assertThat(OneView.SMALL.scale(1280, 320)).isEqualTo(0.5);
    assertThat(OneView.BASE_640.scale(1280, 320)).isEqualTo(0.5);
    assertThat(Resolution.GUNDAM.scale(2560, 3840)).isEqualTo(0.5);
    assertThat(Resolution.GUNDAM.scale(512, 512)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 10})
  void gundamHasAsManyTilesAsTheModelKnows(int tiles) {
    assertThatThrownBy(() -> new Gundam(tiles))
        .hasMessage("Gundam has 2 to 9 tiles at most, not %d: the model knows no more", tiles);
  }
}
