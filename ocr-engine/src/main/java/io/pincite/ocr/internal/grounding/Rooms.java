package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Places for words that nobody has seen: by how far words of their letters reach in print, laid
/// into the lines and gaps where they can stand.
final class Rooms {

  /// Line height to font size, as books are set.
  private static final double LEADING = 1.2;

  /// Between words, in ems.
  static final double SPACE = 0.27;

  /// Pieces of more than this many times a room are never tried in it.
  private static final double OVERFULL = 3;

  private final double widthPoints;
  private final double heightPoints;

  Rooms(Geometry geometry) {
    widthPoints = geometry.widthPoints();
    heightPoints = geometry.heightPoints();
  }

  /// Where words can stand.
  ///
  /// @param line they belong to then
  /// @param standing whether words go down it
  /// @param full whether there is surely something in it
  record Room(BoundingBox box, int line, boolean standing, boolean full) {}

  /// A word in its place.
  record Placed(BoundingBox box, int line) {}

  /// Places for all words, in order.
  ///
  /// @param rooms in reading order, at least one
  /// @param em points of the font; 0 where it is to be taken from the rooms, which are then all
  ///     full
  /// @param opens whether a word begins something that begins in a room of its own
  List<Placed> fill(List<ModelWord> words, List<Room> rooms, double em, boolean[] opens) {
    double size = em > 0 ? em : size(words, rooms);
    int[] ends = distribution(words, rooms, size, opens);
    List<Placed> placed = new ArrayList<>();
    int from = 0;
    for (int r = 0; r < rooms.size(); r++) {
      lay(words.subList(from, ends[r]), rooms.get(r), size, placed);
      from = ends[r];
    }
    return placed;
  }

  private double size(List<ModelWord> words, List<Room> rooms) {
    // Several of one line have gaps between them, as wide as its spaces.
    Map<Integer, BoundingBox> lines = new HashMap<>();
    rooms.forEach(room -> lines.merge(room.line(), room.box(), BoundingBox::union));
    double lengths = 0;
    for (Room room : rooms) {
      BoundingBox line = lines.remove(room.line());
      lengths += line == null ? 0 : length(new Room(line, room.line(), room.standing(), true));
    }
    return lengths / Math.max(1e-9, reach(words));
  }

  private static double reach(List<ModelWord> words) {
    double reach = 0;
    for (int i = 0; i < words.size(); i++) {
      reach += reach(words.get(i), i == 0);
    }
    return reach;
  }

  /// Half of the em of a mark is paper: what room its ink takes begins or ends with the other half.
  private static final double PAPER = 0.5;

  private static double paperBefore(ModelWord word) {
    return "（《「『【〔“‘".contains(word.text()) ? PAPER : 0;
  }

  private static double paperAfter(ModelWord word) {
    return "，。、；：）》」』】〕！？”’".contains(word.text()) ? PAPER : 0;
  }

  private static double reach(ModelWord word, boolean first) {
    return word.advance() + (first || !word.spaceBefore() ? 0 : SPACE);
  }

  /// In points, along its words.
  private double length(Room room) {
    return room.standing() ? room.box().height() * heightPoints : room.box().width() * widthPoints;
  }

  /// Which words stand in which room: the ends of their runs, so that rooms are as full as they
  /// should be. A full one should be filled exactly, an open one not beyond its end.
  private int[] distribution(
      List<ModelWord> words, List<Room> rooms, double size, boolean[] opens) {
    int n = words.size();
    double[] costs = new double[n + 1];
    Arrays.fill(costs, Double.MAX_VALUE);
    costs[0] = 0;
    int[][] starts = new int[rooms.size()][n + 1];
    for (int r = 0; r < rooms.size(); r++) {
      Room room = rooms.get(r);
      double length = Math.max(length(room), 1e-6);
      double[] next = new double[n + 1];
      for (int end = 0; end <= n; end++) {
        next[end] = Double.MAX_VALUE;
        double reach = 0;
        for (int start = end; start >= 0; start--) {
          if (start < end) {
            ModelWord word = words.get(start);
            reach += word.advance();
            if (start + 1 < end && words.get(start + 1).spaceBefore()) {
              reach += SPACE;
            }
            if (reach * size > OVERFULL * length && end - start > 1 && r < rooms.size() - 1) {
              break;
            }
          }
          if (costs[start] < Double.MAX_VALUE) {
            double inked = start == end ? 0 : inked(reach, words.get(start), words.get(end - 1));
            double cost = costs[start] + cost(inked * size, length, room.full());
            if (cost < next[end]) {
              next[end] = cost;
              starts[r][end] = start;
            }
          }
          if (start < end && opens[start]) {
            break;
          }
        }
      }
      costs = next;
    }
    int[] ends = new int[rooms.size()];
    int end = n;
    if (costs[n] == Double.MAX_VALUE) {
      // More things that want a room of their own than there are rooms: evenly, then.
      for (int r = 0; r < ends.length; r++) {
        ends[r] = n * (r + 1) / ends.length;
      }
      return ends;
    }
    for (int r = rooms.size() - 1; r >= 0; r--) {
      ends[r] = end;
      end = starts[r][end];
    }
    return ends;
  }

  /// In points: what a room lacks or has too much of, the more the worse.
  private static double cost(double reach, double length, boolean full) {
    double off = reach - length;
    return off < 0 && !full ? 0 : off * off / length;
  }

  private static double inked(double reach, ModelWord first, ModelWord last) {
    return Math.max(0.1, reach - paperBefore(first) - paperAfter(last));
  }

  private void lay(List<ModelWord> words, Room room, double size, List<Placed> placed) {
    if (words.isEmpty()) {
      return;
    }
    double reach = inked(reach(words), words.getFirst(), words.getLast());
    double scale = 1 / reach;
    if (!room.full()) {
      scale = Math.min(scale, size / Math.max(length(room), 1e-9));
    }
    double at = room.full() ? -paperBefore(words.getFirst()) * scale : 0;
    for (int i = 0; i < words.size(); i++) {
      double end = at + reach(words.get(i), i == 0) * scale;
      double start = end - words.get(i).advance() * scale;
      placed.add(new Placed(part(room.box(), start, end, room.standing()), room.line()));
      at = end;
    }
  }

  /// A part of a box along its words.
  static BoundingBox part(BoundingBox box, double from, double to, boolean standing) {
    return standing
        ? BoundingBox.clamped(
            box.x0(), box.y0() + from * box.height(), box.x1(), box.y0() + to * box.height())
        : BoundingBox.clamped(
            box.x0() + from * box.width(), box.y0(), box.x0() + to * box.width(), box.y1());
  }

  /// Lines that fill a box when these words are set in it.
  ///
  /// @param line number of the first
  List<Room> lines(BoundingBox box, List<ModelWord> words, int line) {
    double width = Math.max(box.width() * widthPoints, 1);
    double height = Math.max(box.height() * heightPoints, 1);
    double size = Math.sqrt(width * height / (LEADING * Math.max(reach(words), 0.1)));
    int count = Math.clamp(Math.round(height / (LEADING * size)), 1, words.size());
    return stripes(box, count, line);
  }

  private static List<Room> stripes(BoundingBox box, int count, int line) {
    List<Room> rooms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var stripe =
          BoundingBox.clamped(
              box.x0(),
              box.y0() + i * box.height() / count,
              box.x1(),
              box.y0() + (i + 1) * box.height() / count);
      rooms.add(new Room(stripe, line + i, false, i < count - 1));
    }
    return rooms;
  }

  /// Points of the font in which words fill their lines' boxes.
  double size(String text, BoundingBox box, boolean standing) {
    double length = standing ? box.height() * heightPoints : box.width() * widthPoints;
    return length / Math.max(0.1, ModelWord.advance(text));
  }

  /// Lines between two heights in which nothing is known: as many as fit at a line's height.
  List<Room> between(BoundingBox around, double top, double bottom, double height, int line) {
    double room = bottom - top - (LEADING - 1) * height;
    int count = (int) Math.round(room / (LEADING * height));
    if (count < 1 || height <= 0) {
      return List.of();
    }
    List<Room> rooms = new ArrayList<>();
    double pitch = (bottom - top) / count;
    for (int i = 0; i < Math.min(count, 200); i++) {
      double y = top + i * pitch + (pitch - height) / 2;
      rooms.add(
          new Room(
              BoundingBox.clamped(around.x0(), y, around.x1(), y + height),
              line + i,
              false,
              false));
    }
    return rooms;
  }
}
