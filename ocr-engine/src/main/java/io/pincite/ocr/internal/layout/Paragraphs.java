package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lines of a column to paragraphs: by distance, numbering, indentation, short last lines and
/// changes of type.
final class Paragraphs {

  /// Line distance, in units of the font size, up to which lines belong together.
  private final double pitch;

  private Paragraphs(double pitch) {
    this.pitch = pitch;
  }

  /// Learns the line distance from lines that surely go on: full ones followed by a small letter.
  static Paragraphs learnt(List<List<TextLine>> columns) {
    List<Double> sure = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    for (List<TextLine> lines : columns) {
      for (int i = 1; i < lines.size(); i++) {
        TextLine upper = lines.get(i - 1);
        TextLine lower = lines.get(i);
        double ratio = (lower.baseline - upper.baseline) / lower.size;
        if (ratio < 0.8 || ratio > 3.2 || Math.abs(upper.size - lower.size) > 0.1 * lower.size) {
          continue;
        }
        all.add(ratio);
        int first = lower.text.codePointAt(0);
        boolean goesOn = Character.isLowerCase(first) && lower.marker().isEmpty();
        if (goesOn && upper.width() > 12 * upper.size && !endsSentence(upper.text)) {
          sure.add(ratio);
        }
      }
    }
    if (sure.size() >= 3) {
      double[] sorted = sorted(sure);
      double usual = sorted[sorted.length / 2];
      double high = sorted[(int) (0.9 * (sorted.length - 1))];
      return new Paragraphs(Math.min(Math.max(1.18 * usual, 1.05 * high), 1.5 * usual));
    }
    return new Paragraphs(1.28 * smallestUsual(sorted(all)));
  }

  private static double[] sorted(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /// The smallest distance that is no exception.
  private static double smallestUsual(double[] sorted) {
    int enough = Math.max(2, sorted.length / 8);
    for (int i = 0; i + enough <= sorted.length; i++) {
      if (sorted[i + enough - 1] <= 1.08 * sorted[i]) {
        return Math.min(sorted[i], 1.9);
      }
    }
    return 1.25;
  }

  List<Paragraph> of(List<TextLine> lines, Edges edges) {
    List<Paragraph> paragraphs = new ArrayList<>();
    if (lines.isEmpty()) {
      return paragraphs;
    }
    List<TextLine> open = new ArrayList<>();
    for (TextLine line : lines) {
      if (!open.isEmpty() && begins(open, line, edges)) {
        paragraphs.add(new Paragraph(open));
        open = new ArrayList<>();
      }
      open.add(line);
    }
    paragraphs.add(new Paragraph(open));
    return paragraphs;
  }

  /// Where the lines of a column begin and end.
  record Edges(double left, double right) {
    static Edges of(List<TextLine> lines) {
      double[] left = new double[lines.size()];
      double[] right = new double[lines.size()];
      for (int i = 0; i < lines.size(); i++) {
        left[i] = lines.get(i).x0;
        right[i] = lines.get(i).x1;
      }
      Arrays.sort(left);
      Arrays.sort(right);
      // One stray line must not widen the column.
      int stray = lines.size() / 25;
      return new Edges(left[stray], right[right.length - 1 - stray]);
    }

    boolean centred(TextLine line) {
      double middle = (left + right) / 2;
      double indent = line.x0 - left;
      return indent > 1.5 * line.size
          && right - line.x1 > 1.5 * line.size
          && Math.abs(line.centerX() - middle) < Math.max(0.02 * (right - left), 0.6 * line.size);
    }

    /// Whether the next word would have had room on the line.
    boolean isShort(TextLine line, TextLine next) {
      Token word = next.tokens.getFirst();
      double width = word.x1 - word.x0;
      return right - line.x1 > width + 0.8 * line.size;
    }
  }

  private boolean begins(List<TextLine> open, TextLine next, Edges edges) {
    TextLine last = open.getLast();
    double size = Math.max(last.size, next.size);
    double distance = next.baseline - last.baseline;
    if (Math.abs(last.size - next.size) > 0.12 * size
        && last.text.length() > 2
        && next.text.length() > 2) {
      return true;
    }
    if (distance > pitch * size || distance > widened(open) * size) {
      return true;
    }
    boolean shortLast = edges.isShort(last, next);
    boolean ended = endsSentence(last.text);
    if (next.marker().isPresent() && opensItem(next, last, shortLast, ended, distance, size)) {
      return true;
    }
    if (Cells.hasLeaders(last.text) || Cells.hasLeaders(next.text) || opensFootnote(next)) {
      return true;
    }
    boolean small = Character.isLowerCase(next.text.codePointAt(0));
    // Bold words that end or begin a line in the middle of a sentence are no heading.
    boolean full = last.width() > 0.7 * (edges.right - edges.left);
    boolean within = full && !shortLast && !ended && distance <= 0.93 * pitch * size;
    if (!small && changesWeight(last, next) && !within) {
      return true;
    }
    boolean centredLast = edges.centred(last);
    boolean centredNext = edges.centred(next);
    if (centredLast && centredNext) {
      return false;
    }
    if (centredLast != centredNext && shortLast && !small) {
      return true;
    }
    if (indentBegins(open, next, shortLast, ended)) {
      return true;
    }
    if (!shortLast || small) {
      return false;
    }
    double room = edges.right - edges.left;
    boolean stops = last.x1 - edges.left < 0.6 * room && next.width() > 0.75 * room;
    return ended || stops || isLabel(next.text) || isLabel(last.text);
  }

  /// A paragraph of two lines and more knows its own distance.
  private static double widened(List<TextLine> open) {
    if (open.size() < 2) {
      return Double.MAX_VALUE;
    }
    TextLine last = open.getLast();
    TextLine before = open.get(open.size() - 2);
    return Math.max(1.05, 1.35 * (last.baseline - before.baseline) / last.size);
  }

  private boolean opensItem(
      TextLine next,
      TextLine last,
      boolean shortLast,
      boolean ended,
      double distance,
      double size) {
    if (shortLast || distance > 0.93 * pitch * size) {
      return true;
    }
    Marker.Style style = next.marker().orElseThrow().style();
    if (style == Marker.Style.BULLET) {
      return true;
    }
    char end = last.text.charAt(last.text.length() - 1);
    boolean stops = ended || end == ':' || end == '：' || end == ';' || end == '；';
    if (style.isNamed()) {
      return stops;
    }
    boolean moved =
        Math.abs(next.x0 - last.x0) > 0.5 * size
            && Math.abs(next.x0 - last.textStart()) > 0.5 * size;
    boolean counts = end == ',' || last.text.endsWith(" and") || last.text.endsWith(" or");
    if (style == Marker.Style.NUMBER && next.text.startsWith("(")) {
      // "within ten (10) days": the figure of a number in words.
      return stops || counts;
    }
    return stops || counts || moved && style != Marker.Style.DOTTED || moved && ended;
  }

  private static boolean changesWeight(TextLine last, TextLine next) {
    return (last.bold > 0.9 && next.bold < 0.3) || (last.bold < 0.3 && next.bold > 0.9);
  }

  private static boolean opensFootnote(TextLine line) {
    Token first = line.tokens.getFirst();
    return line.tokens.size() > 2
        && first.size < 0.8 * line.size
        && first.text().length() <= 3
        && !Character.isLetter(first.text().charAt(0));
  }

  private static boolean indentBegins(
      List<TextLine> open, TextLine next, boolean shortLast, boolean ended) {
    TextLine last = open.getLast();
    double step = next.x0 - last.x0;
    double least = 0.8 * next.size;
    if (open.size() == 1) {
      // In, after one line: its continuation hangs, unless that line is a paragraph by itself.
      return step > least && last.marker().isEmpty() && ended;
    }
    if (step > least) {
      return ended || shortLast;
    }
    boolean hanging = open.get(1).x0 - open.getFirst().x0 > least;
    return step < -least && (hanging || ended || shortLast);
  }

  /// `By:`, `Name:`, `甲方：`: each starts a line of its own.
  private static boolean isLabel(String text) {
    int colon = text.indexOf(':');
    int wide = text.indexOf('：');
    int at = colon < 0 ? wide : colon;
    return (at > 0 && at <= 28) || text.contains("____");
  }

  static boolean endsSentence(String text) {
    int end = text.length() - 1;
    while (end > 0 && "\"”’')）]】」』".indexOf(text.charAt(end)) >= 0) {
      end--;
    }
    return ".!?。！？;；:：".indexOf(text.charAt(end)) >= 0;
  }
}
