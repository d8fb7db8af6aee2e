package io.pincite.ingest.internal.routing;

import io.pincite.ocr.BoundingBox;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where there is ink on a page image, and which of it looks like letters standing in rows.
///
/// Ink is what is darker than the paper around it, so that shadows and coloured paper do not count.
/// Never changes once made; for any number of threads.
final class Ink {
  /// What a page is drawn at to be looked at: small letters of 6 points are 4 pixels high then.
  static final double DPI = 100;

  private static final int TILE = 32;
  private static final int DARKER_THAN_PAPER = 60;
  private static final int LOWEST_LETTER = 4;
  private static final int TALLEST_LETTER = 56;
  private static final int WIDEST_LETTER = 120;

  /// Letters of one row are no further apart than this many of their heights.
  private static final double WIDEST_GAP = 2.5;

  private static final double MOST_UNLIKE = 4;
  private static final int FEWEST_IN_A_ROW = 5;
  private static final int MOST_PIECES = 60_000;

  /// A connected piece of ink, in pixels, all inclusive.
  private record Piece(int x0, int y0, int x1, int y1) {
    int width() {
      return x1 - x0 + 1;
    }

    int height() {
      return y1 - y0 + 1;
    }

    double centreY() {
      return (y0 + y1 + 1) / 2.0;
    }

    int band() {
      return (int) (centreY() / TALLEST_LETTER);
    }

    boolean follows(Piece last) {
      double tall = Math.max(height(), last.height());
      return Math.abs(centreY() - last.centreY()) < 0.5 * tall
          && x0 - last.x1 < WIDEST_GAP * tall
          && tall < MOST_UNLIKE * Math.min(height(), last.height());
    }
  }

  private final int width;
  private final int height;
  private final boolean[] dark;

  private Ink(int width, int height, boolean[] dark) {
    this.width = width;
    this.height = height;
    this.dark = dark;
  }

  static Ink of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] line = new int[width];
    byte[] luminance = new byte[width * height];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, line, 0, width);
      for (int x = 0; x < width; x++) {
        int rgb = line[x];
        luminance[y * width + x] =
            (byte)
                ((299 * (rgb >> 16 & 0xFF) + 587 * (rgb >> 8 & 0xFF) + 114 * (rgb & 0xFF)) / 1000);
      }
    }
    return new Ink(width, height, darkerThanPaper(width, height, luminance));
  }

  private static boolean[] darkerThanPaper(int width, int height, byte[] luminance) {
    var dark = new boolean[width * height];
    for (int top = 0; top < height; top += TILE) {
      for (int left = 0; left < width; left += TILE) {
        int paper = paper(width, height, luminance, left, top);
        for (int y = top; y < Math.min(height, top + TILE); y++) {
          for (int x = left; x < Math.min(width, left + TILE); x++) {
            dark[y * width + x] = (luminance[y * width + x] & 0xFF) < paper - DARKER_THAN_PAPER;
          }
        }
      }
    }
    return dark;
  }

  /// The brightness that a tenth of the tile and its neighbourhood has at least.
  private static int paper(int width, int height, byte[] luminance, int left, int top) {
    int[] counts = new int[256];
    int all = 0;
    for (int y = Math.max(0, top - TILE); y < Math.min(height, top + 2 * TILE); y += 2) {
      for (int x = Math.max(0, left - TILE); x < Math.min(width, left + 2 * TILE); x += 2) {
        counts[luminance[y * width + x] & 0xFF]++;
        all++;
      }
    }
    int brighter = 0;
    for (int value = 255; value > 0; value--) {
      brighter += counts[value];
      if (brighter * 10 >= all) {
        return value;
      }
    }
    return 0;
  }

  /// Share of the box that is ink.
  double share(BoundingBox box) {
    int x0 = Math.clamp(Math.round(box.x0() * width), 0, width - 1);
    int x1 = Math.clamp(Math.round(box.x1() * width), x0 + 1, width);
    int y0 = Math.clamp(Math.round(box.y0() * height), 0, height - 1);
    int y1 = Math.clamp(Math.round(box.y1() * height), y0 + 1, height);
    int count = 0;
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        count += dark[y * width + x] ? 1 : 0;
      }
    }
    return (double) count / ((x1 - x0) * (y1 - y0));
  }

  /// The pieces of ink that look like letters standing in rows, as fractions of the page.
  List<BoundingBox> letters() {
    List<Piece> leftToRight =
        pieces().stream()
            .filter(
                piece ->
                    piece.height() >= LOWEST_LETTER
                        && piece.height() <= TALLEST_LETTER
                        && piece.width() <= WIDEST_LETTER)
            .sorted(Comparator.comparingInt(Piece::x0).thenComparingInt(Piece::y0))
            .toList();
    return rows(leftToRight).stream()
        .filter(row -> row.size() >= FEWEST_IN_A_ROW)
        .flatMap(List::stream)
        .map(this::box)
        .toList();
  }

  private BoundingBox box(Piece piece) {
    return BoundingBox.clamped(
        (double) piece.x0() / width,
        (double) piece.y0() / height,
        (piece.x1() + 1.0) / width,
        (piece.y1() + 1.0) / height);
  }

  /// Each piece joins the row whose last piece it follows most closely.
  private static List<List<Piece>> rows(List<Piece> leftToRight) {
    var rows = new ArrayList<List<Piece>>();
    // The rows that may go on, by where their last piece stands.
    Map<Integer, List<List<Piece>>> open = new HashMap<>();
    for (Piece piece : leftToRight) {
      List<Piece> row = rowOf(piece, open);
      if (row == null) {
        row = new ArrayList<>();
        rows.add(row);
      } else {
        List<Piece> found = row;
        open.getOrDefault(row.getLast().band(), new ArrayList<>()).removeIf(one -> one == found);
      }
      row.add(piece);
      List<List<Piece>> here = open.computeIfAbsent(piece.band(), _ -> new ArrayList<>());
      here.removeIf(one -> piece.x0() - one.getLast().x1() > WIDEST_GAP * TALLEST_LETTER);
      here.add(row);
    }
    return rows;
  }

  private static @Nullable List<Piece> rowOf(Piece piece, Map<Integer, List<List<Piece>>> open) {
    List<Piece> best = null;
    for (int near = piece.band() - 1; near <= piece.band() + 1; near++) {
      for (List<Piece> row : open.getOrDefault(near, List.of())) {
        if (piece.follows(row.getLast())
            && (best == null || row.getLast().x1() > best.getLast().x1())) {
          best = row;
        }
      }
    }
    return best;
  }

  /// Connected pieces, by runs of dark pixels of neighbouring lines.
  private List<Piece> pieces() {
    var runs = new Runs();
    int aboveFrom = 0;
    for (int y = 0; y < height; y++) {
      int first = runs.count;
      int above = aboveFrom;
      for (int x = 0; x < width; x++) {
        if (!dark[y * width + x]) {
          continue;
        }
        int start = x;
        while (x < width && dark[y * width + x]) {
          x++;
        }
        int run = runs.add(start, x - 1, y);
        while (above < first && runs.x1[above] < start - 1) {
          above++;
        }
        for (int other = above; other < first && runs.x0[other] <= x; other++) {
          runs.join(run, other);
        }
      }
      aboveFrom = first;
    }
    return runs.pieces();
  }

  private static final class Runs {
    int count;
    int[] x0 = new int[1024];
    int[] x1 = new int[1024];
    private int[] y = new int[1024];
    private int[] parent = new int[1024];

    int add(int from, int to, int line) {
      if (count == x0.length) {
        int more = count * 2;
        x0 = Arrays.copyOf(x0, more);
        x1 = Arrays.copyOf(x1, more);
        y = Arrays.copyOf(y, more);
        parent = Arrays.copyOf(parent, more);
      }
      x0[count] = from;
      x1[count] = to;
      y[count] = line;
      parent[count] = count;
      return count++;
    }

    void join(int a, int b) {
      int rootA = root(a);
      int rootB = root(b);
      parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    private int root(int run) {
      int at = run;
      while (parent[at] != at) {
        parent[at] = parent[parent[at]];
        at = parent[at];
      }
      return at;
    }

    List<Piece> pieces() {
      int[] left = new int[count];
      int[] right = new int[count];
      int[] bottom = new int[count];
      Arrays.fill(left, Integer.MAX_VALUE);
      for (int run = 0; run < count; run++) {
        int root = root(run);
        left[root] = Math.min(left[root], x0[run]);
        right[root] = Math.max(right[root], x1[run]);
        bottom[root] = Math.max(bottom[root], y[run]);
      }
      var pieces = new ArrayList<Piece>();
      for (int run = 0; run < count && pieces.size() < MOST_PIECES; run++) {
        if (parent[run] == run) {
          pieces.add(new Piece(left[run], y[run], right[run], bottom[run]));
        }
      }
      return pieces;
    }
  }
}
