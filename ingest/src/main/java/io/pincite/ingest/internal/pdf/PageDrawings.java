package io.pincite.ingest.internal.pdf;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageContent.Mark;
import io.pincite.ocr.PageContent.Ruling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a page draws besides text: lines, filled areas and pictures. Coordinates are points as
/// displayed.
final class PageDrawings {
  private static final double THICKEST_LINE = 3.2;
  private static final double SHORTEST_LINE = 4;
  /// Dashes of one line may be this far apart.
  private static final double WIDEST_DASH_GAP = 4.5;

  private static final int MOST_SEGMENTS = 50_000;
  private static final int MOST_FILLS = 4_000;
  private static final int MOST_IMAGES = 2_000;
  /// More are a map or a texture; what is gathered of it would be a part.
  private static final int MOST_MARKS = 6_000;

  private static final int MOST_POINTS = 20_000;
  private static final int WHITE = 0xFFFFFF;
  /// Letters are between these heights, in points: of small print and of a headline.
  private static final double LEAST_LETTER = 3;

  private static final double TALLEST_LETTER = 40;

  /// @param from first point of this part of the path
  private record Part(int from, boolean straight) {}

  record Segment(double x0, double y0, double x1, double y1, boolean horizontal) {
    double along0() {
      return horizontal ? x0 : y0;
    }

    double along1() {
      return horizontal ? x1 : y1;
    }

    double across() {
      return horizontal ? (y0 + y1) / 2 : (x0 + x1) / 2;
    }
  }

  /// A filled area.
  ///
  /// @param order number of words on the page when it was painted: it covers those
  /// @param colour or [GraphicsState#UNKNOWN_COLOUR]
  /// @param covers whether nothing under it can be seen
  record Fill(
      double x0,
      double y0,
      double x1,
      double y1,
      int colour,
      boolean covers,
      boolean picture,
      int order) {
    boolean contains(double x, double y) {
      return x0 <= x && x <= x1 && y0 <= y && y <= y1;
    }
  }

  private final double width;
  private final double height;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Fill> fills = new ArrayList<>();
  private final List<double[]> images = new ArrayList<>();

  /// One more than there may be, where there are too many.
  private final List<Mark> marks = new ArrayList<>();

  private int letterShapes;

  private double[] px = new double[64];
  private double[] py = new double[64];
  private int points;
  private final List<Part> parts = new ArrayList<>();
  private double startX;
  private double startY;
  private double lastX;
  private double lastY;

  PageDrawings(double width, double height) {
    this.width = width;
    this.height = height;
  }

  List<Fill> fills() {
    return fills;
  }

  // The path

  void moveTo(double x, double y) {
    parts.add(new Part(points, true));
    add(x, y);
    startX = x;
    startY = y;
  }

  void lineTo(double x, double y) {
    if (parts.isEmpty()) {
      moveTo(x, y);
      return;
    }
    add(x, y);
  }

  void curveTo(double x, double y) {
    if (parts.isEmpty()) {
      moveTo(x, y);
      return;
    }
    Part last = parts.getLast();
    if (last.straight()) {
      parts.set(parts.size() - 1, new Part(last.from(), false));
    }
    add(x, y);
  }

  void close() {
    if (!parts.isEmpty() && (lastX != startX || lastY != startY)) {
      add(startX, startY);
    }
  }

  private void add(double x, double y) {
    lastX = x;
    lastY = y;
    if (points >= MOST_POINTS) {
      return;
    }
    if (points == px.length) {
      px = Arrays.copyOf(px, points * 2);
      py = Arrays.copyOf(py, points * 2);
    }
    px[points] = x;
    py[points++] = y;
  }

  void clear() {
    points = 0;
    parts.clear();
  }

  void clip(GraphicsState state) {
    if (points == 0) {
      // An empty path leaves nothing to be seen.
      state.clip(0, 0, -1, -1);
      return;
    }
    double x0 = px[0];
    double x1 = x0;
    double y0 = py[0];
    double y1 = y0;
    for (int i = 1; i < points; i++) {
      x0 = Math.min(x0, px[i]);
      x1 = Math.max(x1, px[i]);
      y0 = Math.min(y0, py[i]);
      y1 = Math.max(y1, py[i]);
    }
    if (points >= MOST_POINTS) {
      return;
    }
    state.clip(x0, y0, x1, y1);
  }

  void stroke(GraphicsState state) {
    if (state.strokeAlpha <= 0.02) {
      return;
    }
    double scale = Math.sqrt(Math.abs(state.a * state.d - state.b * state.c));
    double half = Math.max(state.lineWidth * scale, 0.2) / 2;
    for (int part = 0; part < parts.size(); part++) {
      mark(state, part, half, state.stroke);
    }
    if (half * 2 > THICKEST_LINE) {
      return;
    }
    for (int part = 0; part < parts.size(); part++) {
      int end = part + 1 < parts.size() ? parts.get(part + 1).from() : points;
      for (int i = parts.get(part).from() + 1; i < end; i++) {
        line(state, px[i - 1], py[i - 1], px[i], py[i], half, state.stroke);
      }
    }
  }

  /// @param half of the width of a line around it
  private void mark(GraphicsState state, int part, double half, int colour) {
    int from = parts.get(part).from();
    int end = part + 1 < parts.size() ? parts.get(part + 1).from() : points;
    if (end - from < 2 || marks.size() > MOST_MARKS) {
      return;
    }
    double x0 = px[from];
    double x1 = x0;
    double y0 = py[from];
    double y1 = y0;
    for (int i = from + 1; i < end; i++) {
      x0 = Math.min(x0, px[i]);
      x1 = Math.max(x1, px[i]);
      y0 = Math.min(y0, py[i]);
      y1 = Math.max(y1, py[i]);
    }
    x0 = Math.max(x0 - half, state.clipX0);
    y0 = Math.max(y0 - half, state.clipY0);
    x1 = Math.min(x1 + half, state.clipX1);
    y1 = Math.min(y1 + half, state.clipY1);
    // Nothing of it is to be seen, or its place is no number.
    if (!(x0 <= x1 && y0 <= y1)) {
      return;
    }
    if (isAlmost(colour, WHITE) && isAlmost(background((x0 + x1) / 2, (y0 + y1) / 2), WHITE)) {
      return;
    }
    boolean straight = Math.min(x1 - x0, y1 - y0) <= THICKEST_LINE;
    marks.add(
        new Mark(BoundingBox.clamped(x0 / width, y0 / height, x1 / width, y1 / height), straight));
  }

  private void line(
      GraphicsState state, double xa, double ya, double xb, double yb, double half, int colour) {
    double dx = Math.abs(xb - xa);
    double dy = Math.abs(yb - ya);
    double slack = Math.max(0.5, Math.max(dx, dy) * 0.003);
    if (dy <= slack && dx > dy) {
      double y = (ya + yb) / 2;
      segment(state, Math.min(xa, xb), y - half, Math.max(xa, xb), y + half, true, colour);
    } else if (dx <= slack && dy > dx) {
      double x = (xa + xb) / 2;
      segment(state, x - half, Math.min(ya, yb), x + half, Math.max(ya, yb), false, colour);
    }
  }

  private void segment(
      GraphicsState state,
      double x0,
      double y0,
      double x1,
      double y1,
      boolean horizontal,
      int colour) {
    double cx0 = Math.max(x0, state.clipX0);
    double cy0 = Math.max(y0, state.clipY0);
    double cx1 = Math.min(x1, state.clipX1);
    double cy1 = Math.min(y1, state.clipY1);
    if (cx0 > cx1 || cy0 > cy1 || segments.size() >= MOST_SEGMENTS) {
      return;
    }
    if (isAlmost(colour, WHITE) && isAlmost(background((cx0 + cx1) / 2, (cy0 + cy1) / 2), WHITE)) {
      return;
    }
    segments.add(new Segment(cx0, cy0, cx1, cy1, horizontal));
  }

  void fill(GraphicsState state, int order) {
    if (state.fillAlpha <= 0.02) {
      return;
    }
    for (int part = 0; part < parts.size(); part++) {
      int from = parts.get(part).from();
      int end = part + 1 < parts.size() ? parts.get(part + 1).from() : points;
      if (end - from < 2) {
        continue;
      }
      mark(state, part, 0, state.fill);
      double x0 = px[from];
      double x1 = x0;
      double y0 = py[from];
      double y1 = y0;
      boolean upright = parts.get(part).straight();
      for (int i = from + 1; i < end; i++) {
        upright &= Math.abs(px[i] - px[i - 1]) < 0.3 || Math.abs(py[i] - py[i - 1]) < 0.3;
        x0 = Math.min(x0, px[i]);
        x1 = Math.max(x1, px[i]);
        y0 = Math.min(y0, py[i]);
        y1 = Math.max(y1, py[i]);
      }
      boolean rectangle = upright && end - from <= 5;
      double wide = x1 - x0;
      double high = y1 - y0;
      if (rectangle && Math.min(wide, high) <= THICKEST_LINE) {
        if (high <= wide) {
          segment(state, x0, y0, x1, y1, true, state.fill);
        } else {
          segment(state, x0, y0, x1, y1, false, state.fill);
        }
      } else {
        if (!rectangle
            && high >= LEAST_LETTER
            && high <= TALLEST_LETTER
            && wide <= TALLEST_LETTER) {
          letterShapes++;
        }
        boolean covers = rectangle && state.opaque && state.fillAlpha >= 0.98;
        area(state, x0, y0, x1, y1, state.fill, covers, false, order);
      }
    }
  }

  private void area(
      GraphicsState state,
      double x0,
      double y0,
      double x1,
      double y1,
      int colour,
      boolean covers,
      boolean picture,
      int order) {
    double cx0 = Math.max(x0, state.clipX0);
    double cy0 = Math.max(y0, state.clipY0);
    double cx1 = Math.min(x1, state.clipX1);
    double cy1 = Math.min(y1, state.clipY1);
    if (cx1 - cx0 > 1 && cy1 - cy0 > 1 && fills.size() < MOST_FILLS) {
      fills.add(new Fill(cx0, cy0, cx1, cy1, colour, covers, picture, order));
    }
  }

  /// Everything inside the clipping path is painted in colours that are not known.
  void shade(GraphicsState state, int order) {
    area(
        state,
        state.clipX0,
        state.clipY0,
        state.clipX1,
        state.clipY1,
        GraphicsState.UNKNOWN_COLOUR,
        false,
        false,
        order);
  }

  /// A picture fills the unit square of the current coordinates.
  void image(GraphicsState state, boolean covers, int order) {
    double x0 = state.e + Math.min(0, state.a) + Math.min(0, state.c);
    double x1 = state.e + Math.max(0, state.a) + Math.max(0, state.c);
    double y0 = state.f + Math.min(0, state.b) + Math.min(0, state.d);
    double y1 = state.f + Math.max(0, state.b) + Math.max(0, state.d);
    double cx0 = Math.max(x0, state.clipX0);
    double cy0 = Math.max(y0, state.clipY0);
    double cx1 = Math.min(x1, state.clipX1);
    double cy1 = Math.min(y1, state.clipY1);
    if (!(cx1 > cx0 && cy1 > cy0)) {
      return;
    }
    double wide = cx1 - cx0;
    double high = cy1 - cy0;
    if (Math.min(wide, high) <= THICKEST_LINE && Math.max(wide, high) > 8 * Math.min(wide, high)) {
      segment(state, cx0, cy0, cx1, cy1, wide > high, GraphicsState.UNKNOWN_COLOUR);
    }
    if (images.size() < MOST_IMAGES) {
      images.add(new double[] {cx0, cy0, cx1, cy1});
    }
    area(
        state,
        x0,
        y0,
        x1,
        y1,
        GraphicsState.UNKNOWN_COLOUR,
        covers && state.opaque && state.fillAlpha >= 0.98,
        true,
        order);
  }

  /// The colour under a point at this moment; white paper where nothing has been painted.
  int background(double x, double y) {
    for (int i = fills.size() - 1; i >= 0; i--) {
      if (fills.get(i).contains(x, y)) {
        return fills.get(i).colour();
      }
    }
    return WHITE;
  }

  /// Whether text of this colour would not be seen at this point.
  boolean hides(int colour, double x, double y) {
    if (colour == GraphicsState.UNKNOWN_COLOUR || fills.isEmpty() && !isAlmost(colour, WHITE)) {
      return false;
    }
    return isAlmost(colour, background(x, y));
  }

  private static boolean isAlmost(int colour, int other) {
    if (colour == GraphicsState.UNKNOWN_COLOUR || other == GraphicsState.UNKNOWN_COLOUR) {
      return false;
    }
    return Math.abs((colour >> 16) - (other >> 16)) <= 5
        && Math.abs((colour >> 8 & 0xFF) - (other >> 8 & 0xFF)) <= 5
        && Math.abs((colour & 0xFF) - (other & 0xFF)) <= 5;
  }

  // What comes out

  /// Dashes and pieces of one line joined, in no order.
  List<Ruling> rulings() {
    List<Ruling> rulings = new ArrayList<>();
    join(true, rulings);
    join(false, rulings);
    return rulings;
  }

  private void join(boolean horizontal, List<Ruling> rulings) {
    List<Segment> lines =
        new ArrayList<>(segments.stream().filter(s -> s.horizontal() == horizontal).toList());
    lines.sort(
        Comparator.comparingLong((Segment s) -> Math.round(s.across() * 1.25))
            .thenComparingDouble(Segment::along0));
    Segment open = null;
    for (Segment line : lines) {
      if (open != null
          && Math.abs(open.across() - line.across()) <= 0.8
          && line.along0() <= open.along1() + WIDEST_DASH_GAP) {
        open =
            new Segment(
                Math.min(open.x0(), line.x0()),
                Math.min(open.y0(), line.y0()),
                Math.max(open.x1(), line.x1()),
                Math.max(open.y1(), line.y1()),
                horizontal);
      } else {
        keep(open, rulings);
        open = line;
      }
    }
    keep(open, rulings);
  }

  private void keep(@Nullable Segment line, List<Ruling> rulings) {
    if (line != null && line.along1() - line.along0() >= SHORTEST_LINE) {
      rulings.add(
          new Ruling(
              BoundingBox.clamped(
                  line.x0() / width, line.y0() / height, line.x1() / width, line.y1() / height),
              line.horizontal()));
    }
  }

  /// Pieces of paths, as far as they are to be seen; none where there are too many.
  List<Mark> marks() {
    return marks.size() > MOST_MARKS ? List.of() : marks;
  }

  List<BoundingBox> images() {
    return images.stream()
        .filter(image -> image[2] - image[0] > 3 && image[3] - image[1] > 3)
        .map(
            image ->
                BoundingBox.clamped(
                    image[0] / width, image[1] / height, image[2] / width, image[3] / height))
        .toList();
  }

  /// Share of the page under pictures, strips of one scan counted together.
  double pictureShare() {
    int cells = 40;
    boolean[] covered = new boolean[cells * cells];
    for (double[] image : images) {
      int x0 = (int) Math.floor(image[0] / width * cells + 0.5);
      int x1 = (int) Math.floor(image[2] / width * cells + 0.5);
      int y0 = (int) Math.floor(image[1] / height * cells + 0.5);
      int y1 = (int) Math.floor(image[3] / height * cells + 0.5);
      for (int y = Math.max(y0, 0); y < Math.min(y1, cells); y++) {
        for (int x = Math.max(x0, 0); x < Math.min(x1, cells); x++) {
          covered[y * cells + x] = true;
        }
      }
    }
    int count = 0;
    for (boolean cell : covered) {
      count += cell ? 1 : 0;
    }
    return (double) count / covered.length;
  }

  /// Filled outlines of the size of letters.
  int letterShapes() {
    return letterShapes;
  }

  boolean isEmpty() {
    return segments.isEmpty() && images.isEmpty() && fills.isEmpty();
  }
}
