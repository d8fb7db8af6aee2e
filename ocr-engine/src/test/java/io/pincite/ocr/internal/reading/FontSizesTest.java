package io.pincite.ocr.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pincite.ocr.Word;
import io.pincite.ocr.internal.lines.LineReader.ReadWord;
import io.pincite.ocr.internal.reading.WordPlaces.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class FontSizesTest {
  private static Place place(String text, double size) {
    return place(text, size, true);
  }

  private static Place place(String text, double size, boolean isSizeSure) {
    return new Place(
        new ReadWord(text, 0, 50, 0.9, true),
        Word.standsAlone(text.codePointAt(0)),
        0,
        50,
        100 - 0.89 * size,
        100 + 0.216 * size,
        100,
        size,
        isSizeSure,
        0.1);
  }

  @Test
  void typeThatWasMeasuredAPixelApartIsOfOneSize() {
    List<List<Place>> lines =
        List.of(
            List.of(place("agreement", 19.1), place("between", 19.1)),
            List.of(place("customers", 17.7)),
            List.of(place("years", 20.5)));

    FontSizes sizes = FontSizes.amongst(lines);

    assertThat(lines)
        .allSatisfy(
            line -> assertThat(sizes.settled(line)).extracting(Place::size).containsOnly(19.1));
  }

  @Test
  void typeOfAnotherSizeStaysAsItIs() {
    List<List<Place>> lines =
        List.of(List.of(place("agreement", 19.1)), List.of(place("Heading", 23)));

    FontSizes sizes = FontSizes.amongst(lines);

    assertThat(sizes.settled(lines.get(1))).isEqualTo(lines.get(1));
  }

  /// A line that the detector cut too low, or of marks alone.
  @Test
  void aGuessedSizeIsThatOfTheTypeAround() {
    List<List<Place>> lines =
        List.of(
            List.of(place("agreement", 23)),
            List.of(place("laws", 20, false)),
            List.of(place("HEADING", 36)),
            List.of(place("…", 10, false)));

    FontSizes sizes = FontSizes.amongst(lines);

    assertThat(sizes.settled(lines.get(1)).getFirst().size()).isEqualTo(23);
    assertThat(sizes.settled(lines.get(3))).isEqualTo(lines.get(3));
  }

  /// The baseline was seen; the edges of the box, and how thick strokes are, follow from the size.
  @Test
  void aWordKeepsItsBaselineAndItsBoxGrowsWithItsSize() {
    List<List<Place>> lines = List.of(List.of(place("agreement", 20)), List.of(place("of", 19)));

    Place settled = FontSizes.amongst(lines).settled(lines.get(1)).getFirst();

    assertThat(settled.baseline()).isEqualTo(100);
    assertThat(settled.top()).isCloseTo(100 - 0.89 * 20, within(1e-9));
    assertThat(settled.bottom()).isCloseTo(100 + 0.216 * 20, within(1e-9));
    assertThat(settled.stroke() * settled.size()).isCloseTo(0.1 * 19, within(1e-9));
  }
}
