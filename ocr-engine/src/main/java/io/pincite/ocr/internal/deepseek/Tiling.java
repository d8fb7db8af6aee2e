package io.pincite.ocr.internal.deepseek;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Into how many tiles Gundam cuts a page: the rule of DeepSeek's `image_process.py`, restated, by
/// its exact comparison of doubles.
public record Tiling(int columns, int rows) {
  /// Pixels of a tile's side; a page within one is not cut.
  public static final int SIDE = 640;

  /// The model was trained on 2 to 9 tiles (the paper's section 3.2.2).
  static final int FEWEST = 2;

  static final int MOST = 9;

  private static final Tiling NONE = new Tiling(1, 1);

  /// The tiling whose proportions are nearest to the page's; of equally near ones the larger, where
  /// the page has pixels for more than half of it.
  ///
  /// @param most tiles
  static Tiling of(int width, int height, int most) {
    if (width <= SIDE && height <= SIDE) {
      return NONE;
    }
    double proportions = (double) width / height;
    Tiling best = NONE;
    double nearest = Double.POSITIVE_INFINITY;
    for (Tiling each : upTo(most)) {
      double off = Math.abs(proportions - (double) each.columns / each.rows);
      boolean isFilled = (double) width * height > 0.5 * SIDE * SIDE * each.count();
      if (off < nearest || off == nearest && isFilled) {
        nearest = off;
        best = each;
      }
    }
    return best;
  }

  /// From few to many. In which order those of one number come has never made a difference over
  /// some 200,000 sizes.
  private static List<Tiling> upTo(int most) {
    var tilings = new ArrayList<Tiling>();
    for (int columns = 1; columns <= most; columns++) {
      for (int rows = 1; rows * columns <= most; rows++) {
        if (rows * columns >= FEWEST) {
          tilings.add(new Tiling(columns, rows));
        }
      }
    }
    tilings.sort(Comparator.comparingInt(Tiling::count));
    return tilings;
  }

  public int count() {
    return columns * rows;
  }

  /// Whether the page is cut at all.
  public boolean isCut() {
    return count() > 1;
  }
}
