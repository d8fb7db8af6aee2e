package io.pincite.ocr.internal.reading;

import io.pincite.ocr.Word;
import io.pincite.ocr.internal.reading.WordPlaces.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which words of a page are set in bold: those whose strokes are thicker, measured by the size of
/// their font, than those of most words. A page of nothing but bold words has none.
final class Boldness {

  /// How much thicker. On the samples at 200 dpi regular words of Times have 0.085 to 0.115 of the
  /// size, bold ones 0.13 to 0.18; single ideographs 0.06 to 0.1 and 0.1 to 0.14.
  private static final double THICKER = 1.28;

  /// More is no stroke: 一 is one run of ink.
  private static final double THICKEST = 0.3;

  private final double latin;
  private final double cjk;

  private Boldness(double latin, double cjk) {
    this.latin = latin;
    this.cjk = cjk;
  }

  static Boldness amongst(List<List<Place>> lines) {
    List<Double> latin = new ArrayList<>();
    List<Double> cjk = new ArrayList<>();
    for (List<Place> line : lines) {
      for (Place place : line) {
        if (says(place)) {
          (standsAlone(place) ? cjk : latin).add(place.stroke());
        }
      }
    }
    return new Boldness(median(latin), median(cjk));
  }

  /// For each word of a line.
  boolean[] of(List<Place> line) {
    boolean[] bold = new boolean[line.size()];
    for (int i = 0; i < bold.length; i++) {
      Place place = line.get(i);
      if (says(place)) {
        bold[i] =
            standsAlone(place) ? around(line, i) > THICKER * cjk : place.stroke() > THICKER * latin;
      } else {
        // A mark is set like the word before it.
        bold[i] = i > 0 && bold[i - 1];
      }
    }
    return bold;
  }

  /// The strokes of one ideograph differ too much from another's: with its neighbours they tell.
  private static double around(List<Place> line, int i) {
    double sum = 0;
    int count = 0;
    for (int k = Math.max(0, i - 1); k <= Math.min(line.size() - 1, i + 1); k++) {
      if (says(line.get(k)) && standsAlone(line.get(k))) {
        sum += line.get(k).stroke();
        count++;
      }
    }
    return sum / count;
  }

  private static boolean says(Place place) {
    return place.stroke() > 0
        && place.stroke() < THICKEST
        && place.word().text().codePoints().anyMatch(Character::isLetterOrDigit);
  }

  private static boolean standsAlone(Place place) {
    return Word.standsAlone(place.word().text().codePointAt(0));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.MAX_VALUE : sorted[sorted.length / 2];
  }
}
