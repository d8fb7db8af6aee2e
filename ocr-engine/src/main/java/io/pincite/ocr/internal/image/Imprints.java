package io.pincite.ocr.internal.image;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageContent.Imprint;
import io.pincite.ocr.PageContent.Ruling;
import io.pincite.ocr.internal.lines.PagePixels;
import java.util.ArrayList;
import java.util.List;

/// Finds what was put on the paper by hand after it was printed: seals in red or blue ink, and
/// signatures.
final class Imprints {

  /// Dots per inch that are looked at: the ring of a seal, a millimetre wide, is three of them.
  private static final double DPI = 75;

  /// Inches. Company seals are 38 to 58 mm wide, name seals from 10 mm; stamps reach 70.
  private static final double LEAST_SEAL = 0.35;

  private static final double MOST_SEAL = 2.8;

  /// By how many levels the strongest colour of ink stands out; JPEG tints gray by less.
  private static final int LEAST_COLOR = 45;

  /// Of 36 directions seen from the middle, those in which a round seal has its ring.
  private static final int LEAST_DIRECTIONS = 24;

  /// Inches that a signature measures at least: wider and higher than any letter, less than a
  /// drawing.
  private static final double LEAST_SIGNATURE_WIDTH = 0.55;

  private static final double LEAST_SIGNATURE_HEIGHT = 0.25;
  private static final double MOST_SIGNATURE_WIDTH = 4;
  private static final double MOST_SIGNATURE_HEIGHT = 1.8;

  /// Ink in its box: a line of pen strokes, no filled shape.
  private static final double MOST_INKED = 0.3;

  /// Of its longer side, in one run straight across or up: a pen does not draw by the ruler.
  private static final double MOST_STRAIGHT = 0.5;

  private static final int MOST = 40;

  /// Pixels: a full stop of small print has more at 140 dpi.
  private static final int SPECK = 8;

  /// Where there are more specks than one in a square of 28 pixels, strokes that hang together are
  /// chance.
  private static final int PIXELS_FOR_A_SPECK = 800;

  private Imprints() {}

  /// Pixels that touch, with their box.
  private static final class Part {
    int x0 = Integer.MAX_VALUE;
    int y0 = Integer.MAX_VALUE;
    int x1;
    int y1;
    int[] pixels = new int[64];
    int count;

    void add(int x, int y) {
      if (count + 2 > pixels.length) {
        pixels = java.util.Arrays.copyOf(pixels, 2 * pixels.length);
      }
      pixels[count++] = x;
      pixels[count++] = y;
    }

    int size() {
      return count / 2;
    }

    int width() {
      return x1 - x0;
    }

    int height() {
      return y1 - y0;
    }

    BoundingBox box(double pageWidth, double pageHeight) {
      return BoundingBox.clamped(x0 / pageWidth, y0 / pageHeight, x1 / pageWidth, y1 / pageHeight);
    }
  }

  /// Round or framed, in red or blue.
  static List<Imprint> seals(PagePixels page, double dpi) {
    int factor = (int) Math.max(1, Math.round(dpi / DPI));
    double reducedDpi = dpi / factor;
    int width = page.width() / factor;
    int height = page.height() / factor;
    List<Imprint> seals = new ArrayList<>();
    if (width < 8 || height < 8 || isGray(page)) {
      return seals;
    }
    for (boolean red : new boolean[] {true, false}) {
      boolean[] colored = colored(page, factor, width, height, red);
      int reach = Math.max(1, (int) Math.round(0.035 * reducedDpi));
      for (Part part : parts(colored, width, height, reach)) {
        double largest = Math.max(part.width(), part.height()) / reducedDpi;
        double least = Math.min(part.width(), part.height()) / reducedDpi;
        if (least >= LEAST_SEAL
            && largest <= MOST_SEAL
            && seals.size() < MOST
            && (isRing(part) || isFrame(part))) {
          seals.add(new Imprint(Imprint.Kind.SEAL, part.box(width, height)));
        }
      }
    }
    return seals;
  }

  /// Most scans are, and then need not be searched for colours twice.
  private static boolean isGray(PagePixels page) {
    byte[] rgb = page.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] colored(
      PagePixels page, int factor, int width, int height, boolean red) {
    boolean[] colored = new boolean[width * height];
    byte[] rgb = page.rgb();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int r = 0;
        int g = 0;
        int b = 0;
        for (int dy = 0; dy < factor; dy++) {
          int at = 3 * ((y * factor + dy) * page.width() + x * factor);
          for (int dx = 0; dx < factor; dx++, at += 3) {
            r += rgb[at] & 0xFF;
            g += rgb[at + 1] & 0xFF;
            b += rgb[at + 2] & 0xFF;
          }
        }
        int most = LEAST_COLOR * factor * factor;
        colored[y * width + x] =
            red ? r - Math.max(g, b) > most : b - Math.max(r, g) * 4 / 5 - r / 5 > most;
      }
    }
    return colored;
  }

  /// @param reach pixels across which parts still belong together
  private static List<Part> parts(boolean[] set, int width, int height, int reach) {
    boolean[] seen = new boolean[set.length];
    List<Part> parts = new ArrayList<>();
    int[] stack = new int[set.length];
    for (int start = 0; start < set.length; start++) {
      if (!set[start] || seen[start]) {
        continue;
      }
      var part = new Part();
      int top = 0;
      stack[top++] = start;
      seen[start] = true;
      while (top > 0) {
        int at = stack[--top];
        int x = at % width;
        int y = at / width;
        part.add(x, y);
        part.x0 = Math.min(part.x0, x);
        part.y0 = Math.min(part.y0, y);
        part.x1 = Math.max(part.x1, x + 1);
        part.y1 = Math.max(part.y1, y + 1);
        for (int ny = Math.max(0, y - reach); ny <= Math.min(height - 1, y + reach); ny++) {
          for (int nx = Math.max(0, x - reach); nx <= Math.min(width - 1, x + reach); nx++) {
            int there = ny * width + nx;
            if (set[there] && !seen[there]) {
              seen[there] = true;
              stack[top++] = there;
            }
          }
        }
      }
      parts.add(part);
    }
    return parts;
  }

  /// Ink near the rim of the ellipse in its box nearly all around, and hardly any in the corners.
  private static boolean isRing(Part part) {
    double ratio = (double) part.width() / part.height();
    if (ratio < 0.6 || ratio > 1.67) {
      return false;
    }
    boolean[] directions = new boolean[36];
    int outside = 0;
    for (int i = 0; i < part.count; i += 2) {
      double x = 2 * (part.pixels[i] + 0.5 - part.x0) / part.width() - 1;
      double y = 2 * (part.pixels[i + 1] + 0.5 - part.y0) / part.height() - 1;
      double distance = Math.hypot(x, y);
      outside += distance > 1.08 ? 1 : 0;
      if (distance > 0.8 && distance <= 1.08) {
        double turn = Math.atan2(y, x) / (2 * Math.PI) + 0.5;
        directions[Math.min(35, (int) (36 * turn))] = true;
      }
    }
    int there = 0;
    for (boolean direction : directions) {
      there += direction ? 1 : 0;
    }
    return there >= LEAST_DIRECTIONS && outside <= 0.03 * part.size();
  }

  /// Ink along most of each of its four sides.
  private static boolean isFrame(Part part) {
    boolean[][] sides = {
      new boolean[part.width()],
      new boolean[part.width()],
      new boolean[part.height()],
      new boolean[part.height()]
    };
    double near = Math.max(2, 0.1 * Math.min(part.width(), part.height()));
    for (int i = 0; i < part.count; i += 2) {
      int x = part.pixels[i] - part.x0;
      int y = part.pixels[i + 1] - part.y0;
      if (y < near) {
        sides[0][x] = true;
      }
      if (part.height() - y <= near) {
        sides[1][x] = true;
      }
      if (x < near) {
        sides[2][y] = true;
      }
      if (part.width() - x <= near) {
        sides[3][y] = true;
      }
    }
    for (boolean[] side : sides) {
      int there = 0;
      for (boolean inked : side) {
        there += inked ? 1 : 0;
      }
      if (there < 0.75 * side.length) {
        return false;
      }
    }
    return true;
  }

  /// Long thin strokes that hang together and are no ruling lines; and rings of black ink.
  ///
  /// @param seals inside which nothing is looked for
  static List<Imprint> signatures(Ink ink, List<Ruling> rulings, List<Imprint> seals, double dpi) {
    int width = ink.width();
    int height = ink.height();
    boolean[] set = new boolean[width * height];
    byte[] pixels = ink.ink();
    for (int i = 0; i < set.length; i++) {
      set[i] = pixels[i] != 0;
    }
    for (Ruling ruling : rulings) {
      clearLine(set, width, height, ruling);
    }
    for (Imprint seal : seals) {
      clear(set, width, height, seal.box(), 2);
    }
    List<Imprint> signatures = new ArrayList<>();
    List<Part> parts = parts(set, width, height, 1);
    long specks = parts.stream().filter(part -> part.size() <= SPECK).count();
    if (specks > (long) width * height / PIXELS_FOR_A_SPECK) {
      return signatures;
    }
    for (Part part : parts) {
      double partWidth = part.width() / dpi;
      double partHeight = part.height() / dpi;
      boolean sealSized =
          Math.min(partWidth, partHeight) >= LEAST_SEAL
              && Math.max(partWidth, partHeight) <= MOST_SEAL;
      if (sealSized && signatures.size() < MOST && isRing(part)) {
        // On a scan without colours.
        signatures.add(new Imprint(Imprint.Kind.SEAL, part.box(width, height)));
        continue;
      }
      boolean sized =
          partWidth >= LEAST_SIGNATURE_WIDTH
              && partHeight >= LEAST_SIGNATURE_HEIGHT
              && partWidth <= MOST_SIGNATURE_WIDTH
              && partHeight <= MOST_SIGNATURE_HEIGHT;
      double inked = (double) part.size() / ((double) part.width() * part.height());
      if (sized && inked <= MOST_INKED && signatures.size() < MOST && !isStraight(part)) {
        signatures.add(new Imprint(Imprint.Kind.SIGNATURE, part.box(width, height)));
      }
    }
    return signatures;
  }

  /// A line people sign on, but for where strokes cross it.
  private static void clearLine(boolean[] set, int width, int height, Ruling ruling) {
    BoundingBox box = ruling.box();
    int x0 = Math.max(0, (int) (box.x0() * width) - 1);
    int x1 = Math.min(width, (int) Math.ceil(box.x1() * width) + 1);
    int y0 = Math.max(0, (int) (box.y0() * height) - 1);
    int y1 = Math.min(height, (int) Math.ceil(box.y1() * height) + 1);
    for (int along = ruling.horizontal() ? x0 : y0;
        along < (ruling.horizontal() ? x1 : y1);
        along++) {
      boolean crossed =
          ruling.horizontal()
              ? isSet(set, width, height, along, y0 - 2) || isSet(set, width, height, along, y1 + 1)
              : isSet(set, width, height, x0 - 2, along)
                  || isSet(set, width, height, x1 + 1, along);
      if (crossed) {
        continue;
      }
      for (int across = ruling.horizontal() ? y0 : x0;
          across < (ruling.horizontal() ? y1 : x1);
          across++) {
        set[ruling.horizontal() ? across * width + along : along * width + across] = false;
      }
    }
  }

  private static boolean isSet(boolean[] set, int width, int height, int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && set[y * width + x];
  }

  private static void clear(boolean[] set, int width, int height, BoundingBox box, int margin) {
    int x0 = Math.max(0, (int) (box.x0() * width) - margin);
    int x1 = Math.min(width, (int) Math.ceil(box.x1() * width) + margin);
    int y0 = Math.max(0, (int) (box.y0() * height) - margin);
    int y1 = Math.min(height, (int) Math.ceil(box.y1() * height) + margin);
    for (int y = y0; y < y1; y++) {
      java.util.Arrays.fill(set, y * width + x0, y * width + x1, false);
    }
  }

  private static boolean isStraight(Part part) {
    int width = part.width();
    int height = part.height();
    boolean[] set = new boolean[width * height];
    for (int i = 0; i < part.count; i += 2) {
      set[(part.pixels[i + 1] - part.y0) * width + part.pixels[i] - part.x0] = true;
    }
    int longestLevel = 0;
    for (int y = 0; y < height; y++) {
      int run = 0;
      for (int x = 0; x < width; x++) {
        run = set[y * width + x] ? run + 1 : 0;
        longestLevel = Math.max(longestLevel, run);
      }
    }
    int longestUpright = 0;
    for (int x = 0; x < width; x++) {
      int run = 0;
      for (int y = 0; y < height; y++) {
        run = set[y * width + x] ? run + 1 : 0;
        longestUpright = Math.max(longestUpright, run);
      }
    }
    return Math.max(longestLevel, longestUpright) > MOST_STRAIGHT * Math.max(width, height);
  }
}
