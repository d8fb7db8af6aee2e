package io.pincite.ocr;

import io.pincite.ocr.PageContent.Mark;
import io.pincite.ocr.PageContent.Ruling;
import io.pincite.ocr.PageContent.StyledWord;
import java.util.ArrayList;
import java.util.List;

/// A page described by hand, in points from its top-left corner: what a page reader would find on
/// it, without any file.
///
/// Every Latin character is half as wide as its font size, every CJK character as wide as it; a
/// word's box reaches from 0.8 of the size above its baseline to 0.2 below.
public final class PageSketch {

  private static final double SPACE = 0.25;

  private final double width;
  private final double height;
  private final List<StyledWord> words = new ArrayList<>();
  private final List<Ruling> rulings = new ArrayList<>();
  private final List<BoundingBox> images = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private double size = 10;
  private boolean bold;
  private int direction;

  private PageSketch(double width, double height) {
    this.width = width;
    this.height = height;
  }

  /// US letter, upright.
  public static PageSketch letter() {
    return new PageSketch(612, 792);
  }

  public static PageSketch of(double width, double height) {
    return new PageSketch(width, height);
  }

  public PageSketch size(double points) {
    size = points;
    return this;
  }

  public PageSketch bold() {
    bold = true;
    return this;
  }

  public PageSketch plain() {
    bold = false;
    size = 10;
    return this;
  }

  /// Text from here on runs in this direction, clockwise. Its coordinates are those of the page
  /// turned so that it stands upright.
  public PageSketch turned(int degrees) {
    direction = degrees;
    return this;
  }

  /// One line of words from `x`, its baseline at `y`.
  public PageSketch text(double x, double y, String line) {
    double at = x;
    boolean space = false;
    var word = new StringBuilder();
    double from = x;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      i += Character.charCount(c);
      if (c == ' ') {
        space = flush(word, from, at, y, space);
        at += SPACE * size;
        space = true;
        from = at;
        continue;
      }
      boolean wide = c >= 0x2E80;
      if (wide) {
        space = flush(word, from, at, y, space);
        add(Character.toString(c), at, at + size, y, space);
        space = false;
        at += size;
        from = at;
      } else {
        word.appendCodePoint(c);
        at += 0.5 * size;
      }
    }
    flush(word, from, at, y, space);
    return this;
  }

  /// Lines one below the other, 1.2 font sizes apart.
  public PageSketch lines(double x, double y, String... lines) {
    for (int i = 0; i < lines.length; i++) {
      text(x, y + i * 1.2 * size, lines[i]);
    }
    return this;
  }

  public PageSketch centred(double y, String line) {
    return text((turnedWidth() - widthOf(line)) / 2, y, line);
  }

  public PageSketch endingAt(double x, double y, String line) {
    return text(x - widthOf(line), y, line);
  }

  public double widthOf(String line) {
    return line.codePoints()
        .mapToDouble(c -> c == ' ' ? SPACE * size : c >= 0x2E80 ? size : 0.5 * size)
        .sum();
  }

  public PageSketch horizontalRule(double x0, double x1, double y) {
    rulings.add(new Ruling(box(x0, y - 0.25, x1, y + 0.25), upright()));
    marks.add(new Mark(rulings.getLast().box(), true));
    return this;
  }

  public PageSketch verticalRule(double x, double y0, double y1) {
    rulings.add(new Ruling(box(x - 0.25, y0, x + 0.25, y1), !upright()));
    marks.add(new Mark(rulings.getLast().box(), true));
    return this;
  }

  /// All lines of a grid.
  public PageSketch grid(double[] xs, double[] ys) {
    for (double x : xs) {
      verticalRule(x, ys[0], ys[ys.length - 1]);
    }
    for (double y : ys) {
      horizontalRule(xs[0], xs[xs.length - 1], y);
    }
    return this;
  }

  public PageSketch image(double x0, double y0, double x1, double y1) {
    images.add(box(x0, y0, x1, y1));
    return this;
  }

  /// A curve, a slanting line or an area.
  public PageSketch mark(double x0, double y0, double x1, double y1) {
    marks.add(new Mark(box(x0, y0, x1, y1), false));
    return this;
  }

  /// Four bars on two axes, the numbers along them and what they are of, from the upper left
  /// corner of the axes on: 160 by 100 points, and 20 and 30 for what is written to the left and
  /// below.
  public PageSketch bars(double x, double y) {
    double before = size;
    verticalRule(x, y, y + 100).horizontalRule(x, x + 160, y + 100);
    size = 8;
    for (int i = 0; i < 4; i++) {
      mark(x + 10 + i * 40, y + 80 - i * 20, x + 35 + i * 40, y + 100);
      text(x + 15 + i * 40, y + 110, "Q" + (i + 1));
      text(x - 16, y + 20 + i * 25, Integer.toString(40 - i * 10));
    }
    text(x + 60, y + 124, "quarter");
    size = before;
    return this;
  }

  public PageContent content() {
    return new PageContent(width, height, words, rulings, images, List.of(), marks);
  }

  private boolean flush(StringBuilder word, double from, double to, double y, boolean space) {
    if (word.isEmpty()) {
      return space;
    }
    add(word.toString(), from, to, y, space);
    word.setLength(0);
    return false;
  }

  private void add(String text, double x0, double x1, double y, boolean space) {
    BoundingBox box = box(x0, y - 0.8 * size, x1, y + 0.2 * size);
    double baseline =
        switch (direction) {
          case 90 -> 1 - y / width;
          case 180 -> 1 - y / height;
          case 270 -> y / width;
          default -> y / height;
        };
    words.add(
        new StyledWord(new Word(text, box, 1, space), size, bold, false, direction, baseline));
  }

  private boolean upright() {
    return direction == 0 || direction == 180;
  }

  private double turnedWidth() {
    return upright() ? width : height;
  }

  private BoundingBox box(double x0, double y0, double x1, double y1) {
    return switch (direction) {
      case 90 -> displayed(width - y1, x0, width - y0, x1);
      case 180 -> displayed(width - x1, height - y1, width - x0, height - y0);
      case 270 -> displayed(y0, height - x1, y1, height - x0);
      default -> displayed(x0, y0, x1, y1);
    };
  }

  private BoundingBox displayed(double x0, double y0, double x1, double y1) {
    return BoundingBox.clamped(x0 / width, y0 / height, x1 / width, y1 / height);
  }
}
