package io.pincite.ingest.internal.structure;

import io.pincite.ocr.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what belongs to the pages rather than to the document, where a page alone could not tell:
/// the same line at the same height of many pages, and numbers that count up through the document.
final class Furniture {
  /// Share of the page's height, at its top and bottom, where repeated lines are looked for.
  private static final double EDGE = 0.14;

  private static final double SAME_HEIGHT = 0.025;
  private static final int LONGEST = 200;
  private static final int FEWEST_PAGES = 3;
  private static final double SMALLEST_SHARE = 0.3;

  private static final Pattern PAGE_NUMBER =
      Pattern.compile(
          "^[-–—\\s]*(?:(?i:page)\\s+)?(?:[A-Z]{1,3}-)?(\\d{1,4})(?:\\s*(?:of|/)\\s*\\d{1,4})?[-–—\\s]*$"
              + "|^第\\s*(\\d{1,4})\\s*页(?:[\\s,，/]*共\\s*\\d{1,4}\\s*页)?$");

  private Furniture() {}

  /// @param items of all pages in order
  static void mark(List<FlowItem> items, int pages) {
    for (FlowItem item : items) {
      item.furniture = !item.type().isInFlow();
    }
    markRepeated(items, pages);
    markPageNumbers(items);
  }

  private static void markRepeated(List<FlowItem> items, int pages) {
    if (pages < 2) {
      return;
    }
    Map<String, List<FlowItem>> same = new HashMap<>();
    for (FlowItem item : items) {
      boolean atEdge = item.block.box().y1() < EDGE || item.block.box().y0() > 1 - EDGE;
      if (atEdge
          && !item.block.isDescribed()
          && item.type() != Block.Type.TABLE
          && item.text.length() <= LONGEST
          && !item.text.isEmpty()) {
        String key = item.text.replaceAll("\\d+", "#").replaceAll("\\s+", " ").strip();
        same.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
      }
    }
    for (List<FlowItem> alike : same.values()) {
      for (List<FlowItem> level : byHeight(alike)) {
        Set<Integer> on = new HashSet<>();
        level.forEach(item -> on.add(item.page()));
        boolean often = on.size() >= FEWEST_PAGES && on.size() >= SMALLEST_SHARE * pages;
        boolean everywhere = pages == 2 && on.size() == 2 && !isClause(level.getFirst());
        boolean running = on.size() >= FEWEST_PAGES && areConsecutive(on);
        if (often || everywhere || running) {
          level.forEach(item -> item.furniture = true);
        }
      }
    }
  }

  private static boolean isClause(FlowItem item) {
    return item.mark.isPresent();
  }

  private static boolean areConsecutive(Set<Integer> pages) {
    int first = pages.stream().mapToInt(Integer::intValue).min().orElseThrow();
    int last = pages.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return last - first + 1 <= pages.size() * 3 / 2;
  }

  private static List<List<FlowItem>> byHeight(List<FlowItem> alike) {
    List<FlowItem> sorted = new ArrayList<>(alike);
    sorted.sort((a, b) -> Double.compare(a.block.box().y0(), b.block.box().y0()));
    List<List<FlowItem>> levels = new ArrayList<>();
    double last = -1;
    for (FlowItem item : sorted) {
      double y = item.block.box().y0();
      if (levels.isEmpty() || y - last > SAME_HEIGHT) {
        levels.add(new ArrayList<>());
      }
      levels.getLast().add(item);
      last = y;
    }
    return levels;
  }

  /// Blocks that are nothing but a number, counting up: also in the middle of a page, where one
  /// document was printed into the pages of another.
  private static void markPageNumbers(List<FlowItem> items) {
    List<FlowItem> run = new ArrayList<>();
    int last = -1;
    for (FlowItem item : items) {
      if (item.type() == Block.Type.TABLE || item.block.isDescribed() || item.text.length() > 24) {
        continue;
      }
      Matcher matcher = PAGE_NUMBER.matcher(item.text);
      if (!matcher.matches()) {
        continue;
      }
      String digits = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      int number = Integer.parseInt(digits);
      if (number <= last || number > last + 3) {
        keep(run);
        run.clear();
      }
      run.add(item);
      last = number;
    }
    keep(run);
  }

  private static void keep(List<FlowItem> run) {
    if (run.size() >= FEWEST_PAGES) {
      run.forEach(item -> item.furniture = true);
    }
  }
}
