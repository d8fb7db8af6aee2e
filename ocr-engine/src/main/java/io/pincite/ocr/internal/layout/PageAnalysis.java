package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Block;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageContent;
import io.pincite.ocr.PageContent.Ruling;
import io.pincite.ocr.PageContent.StyledWord;
import java.util.ArrayList;
import java.util.List;

/// One page from words to blocks: each direction of text by itself, then together.
public final class PageAnalysis {

  private static final int[] DIRECTIONS = {0, 90, 180, 270};

  private PageAnalysis() {}

  public static List<Block> of(PageContent page) {
    List<List<Integer>> byDirection = byDirection(page);
    List<Integer> order = mostWordsFirst(page, byDirection);
    List<Block> blocks = new ArrayList<>();
    boolean main = true;
    boolean[] taken = new boolean[page.words().size()];
    for (int direction : order) {
      List<Integer> words = byDirection.get(direction);
      if (words.isEmpty() && !main) {
        continue;
      }
      FrameAnalysis analysis = analyse(page, direction, words, byDirection, taken, main);
      for (int word : words) {
        taken[word] = true;
      }
      if (main) {
        blocks.addAll(analysis.headers());
        blocks.addAll(analysis.flow());
        blocks.addAll(analysis.footers());
      } else {
        Insertion.into(blocks, analysis, Frame.of(page, DIRECTIONS[order.getFirst()]));
      }
      main = false;
    }
    Frame upright = Frame.of(page, DIRECTIONS[order.getFirst()]);
    blocks = new ArrayList<>(DrawnFigures.among(blocks, page, upright));
    for (PageContent.Imprint imprint : page.imprints()) {
      Insertion.into(blocks, block(imprint), upright);
    }
    return List.copyOf(blocks);
  }

  private static Block block(PageContent.Imprint imprint) {
    return switch (imprint.kind()) {
      case SEAL -> new Block.Seal(List.of(), imprint.box(), "seal");
      case SIGNATURE -> new Block.Figure(List.of(), imprint.box(), "signature");
    };
  }

  private static List<List<Integer>> byDirection(PageContent page) {
    List<List<Integer>> byDirection = new ArrayList<>();
    for (int i = 0; i < DIRECTIONS.length; i++) {
      byDirection.add(new ArrayList<>());
    }
    for (int i = 0; i < page.words().size(); i++) {
      int direction = Math.floorMod(page.words().get(i).direction() + 45, 360) / 90;
      byDirection.get(direction).add(i);
    }
    return byDirection;
  }

  private static List<Integer> mostWordsFirst(PageContent page, List<List<Integer>> byDirection) {
    long[] characters = new long[DIRECTIONS.length];
    for (int i = 0; i < DIRECTIONS.length; i++) {
      for (int word : byDirection.get(i)) {
        characters[i] += page.words().get(word).word().text().length();
      }
    }
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
    order.sort((a, b) -> Long.compare(characters[b], characters[a]));
    return order;
  }

  private static FrameAnalysis analyse(
      PageContent page,
      int direction,
      List<Integer> words,
      List<List<Integer>> byDirection,
      boolean[] taken,
      boolean main) {
    Frame frame = Frame.of(page, DIRECTIONS[direction]);
    List<Token> tokens = new ArrayList<>(words.size());
    for (int word : words) {
      if (!taken[word]) {
        tokens.add(frame.token(page.words().get(word), word));
      }
    }
    List<Rule> drawn = new ArrayList<>(page.rulings().size());
    for (Ruling ruling : page.rulings()) {
      drawn.add(frame.rule(ruling));
    }
    Rules rules = Rules.of(drawn);
    double size = FrameAnalysis.bodySize(tokens);
    List<TableDraft> tables = RuledTables.in(rules, tokens);
    List<Picture> pictures = main ? Pictures.of(page, frame) : List.of();
    if (!tables.isEmpty()) {
      for (int other = 0; other < DIRECTIONS.length; other++) {
        if (other != direction) {
          adopt(page, frame, other, byDirection.get(other), taken, tables);
        }
      }
    }
    return FrameAnalysis.of(frame, tokens, rules, tables, pictures, size);
  }

  /// Words written sideways in the cells of a table, such as the names of narrow columns.
  private static void adopt(
      PageContent page,
      Frame frame,
      int direction,
      List<Integer> words,
      boolean[] taken,
      List<TableDraft> tables) {
    Frame own = Frame.of(page, DIRECTIONS[direction]);
    for (TableDraft table : tables) {
      List<Integer> inside = new ArrayList<>();
      for (int word : words) {
        Area area = frame.area(page.words().get(word).word().box());
        if (!taken[word] && table.grid().contains(area.centerX(), area.centerY())) {
          inside.add(word);
        }
      }
      if (inside.isEmpty() || inside.size() > table.words()) {
        continue;
      }
      var byCell = new java.util.LinkedHashMap<TableDraft.Cell, List<Token>>();
      for (int word : inside) {
        StyledWord styled = page.words().get(word);
        Area area = frame.area(styled.word().box());
        byCell
            .computeIfAbsent(table.cellAt(area.centerX(), area.centerY()), _ -> new ArrayList<>())
            .add(own.token(styled, word));
        taken[word] = true;
      }
      byCell.forEach(
          (cell, tokens) -> {
            for (Row row : Rows.of(tokens)) {
              Line line = new TextLine(row.joined()).line();
              cell.foreign.add(line);
            }
          });
    }
  }
}
