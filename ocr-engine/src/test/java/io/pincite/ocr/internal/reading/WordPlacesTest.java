package io.pincite.ocr.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ocr.internal.lines.DrawnLine;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import io.pincite.ocr.internal.reading.WordPlaces.Place;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordPlacesTest {

  /// The last line of a paragraph is often one word, and it may have none of the letters by which a
  /// font is measured best. The platform's serif font may be larger on its body than Times.
  @ParameterizedTest
  @ValueSource(strings = {"agreement", "customers.", "YourNetPlus.com,", "it;", "(the", "\"us\""})
  void aLineOfOneWordTellsItsSizeAndItsBaseline(String word) {
    DrawnLine line = DrawnLine.of(word);
    DrawnLine.Place drawn = line.places().getFirst();

    Place place =
        WordPlaces.of(
                LineInk.of(line.image()),
                LineInk.of(line.image()),
                List.of(new ReadWord(word, drawn.left(), drawn.right(), 0.9, true)))
            .getFirst();

    double baseline = baseline("Hamburg");
    assertThat(place.size()).isCloseTo(DrawnLine.FONT_SIZE, within(0.2 * DrawnLine.FONT_SIZE));
    assertThat(place.baseline()).isCloseTo(baseline, within(0.06 * DrawnLine.FONT_SIZE));
  }

  private static double baseline(String sure) {
    DrawnLine line = DrawnLine.of(sure);
    return WordPlaces.of(
            LineInk.of(line.image()),
            LineInk.of(line.image()),
            List.of(new ReadWord(sure, 10, line.image().width() - 10, 0.9, true)))
        .getFirst()
        .baseline();
  }
}
