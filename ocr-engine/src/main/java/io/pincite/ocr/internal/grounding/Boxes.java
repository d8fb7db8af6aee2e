package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import java.util.ArrayList;
import java.util.List;

/// Boxes as a model writes them: `[[x1,y1,x2,y2],[…]]`, or one without the outer brackets, in
/// whole numbers 0..999 of the width and height of the image as it was given. The image's padding
/// and tiles have no part in it.
///
/// A box with other than four whole numbers, or without width or height, is left out; numbers
/// beyond the edge are taken for the edge.
final class Boxes {

  /// The far edge of the image.
  private static final int EDGE = 999;

  private final List<BoundingBox> found = new ArrayList<>();
  private int end;

  private Boxes() {}

  /// All that are in a text, whatever stands between them.
  static List<BoundingBox> of(CharSequence text) {
    return read(text).found();
  }

  static Boxes read(CharSequence text) {
    var boxes = new Boxes();
    int opened = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[') {
        opened = i;
      } else if (c == ']') {
        if (opened >= 0) {
          boxes.add(text, opened + 1, i);
          opened = -1;
        }
        boxes.end = i + 1;
      }
    }
    return boxes;
  }

  List<BoundingBox> found() {
    return List.copyOf(found);
  }

  /// Where the last bracket is closed; 0 if none is.
  int end() {
    return end;
  }

  private void add(CharSequence text, int from, int to) {
    int[] numbers = new int[4];
    int count = 0;
    int i = from;
    while (true) {
      i = skipSpaces(text, i, to);
      boolean negative = i < to && text.charAt(i) == '-';
      int start = negative ? i + 1 : i;
      i = start;
      int value = 0;
      while (i < to && isDigit(text.charAt(i))) {
        value = Math.min(EDGE, value * 10 + (text.charAt(i) - '0'));
        i++;
      }
      if (i == start || count == 4) {
        return;
      }
      numbers[count++] = negative ? 0 : value;
      i = skipSpaces(text, i, to);
      if (i == to) {
        break;
      }
      if (text.charAt(i) != ',') {
        return;
      }
      i++;
    }
    if (count == 4 && numbers[0] < numbers[2] && numbers[1] < numbers[3]) {
      found.add(
          new BoundingBox(
              numbers[0] / (double) EDGE,
              numbers[1] / (double) EDGE,
              numbers[2] / (double) EDGE,
              numbers[3] / (double) EDGE));
    }
  }

  private static int skipSpaces(CharSequence text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
