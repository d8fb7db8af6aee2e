package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The ruling lines of a page in a [Frame], pieces of one line joined, sorted by position.
final class Rules {

  /// Drawings have tens of thousands of strokes; no table has this many.
  private static final int MOST = 4000;

  private static final double SAME_POSITION = 1.6;
  private static final double SAME_LINE_GAP = 3;

  final List<Rule> horizontal;
  final List<Rule> vertical;

  private Rules(List<Rule> horizontal, List<Rule> vertical) {
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  static Rules of(List<Rule> rules) {
    if (rules.size() > MOST) {
      return new Rules(List.of(), List.of());
    }
    return new Rules(joined(rules, true), joined(rules, false));
  }

  private static List<Rule> joined(List<Rule> rules, boolean horizontal) {
    List<Rule> sorted = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.horizontal() == horizontal) {
        sorted.add(rule);
      }
    }
    sorted.sort(Comparator.comparingDouble(Rule::position).thenComparingDouble(Rule::from));
    List<Rule> result = new ArrayList<>();
    int start = 0;
    while (start < sorted.size()) {
      int end = start + 1;
      while (end < sorted.size()
          && sorted.get(end).position() - sorted.get(start).position() <= SAME_POSITION) {
        end++;
      }
      List<Rule> together = new ArrayList<>(sorted.subList(start, end));
      together.sort(Comparator.comparingDouble(Rule::from));
      Rule open = together.getFirst();
      for (Rule next : together.subList(1, together.size())) {
        if (next.from() - open.to() <= SAME_LINE_GAP) {
          open = new Rule(open.area().union(next.area()), horizontal);
        } else {
          result.add(open);
          open = next;
        }
      }
      result.add(open);
      start = end;
    }
    result.removeIf(rule -> rule.length() < 4);
    result.sort(Comparator.comparingDouble(Rule::position).thenComparingDouble(Rule::from));
    return List.copyOf(result);
  }

  boolean isEmpty() {
    return horizontal.isEmpty() && vertical.isEmpty();
  }

  /// Whether a line is drawn between two heights over at least this share of a width.
  boolean separates(double y0, double y1, double x0, double x1, double share) {
    double covered = 0;
    for (int i = firstAt(horizontal, y0); i < horizontal.size(); i++) {
      Rule rule = horizontal.get(i);
      if (rule.position() > y1) {
        break;
      }
      covered += Math.max(0, Math.min(rule.to(), x1) - Math.max(rule.from(), x0));
    }
    return covered >= share * (x1 - x0);
  }

  static int firstAt(List<Rule> rules, double position) {
    int low = 0;
    int high = rules.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rules.get(middle).position() < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
