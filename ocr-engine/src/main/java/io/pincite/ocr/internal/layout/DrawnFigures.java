package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Block;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageContent;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Figures that are drawn in paths: a chart, a diagram. Paths are drawn for many reasons, so only
/// those are taken for a figure that a caption of one stands next to; a page without such a caption
/// is left as it is. What is written in a figure stays where it is among the blocks.
final class DrawnFigures {
  /// "Figure 3 shows …" is a sentence.
  private static final Pattern CAPTION =
      Pattern.compile(
          "(?i:figure|fig\\.?|chart|diagram|graph)\\s?(?:[A-Z][.-]?)?[\\dIVX]+(?:[.\\-]\\d+)*\\s?(?:[.:：—–-].*|$|[\\p{Lu}(\\p{IsHan}].*)"
              + "|[图圖][表錶]?\\s?[\\d一二三四五六七八九十]+(?:[.\\-]\\d+)*(?!\\s?(?:所示|显示|顯示|展示|给出|給出|表明|说明|說明|描述|中|是|为|為|可|与|與|和|及|、|，)).*",
          Pattern.DOTALL);

  private static final int MOST_CAPTION_LINES = 6;

  /// As points, like all below.
  private static final double FARTHEST_FROM_CAPTION = 48;

  private static final double BESIDE_CAPTION = 36;
  private static final double LEAST_WIDTH = 60;
  private static final double LEAST_HEIGHT = 40;
  private static final int LEAST_MARKS = 3;
  private static final double MOST_OF_PAGE = 0.7;

  /// How far apart marks of one drawing are. A line that is alone may be the edge of something
  /// else.
  private static final double GAP = 12;

  private static final double GAP_OF_LINE = 6;
  private static final double GAP_OF_PARTS = 20;
  private static final double GAP_OF_LABEL = 8;
  private static final double FARTHEST_LABEL = 45;

  /// Less is a label, a title or a legend.
  private static final int LEAST_PROSE = 80;

  private static final int LEAST_PROSE_WORDS = 12;
  private static final double TOUCH = 2;

  private final Frame frame;
  private final List<Block> blocks;
  private final List<Part> parts = new ArrayList<>();
  private final List<Area> labels = new ArrayList<>();
  private final List<Area> barriers = new ArrayList<>();

  /// Marks that belong together.
  ///
  /// @param lines whether all of them are level or upright lines
  private record Part(Area area, int marks, boolean lines) {
    Part with(Part other) {
      return new Part(area.union(other.area), marks + other.marks, lines && other.lines);
    }
  }

  /// @param caption index of its block
  /// @param gap between the two
  private record Found(int caption, boolean above, Area area, double gap) {}

  private DrawnFigures(Frame frame, List<Block> blocks) {
    this.frame = frame;
    this.blocks = blocks;
  }

  /// The blocks with figures before or behind their captions.
  static List<Block> among(List<Block> blocks, PageContent page, Frame frame) {
    List<Integer> captions = new ArrayList<>();
    if (!page.marks().isEmpty()) {
      for (int i = 0; i < blocks.size(); i++) {
        if (isCaption(blocks.get(i))) {
          captions.add(i);
        }
      }
    }
    return captions.isEmpty() ? blocks : new DrawnFigures(frame, blocks).with(captions, page);
  }

  private static boolean isCaption(Block block) {
    boolean canBe =
        switch (block) {
          case Block.Paragraph _, Block.Caption _, Block.Heading _, Block.Other _ -> true;
          case Block.ListItem _,
              Block.Table _,
              Block.Figure _,
              Block.Formula _,
              Block.PageHeader _,
              Block.PageFooter _,
              Block.PageNumber _,
              Block.Footnote _,
              Block.Seal _ ->
              false;
        };
    return canBe
        && !block.label().equals("contents-entry")
        && block.lines().size() <= MOST_CAPTION_LINES
        && CAPTION.matcher(text(block)).matches();
  }

  private static String text(Block block) {
    return block.lines().stream().map(Line::text).collect(Collectors.joining(" ")).strip();
  }

  private List<Block> with(List<Integer> captions, PageContent page) {
    sort(captions);
    gather(page);
    List<Found> found = new ArrayList<>();
    for (int caption : captions) {
      find(caption, true).ifPresent(found::add);
      find(caption, false).ifPresent(found::add);
    }
    found.sort(Comparator.comparingDouble(Found::gap));
    Map<Integer, Found> byCaption = new HashMap<>();
    for (Found each : found) {
      boolean isFree = byCaption.values().stream().noneMatch(other -> touch(other.area, each.area));
      if (isFree) {
        byCaption.putIfAbsent(each.caption, each);
      }
    }
    List<Block> all = new ArrayList<>(blocks.size() + byCaption.size());
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      Found figure = byCaption.get(i);
      if (figure == null) {
        all.add(block);
        continue;
      }
      var drawn = new Block.Figure(List.of(), frame.box(figure.area), "drawing");
      var caption = new Block.Caption(block.lines(), block.box(), "caption");
      all.add(figure.above ? drawn : caption);
      all.add(figure.above ? caption : drawn);
    }
    return all;
  }

  /// What a figure may have in it, and what it ends at.
  private void sort(List<Integer> captions) {
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      Area area = frame.area(block.box());
      boolean isLabel =
          switch (block) {
            case Block.Paragraph _,
                Block.Heading _,
                Block.ListItem _,
                Block.Other _,
                Block.Formula _ ->
                !captions.contains(i) && !isProse(block);
            // Numbers along an axis are taken for it as well.
            case Block.PageNumber number -> number.label().equals("page-number-within");
            case Block.Caption _,
                Block.Table _,
                Block.Figure _,
                Block.PageHeader _,
                Block.PageFooter _,
                Block.Footnote _,
                Block.Seal _ ->
                false;
          };
      if (!isLabel) {
        barriers.add(area);
        continue;
      }
      // Labels that stand in one row are one block, whatever lies between them.
      for (Line line : block.lines()) {
        for (Word word : line.words()) {
          labels.add(frame.area(word.box()));
        }
      }
    }
  }

  private static boolean isProse(Block block) {
    String text = text(block);
    long letters = text.codePoints().filter(Character::isLetter).count();
    long han = text.codePoints().filter(Character::isIdeographic).count();
    boolean isLong = text.length() + han >= LEAST_PROSE && letters * 10L >= text.length() * 6L;
    long words = block.lines().stream().mapToLong(line -> line.words().size()).sum();
    return isLong && words >= LEAST_PROSE_WORDS;
  }

  /// Marks that lie together become parts.
  private void gather(PageContent page) {
    List<Part> marks = new ArrayList<>();
    for (PageContent.Mark mark : page.marks()) {
      var part = new Part(frame.area(mark.box()), 1, mark.straight());
      if (!isBarred(part.area)) {
        marks.add(part);
      }
    }
    marks.sort(
        Comparator.comparingDouble((Part part) -> part.area.y0())
            .thenComparingDouble(part -> part.area.x0()));
    for (Part mark : marks) {
      Part grown = mark;
      boolean again = true;
      while (again) {
        again = false;
        for (int i = parts.size() - 1; i >= 0; i--) {
          Part other = parts.get(i);
          double gap = grown.lines || other.lines ? GAP_OF_LINE : GAP;
          if (within(grown.area, other.area, gap) && !isBarred(grown.area.union(other.area))) {
            grown = grown.with(other);
            parts.remove(i);
            again = true;
          }
        }
      }
      parts.add(grown);
    }
  }

  private Optional<Found> find(int index, boolean above) {
    Area caption = frame.area(blocks.get(index).box());
    return parts.stream()
        .filter(part -> !part.lines && isNextTo(part.area, caption, above))
        .min(Comparator.comparingDouble(part -> gap(part.area, caption, above)))
        .map(this::whole)
        .filter(whole -> isFigure(whole, caption, above))
        .map(whole -> new Found(index, above, whole.area, gap(whole.area, caption, above)));
  }

  private static double gap(Area area, Area caption, boolean above) {
    return above ? caption.y0() - area.y1() : area.y0() - caption.y1();
  }

  private static boolean isNextTo(Area area, Area caption, boolean above) {
    double gap = gap(area, caption, above);
    return gap >= -TOUCH
        && gap <= FARTHEST_FROM_CAPTION
        && area.overlapX(caption) > -BESIDE_CAPTION;
  }

  private boolean isFigure(Part whole, Area caption, boolean above) {
    Area area = whole.area;
    return whole.marks >= LEAST_MARKS
        && area.width() >= LEAST_WIDTH
        && area.height() >= LEAST_HEIGHT
        && area.width() * area.height() < MOST_OF_PAGE * frame.width() * frame.height()
        && gap(area, caption, above) >= -TOUCH;
  }

  /// With the other parts of the drawing, and what is written in it and at its edges.
  private Part whole(Part seed) {
    Part whole = seed;
    List<Part> rest = new ArrayList<>(parts);
    rest.remove(seed);
    boolean again = true;
    while (again) {
      again = false;
      for (int i = rest.size() - 1; i >= 0; i--) {
        Part part = rest.get(i);
        boolean isOfIt =
            within(whole.area, part.area, GAP_OF_PARTS)
                && (!part.lines || part.area.width() <= whole.area.width() + GAP_OF_PARTS);
        if (isOfIt && !isBarred(whole.area.union(part.area))) {
          whole = whole.with(part);
          rest.remove(i);
          again = true;
        }
      }
    }
    return new Part(withLabels(whole.area), whole.marks, whole.lines);
  }

  /// The name of an axis stands beyond the numbers along it.
  private Area withLabels(Area marks) {
    Area all = marks;
    List<Area> written =
        new ArrayList<>(
            labels.stream().filter(label -> within(marks, label, FARTHEST_LABEL)).toList());
    boolean again = true;
    while (again) {
      again = false;
      for (int i = written.size() - 1; i >= 0; i--) {
        Area more = all.union(written.get(i));
        if (within(all, written.get(i), GAP_OF_LABEL) && !isBarred(more)) {
          all = more;
          written.remove(i);
          again = true;
        }
      }
    }
    return all;
  }

  private static boolean within(Area area, Area other, double gap) {
    return area.overlapX(other) > -gap && area.overlapY(other) > -gap;
  }

  private static boolean touch(Area area, Area other) {
    return within(area, other, -TOUCH);
  }

  private boolean isBarred(Area area) {
    return barriers.stream().anyMatch(barrier -> touch(area, barrier));
  }
}
