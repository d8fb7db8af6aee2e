package io.pincite.ocr.internal.deepseek;

import io.pincite.ocr.internal.deepseek.Resolution.Gundam;
import io.pincite.ocr.internal.deepseek.Resolution.OneView;
import io.pincite.ocr.internal.lines.PagePixels;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// From a page to what the model is shown. The page is upright and on white already: turning it by
/// its Exif orientation is the file reader's, transparency [PagePixels]'.
public final class Preprocessing {
  /// Around a page that is not square; the model's mean, rounded down.
  private static final byte PADDING = 127;

  /// What a byte becomes: mean and deviation are 0.5, in single precision as in training.
  private static final float[] NORMALISED = new float[256];

  static {
    for (int value = 0; value < 256; value++) {
      NORMALISED[value] = (value / 255f - 0.5f) / 0.5f;
    }
  }

  /// What the model is shown of a page.
  ///
  /// @param tiling how many tiles there are
  /// @param tiles row by row; empty where the page is not cut
  /// @param whole the view of all of it
  public record Views(Tiling tiling, List<PagePixels> tiles, PagePixels whole) {
    public Views {
      tiles = List.copyOf(tiles);
    }
  }

  private Preprocessing() {}

  /// Everything the model is shown of the page in a resolution.
  public static Views views(PagePixels page, Resolution resolution) {
    return switch (resolution) {
      case OneView view -> new Views(new Tiling(1, 1), List.of(), view(page, view));
      case Gundam gundam -> {
        Tiling tiling = gundam.tiling(page.width(), page.height());
        yield new Views(
            tiling, tiling.isCut() ? tiles(page, tiling) : List.of(), view(page, OneView.BASE));
      }
    };
  }

  /// What a server is sent that makes the views itself: the page, or what is left of it where the
  /// resolution asks for a smaller one.
  public static PagePixels sent(PagePixels page, Resolution resolution) {
    return switch (resolution) {
      case OneView view -> shrunk(page, view.longest());
      case Gundam _ -> page;
    };
  }

  private static PagePixels shrunk(PagePixels page, int longest) {
    return page.width() <= longest && page.height() <= longest ? page : fitted(page, longest);
  }

  private static PagePixels view(PagePixels page, OneView view) {
    return view.isPadded()
        ? padded(fitted(shrunk(page, view.longest()), view.side()), view.side())
        : Bicubic.resized(page, view.side(), view.side());
  }

  /// As large as it can be within a square, in its proportions, but for a pixel's rounding.
  private static PagePixels fitted(PagePixels page, int side) {
    double width = page.width();
    double height = page.height();
    if (width >= height) {
      return Bicubic.resized(page, side, atLeastOne(height / width * side));
    }
    return Bicubic.resized(page, atLeastOne(width / height * side), side);
  }

  /// Halves to even, as Python rounds.
  private static int atLeastOne(double length) {
    return Math.max(1, (int) Math.rint(length));
  }

  private static PagePixels padded(PagePixels page, int side) {
    byte[] square = new byte[3 * side * side];
    Arrays.fill(square, PADDING);
    int left = (int) Math.rint((side - page.width()) * 0.5);
    int top = (int) Math.rint((side - page.height()) * 0.5);
    copy(page, 0, 0, square, side, left, top, page.width(), page.height());
    return new PagePixels(side, side, square);
  }

  private static List<PagePixels> tiles(PagePixels page, Tiling tiling) {
    int side = Tiling.SIDE;
    PagePixels stretched = Bicubic.resized(page, side * tiling.columns(), side * tiling.rows());
    var tiles = new ArrayList<PagePixels>();
    for (int row = 0; row < tiling.rows(); row++) {
      for (int column = 0; column < tiling.columns(); column++) {
        byte[] tile = new byte[3 * side * side];
        copy(stretched, column * side, row * side, tile, side, 0, 0, side, side);
        tiles.add(new PagePixels(side, side, tile));
      }
    }
    return tiles;
  }

  private static void copy(
      PagePixels from,
      int x,
      int y,
      byte[] to,
      int toWidth,
      int toX,
      int toY,
      int width,
      int height) {
    for (int row = 0; row < height; row++) {
      System.arraycopy(
          from.rgb(),
          3 * ((y + row) * from.width() + x),
          to,
          3 * ((toY + row) * toWidth + toX),
          3 * width);
    }
  }

  /// Writes a view as the model takes it: all of red, then green, then blue, row by row, from -1 to
  /// 1.
  ///
  /// @param into where there is room for three times its pixels
  public static void normalise(PagePixels view, FloatBuffer into) {
    byte[] rgb = view.rgb();
    float[] row = new float[view.width()];
    for (int channel = 0; channel < 3; channel++) {
      int at = channel;
      for (int y = 0; y < view.height(); y++) {
        for (int x = 0; x < row.length; x++, at += 3) {
          row[x] = NORMALISED[rgb[at] & 0xFF];
        }
        into.put(row);
      }
    }
  }

  /// A picture of these pixels, to be written to a file.
  public static BufferedImage image(PagePixels pixels) {
    var image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] rgb = pixels.rgb();
    for (int i = 0; i < bgr.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return image;
  }
}
