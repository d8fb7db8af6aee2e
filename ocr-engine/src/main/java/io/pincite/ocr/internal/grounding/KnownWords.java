package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The words of a [Geometry] one after the other, and who of the model's blocks has claimed them.
final class KnownWords {

  static final int FREE = -1;

  private static final int GUESSED = -1;

  private final List<Known> words = new ArrayList<>();
  private final List<Way> ways = new ArrayList<>();
  private final int[] claimed;

  /// @param line index of its line on the page
  /// @param block index of its block in the geometry; [#GUESSED] of a word that nobody has read
  record Known(Word word, Form form, int line, int block) {}

  KnownWords(Geometry geometry) {
    for (int block = 0; block < geometry.blocks().size(); block++) {
      for (Line line : Geometry.linesOf(geometry.blocks().get(block))) {
        for (Word word : line.words()) {
          words.add(new Known(word, Form.of(word.text()), ways.size(), block));
        }
        ways.add(way(line, geometry));
      }
    }
    for (Line line : geometry.guessed()) {
      for (Word word : line.words()) {
        words.add(new Known(word, Form.of(word.text()), ways.size(), GUESSED));
      }
      ways.add(way(line, geometry));
    }
    claimed = new int[words.size()];
    Arrays.fill(claimed, FREE);
  }

  int size() {
    return words.size();
  }

  Known get(int index) {
    return words.get(index);
  }

  /// Whether the words of a line go down or up the page.
  boolean isStanding(int line) {
    return line >= 0 && line < ways.size() && ways.get(line).isStanding();
  }

  /// The first number that is no line's.
  int lines() {
    return ways.size();
  }

  /// Whether a word is only what the model says of its place.
  boolean isGuessed(int index) {
    return words.get(index).block() == GUESSED;
  }

  boolean isClaimed(int index) {
    return claimed[index] != FREE;
  }

  /// Number of the passage that has it, or [#FREE].
  int claimant(int index) {
    return claimed[index];
  }

  void claim(int index, int passage) {
    claimed[index] = passage;
  }

  List<Integer> unclaimed() {
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < claimed.length; i++) {
      if (claimed[i] == FREE) {
        free.add(i);
      }
    }
    return free;
  }

  List<Form> forms(List<Integer> indices) {
    return indices.stream().map(index -> words.get(index).form()).toList();
  }

  BoundingBox box(int index) {
    return words.get(index).word().box();
  }

  BoundingBox around(List<Integer> indices) {
    return BoundingBox.around(indices.stream().map(this::box).toList());
  }

  /// Which way most of these words go.
  Way way(List<Integer> indices) {
    int[] counts = new int[Way.values().length];
    indices.forEach(index -> counts[ways.get(words.get(index).line()).ordinal()]++);
    Way most = Way.RIGHT;
    for (Way way : Way.values()) {
      most = counts[way.ordinal()] > counts[most.ordinal()] ? way : most;
    }
    return most;
  }

  /// The same words row by row across all columns.
  List<Integer> byRows(List<Integer> indices) {
    record Upright(int index, BoundingBox box) {}
    Way way = way(indices);
    List<Upright> sorted = new ArrayList<>(indices.size());
    indices.forEach(index -> sorted.add(new Upright(index, way.upright(box(index)))));
    sorted.sort(Comparator.comparingDouble(word -> word.box().centerY()));
    List<Integer> rows = new ArrayList<>(sorted.size());
    int start = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || sorted.get(i).box().centerY() > sorted.get(start).box().y1()) {
        sorted.subList(start, i).stream()
            .sorted(Comparator.comparingDouble(word -> word.box().x0()))
            .forEach(word -> rows.add(word.index()));
        start = i;
      }
    }
    return rows;
  }

  private static Way way(Line line, Geometry geometry) {
    BoundingBox first = line.words().getFirst().box();
    if (line.words().size() == 1) {
      boolean isLong = line.words().getFirst().text().length() > 2;
      boolean isHigh =
          first.height() * geometry.heightPoints() > 2 * first.width() * geometry.widthPoints();
      return isLong && isHigh ? Way.DOWN : Way.RIGHT;
    }
    BoundingBox last = line.words().getLast().box();
    double down = (last.centerY() - first.centerY()) * geometry.heightPoints();
    double right = Math.abs(last.centerX() - first.centerX()) * geometry.widthPoints();
    return Math.abs(down) <= right ? Way.RIGHT : down > 0 ? Way.DOWN : Way.UP;
  }
}
