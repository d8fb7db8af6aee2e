package io.pincite.ocr.internal.image;

import io.pincite.ocr.internal.lines.PagePixels;
import java.util.Arrays;

/// Dust: dark dots of one or two pixels a side that stand alone. Readers take it for full stops,
/// commas and quote marks.
public final class Specks {
  private Specks() {}

  /// Dots are at most so many pixels wide and high.
  private static final int SIDE = 2;

  /// Under so many dots per inch only single pixels are dots: full stops of 10-point type have two
  /// pixels a side at 150 dpi, three at 200.
  private static final double COARSE = 180;

  /// In steps of 255, how much darker than all around it a dot must be. A stroke, however thin,
  /// goes on in a neighbour.
  private static final int DARKER = 96;

  /// A page with fewer dots, per million pixels, is left as it is: what stands alone on it may mean
  /// something.
  private static final int FEWEST = 200;

  /// Share of pixels that are neither black nor white, under which a page is taken for one of two
  /// colours. There thin strokes are dotted, and every dot counts.
  private static final double SHADES = 0.02;

  /// The page with lone dots as bright as the paper around them; the same page where there are few.
  ///
  /// @param dpi of the page
  public static PagePixels removed(PagePixels page, double dpi) {
    int side = dpi < COARSE ? 1 : SIDE;
    int width = page.width();
    int height = page.height();
    byte[] rgb = page.rgb();
    byte[] gray = new byte[width * height];
    int shades = 0;
    for (int i = 0; i < gray.length; i++) {
      gray[i] = rgb[3 * i + 1];
      int shade = gray[i] & 0xFF;
      shades += shade > 16 && shade < 240 ? 1 : 0;
    }
    if (shades < SHADES * gray.length) {
      return page;
    }
    int[] dots = new int[64];
    int count = 0;
    for (int y = 1; y < height - SIDE; y++) {
      for (int x = 1; x < width - SIDE; x++) {
        int at = y * width + x;
        int size = dot(gray, width, at, side);
        if (size > 0) {
          if (count + 2 > dots.length) {
            dots = Arrays.copyOf(dots, 2 * dots.length);
          }
          dots[count++] = at;
          dots[count++] = size;
          x += size;
        }
      }
    }
    if (count / 2 < (long) FEWEST * gray.length / 1_000_000) {
      return page;
    }
    byte[] clean = rgb.clone();
    for (int i = 0; i < count; i += 2) {
      // The pixel at the upper left of a dot is paper, as all around it.
      int paper = 3 * (dots[i] - width - 1);
      for (int y = 0; y < dots[i + 1]; y++) {
        for (int x = 0; x < dots[i + 1]; x++) {
          System.arraycopy(rgb, paper, clean, 3 * (dots[i] + y * width + x), 3);
        }
      }
    }
    return new PagePixels(width, height, clean);
  }

  /// How many pixels a side the dot has whose upper left pixel this is; 0 for none.
  private static int dot(byte[] gray, int width, int at, int most) {
    int limit = (gray[at] & 0xFF) + DARKER;
    if (limit > 255 || (gray[at - 1] & 0xFF) < limit || (gray[at - width] & 0xFF) < limit) {
      return 0;
    }
    for (int side = 1; side <= most; side++) {
      if (isRinged(gray, width, at, side)) {
        return side;
      }
    }
    return 0;
  }

  private static boolean isRinged(byte[] gray, int width, int at, int side) {
    int darkest = 255;
    for (int y = -1; y <= side; y++) {
      int row = at + y * width;
      if (y == -1 || y == side) {
        for (int x = -1; x <= side; x++) {
          darkest = Math.min(darkest, gray[row + x] & 0xFF);
        }
      } else {
        darkest = Math.min(darkest, Math.min(gray[row - 1] & 0xFF, gray[row + side] & 0xFF));
      }
    }
    return darkest >= (gray[at] & 0xFF) + DARKER;
  }
}
