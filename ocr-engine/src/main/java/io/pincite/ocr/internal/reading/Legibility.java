package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.lines.LineImage;
import io.pincite.ocr.internal.reading.WordPlaces.Place;
import java.util.List;

/// Whether there is enough detail in a picture to read its letters. Engines guess with confidence
/// where there is not: of a page scanned at 60 dpi 15 English words in a hundred were wrong, at a
/// mean confidence of 0.98.
///
/// @param enlarged by how much the page was enlarged after it was taken ([Enlargement])
record Legibility(double enlarged) {

  /// Pixels of a font's size, as its ink measures it, under which letters cannot be told apart. Of
  /// 11-point type at 50 dpi (8 px by the book, 9 by its ink) 35 words in a hundred were wrong, at
  /// 60 dpi (9 and 10 px) 15, at 72 dpi (11 and 12 px) 5, at 100 dpi (15 and 16 px) 1.
  private static final double SMALLEST = 11;

  /// Likewise of what was enlarged, in the pixels that were scanned: 12-point type at 72 dpi. At 72
  /// dpi 3 to 5 words in a hundred were wrong, at 60 dpi 7 to 9, at 85 dpi 1 to 3.
  private static final double SMALLEST_ENLARGED = 12;

  /// Width of the edges of strokes, as a share of the font's size. Blurred so that they have 0.10
  /// to 0.12, 11-point type at 200 dpi had 2 words in a hundred wrong; at 0.12 it was 4, at 0.14 8,
  /// at 0.16 82.
  private static final double WIDEST_EDGE = 0.135;

  /// Pixels. Edges on clean pages have 1 to 2 at any resolution, so that in small letters they seem
  /// wide; the wider ones are blurred.
  private static final double BLURRED_EDGE = 2.2;

  /// Of the contrast of a line; smaller steps are noise, or within a stroke.
  private static final double LEAST_STEP = 0.5;

  /// Shares of a line's pixels that are darker than its ink, and lighter than its paper.
  private static final double DARKEST = 0.03;

  private static final double LIGHTEST = 0.2;

  boolean isBelow(List<Place> words, double edge) {
    return words.stream().allMatch(word -> isBelow(word.size(), edge));
  }

  private boolean isBelow(double size, double edge) {
    return size < SMALLEST
        || (enlarged > 1 && size / enlarged < SMALLEST_ENLARGED)
        || (edge > BLURRED_EDGE && edge > WIDEST_EDGE * size);
  }

  /// How many pixels the edges of a line's strokes are wide along it, in the middle: the step from
  /// paper to ink over its steepest pixel. 0 without any.
  static double edge(LineImage line) {
    int width = line.width();
    int[] gray = new int[width * line.height()];
    int[] histogram = new int[256];
    for (int i = 0, p = 0; i < gray.length; i++, p += 3) {
      byte[] rgb = line.rgb();
      gray[i] = (77 * (rgb[p] & 0xFF) + 151 * (rgb[p + 1] & 0xFF) + 28 * (rgb[p + 2] & 0xFF)) >> 8;
      histogram[gray[i]]++;
    }
    double least = LEAST_STEP * contrast(histogram, gray.length);
    // Tenths of pixels.
    int[] widths = new int[1024];
    int count = 0;
    for (int y = 0; y < line.height(); y++) {
      int x = y * width;
      int end = x + width - 1;
      while (x < end) {
        int direction = Integer.signum(gray[x + 1] - gray[x]);
        int start = x++;
        if (direction == 0) {
          continue;
        }
        int steepest = direction * (gray[x] - gray[start]);
        while (x < end && direction * (gray[x + 1] - gray[x]) > 0) {
          steepest = Math.max(steepest, direction * (gray[x + 1] - gray[x]));
          x++;
        }
        int step = direction * (gray[x] - gray[start]);
        if (step >= least) {
          widths[Math.min(widths.length - 1, 10 * step / steepest)]++;
          count++;
        }
      }
    }
    int seen = 0;
    for (int tenths = 0; tenths < widths.length; tenths++) {
      seen += widths[tenths];
      if (2 * seen > count) {
        return tenths / 10.0;
      }
    }
    return 0;
  }

  private static int contrast(int[] histogram, int count) {
    int ink = 0;
    for (int seen = histogram[0]; seen < DARKEST * count && ink < 255; ) {
      seen += histogram[++ink];
    }
    int paper = 255;
    for (int seen = histogram[255]; seen < LIGHTEST * count && paper > 0; ) {
      seen += histogram[--paper];
    }
    return Math.max(1, paper - ink);
  }
}
