package io.pincite.ocr.internal.reading;

import io.pincite.ocr.internal.lines.LineImage;

/// What the lines above and below reach into a line image: where lines stand close the detector's
/// boxes hold the heads of the next one or the feet of the one before, which Tesseract takes for a
/// line of their own and PP-OCR for marks.
final class Neighbours {

  /// Strokes that come in over an edge and end within this share of the height are of another line:
  /// letters of the line's own reach its middle, with their tails too.
  private static final double REACH = 0.3;

  /// Less such strokes at an edge are left alone: they harm no reader, and could be an accent or a
  /// comma that the box cut.
  private static final int LEAST = 4;

  /// Where the box cuts the line's own letters, bars and serifs of theirs end near the edge too:
  /// strokes of another line must be this many times those that reach the middle.
  private static final int OWN = 4;

  private Neighbours() {}

  /// The line image, painted with its paper where strokes of other lines were.
  static LineImage erased(LineImage line) {
    LineInk ink = LineInk.of(line);
    int reach = (int) (REACH * line.height());
    boolean[] foreign = new boolean[line.width() * line.height()];
    boolean any = mark(ink, 0, 1, reach, foreign);
    any |= mark(ink, line.height() - 1, -1, reach, foreign);
    return any ? painted(line, ink, foreign) : line;
  }

  /// @param edge row
  /// @param inwards 1 or -1
  private static boolean mark(LineInk ink, int edge, int inwards, int reach, boolean[] foreign) {
    int width = ink.width();
    byte[] state = new byte[width * (reach + 1)];
    int[] stack = new int[state.length];
    int foreignStrokes = 0;
    int ownStrokes = 0;
    boolean[] marked = new boolean[state.length];
    for (int x = 0; x < width; x++) {
      if (!ink.at(x, edge) || state[x] != 0) {
        continue;
      }
      // One connected stroke, as far as it reaches.
      int size = 0;
      int open = 0;
      boolean isOwn = false;
      stack[size++] = x;
      state[x] = 1;
      while (open < size) {
        int at = stack[open++];
        int depth = at / width;
        int column = at % width;
        isOwn |= depth == reach;
        for (int down = -1; down <= 1; down++) {
          for (int right = -1; right <= 1; right++) {
            int toDepth = depth + down;
            int toColumn = column + right;
            if (toDepth < 0 || toDepth > reach || toColumn < 0 || toColumn >= width) {
              continue;
            }
            int to = toDepth * width + toColumn;
            if (state[to] == 0 && ink.at(toColumn, edge + inwards * toDepth)) {
              state[to] = 1;
              stack[size++] = to;
            }
          }
        }
      }
      if (isOwn) {
        ownStrokes++;
      } else {
        foreignStrokes++;
        for (int i = 0; i < size; i++) {
          marked[stack[i]] = true;
        }
      }
    }
    if (foreignStrokes < LEAST || foreignStrokes < OWN * ownStrokes) {
      return false;
    }
    for (int at = 0; at < marked.length; at++) {
      if (marked[at]) {
        foreign[(edge + inwards * (at / width)) * width + at % width] = true;
      }
    }
    return true;
  }

  /// With the gray edge of the strokes, unless it is of a letter of the line's own.
  private static LineImage painted(LineImage line, LineInk ink, boolean[] foreign) {
    byte[] rgb = line.rgb().clone();
    byte[] paper = paper(line, ink);
    int width = line.width();
    for (int y = 0; y < line.height(); y++) {
      for (int x = 0; x < width; x++) {
        boolean isNear = false;
        for (int v = Math.max(0, y - 1); v <= Math.min(line.height() - 1, y + 1); v++) {
          for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
            isNear |= foreign[v * width + u];
          }
        }
        int at = y * width + x;
        if (isNear && (foreign[at] || !ink.at(x, y))) {
          System.arraycopy(paper, 0, rgb, 3 * at, 3);
        }
      }
    }
    return new LineImage(width, line.height(), rgb);
  }

  /// The median of each colour where there is no ink.
  private static byte[] paper(LineImage line, LineInk ink) {
    byte[] paper = new byte[3];
    for (int c = 0; c < 3; c++) {
      int[] shades = new int[256];
      int count = 0;
      for (int y = 0; y < line.height(); y++) {
        for (int x = 0; x < line.width(); x++) {
          if (!ink.at(x, y)) {
            shades[line.rgb()[3 * (y * line.width() + x) + c] & 0xFF]++;
            count++;
          }
        }
      }
      int shade = 0;
      for (int seen = shades[0]; 2 * seen < count && shade < 255; ) {
        seen += shades[++shade];
      }
      paper[c] = (byte) shade;
    }
    return paper;
  }
}
