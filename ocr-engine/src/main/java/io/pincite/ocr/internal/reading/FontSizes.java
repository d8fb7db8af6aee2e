package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.reading.WordPlaces.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The sizes of type on a page. Ink is measured in whole pixels, so the same type comes out a
/// little different on each line: what differs by no more than that is one size, the one most of
/// its characters have. What could only be guessed takes the size of its like.
final class FontSizes {

  /// The height of capitals is off by one pixel; they are 0.68 of the size.
  private static final double WITHIN = 1.1 / 0.68;

  /// How far a guess may be off, as a share of the size.
  private static final double GUESSED_WITHIN = 0.25;

  /// Of ideographs, as a share of the size, the one above which a quarter of their lines lie: a
  /// line with few high ones looks smaller than it is.
  private static final double CJK_WITHIN = 0.08;

  private static final double CJK_SHARE = 0.75;

  private record Size(double pixels, int characters) {}

  private final List<Size> latin;
  private final List<Size> cjk;

  private FontSizes(List<Size> latin, List<Size> cjk) {
    this.latin = latin;
    this.cjk = cjk;
  }

  static FontSizes amongst(List<List<Place>> lines) {
    List<Size> latin = new ArrayList<>();
    List<Size> cjk = new ArrayList<>();
    for (List<Place> line : lines) {
      for (Place place : line) {
        if (place.isSizeSure()) {
          (place.alone() ? cjk : latin).add(new Size(place.size(), place.word().text().length()));
        }
      }
    }
    latin.sort(Comparator.comparingDouble(Size::pixels));
    cjk.sort(Comparator.comparingDouble(Size::pixels));
    return new FontSizes(latin, cjk);
  }

  List<Place> settled(List<Place> line) {
    return line.stream()
        .map(
            place ->
                place.alone()
                    ? place.sized(
                        nearby(cjk, place, CJK_WITHIN * place.size(), CJK_SHARE),
                        (place.top() + place.bottom()) / 2)
                    : place.sized(nearby(latin, place, WITHIN, 0.5), place.baseline()))
        .toList();
  }

  /// The size that this share of the characters has or exceeds not, of what differs by no more than
  /// measuring does.
  private static double nearby(List<Size> sizes, Place place, double sureWithin, double share) {
    double size = place.size();
    double within = place.isSizeSure() ? sureWithin : GUESSED_WITHIN * size;
    int from = first(sizes, size - within);
    int all = 0;
    int to = from;
    while (to < sizes.size() && sizes.get(to).pixels() <= size + within) {
      all += sizes.get(to).characters();
      to++;
    }
    int seen = 0;
    for (int i = from; i < to; i++) {
      seen += sizes.get(i).characters();
      if (seen >= share * all) {
        return sizes.get(i).pixels();
      }
    }
    return size;
  }

  private static int first(List<Size> sizes, double least) {
    int low = 0;
    int high = sizes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sizes.get(middle).pixels() < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
