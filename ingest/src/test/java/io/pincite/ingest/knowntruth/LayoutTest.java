package io.pincite.ingest.knowntruth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Layout;
import io.pincite.ocr.Line;
import io.pincite.ocr.Word;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the layout analysis makes of the samples: order, headings, tables, running heads.
class LayoutTest {
  private static final Map<Sample, List<List<Block>>> ANALYSED = new ConcurrentHashMap<>();

  private static List<List<Block>> blocks(Sample sample) {
    return ANALYSED.computeIfAbsent(
        sample,
        _ ->
            SampleFiles.pages(sample).stream()
                .map(page -> new Layout().analyse(page.content()))
                .toList());
  }

  private static Stream<Line> lines(Block block) {
    return block instanceof Block.Table table
        ? table.cells().stream().flatMap(cell -> cell.lines().stream())
        : block.lines().stream();
  }

  private static List<Word> words(List<Block> blocks) {
    return blocks.stream()
        .flatMap(LayoutTest::lines)
        .flatMap(line -> line.words().stream())
        .toList();
  }

  private static boolean isInFlow(Truth.BlockType type) {
    return switch (type) {
      case PAGE_HEADER, PAGE_FOOTER, PAGE_NUMBER -> false;
      case HEADING, PARAGRAPH, LIST_ITEM, TABLE, CAPTION, FOOTNOTE -> true;
    };
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void wordsAreInReadingOrder(Sample sample) {
    var problems = new ArrayList<String>();
    for (Truth.Page page : sample.truth().pages()) {
      var open =
          page.blocks().stream()
              .filter(Truth.Block::orderOpen)
              .map(block -> SampleFiles.box(block.box()))
              .toList();
      List<String> expected =
          page.blocks().stream()
              .filter(block -> isInFlow(block.type()) && !block.orderOpen())
              .flatMap(Truth.Block::words)
              .map(Truth.Word::text)
              .toList();
      List<String> read =
          words(
                  blocks(sample).get(page.number() - 1).stream()
                      .filter(block -> block.type().isInFlow())
                      .toList())
              .stream()
              .filter(word -> open.stream().noneMatch(box -> isIn(word.box(), box)))
              .map(Word::text)
              .toList();
      for (int i = 0; i < Math.max(expected.size(), read.size()); i++) {
        if (i >= expected.size() || i >= read.size() || !expected.get(i).equals(read.get(i))) {
          problems.add(
              "p.%d word %d: expected %s but read %s"
                  .formatted(page.number(), i, around(expected, i), around(read, i)));
          break;
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  private static boolean isIn(BoundingBox box, BoundingBox outer) {
    return outer.contains(box.centerX(), box.centerY());
  }

  private static List<String> around(List<String> words, int i) {
    return words.subList(Math.min(words.size(), Math.max(0, i - 2)), Math.min(words.size(), i + 6));
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void runningHeadsAndPageNumbersAreToldApart(Sample sample) {
    var problems = new ArrayList<String>();
    for (Truth.Page page : sample.truth().pages()) {
      var expected =
          page.blocks().stream()
              .filter(block -> !isInFlow(block.type()))
              .flatMap(Truth.Block::words)
              .map(Truth.Word::text)
              .sorted()
              .toList();
      var read =
          words(
                  blocks(sample).get(page.number() - 1).stream()
                      .filter(block -> !block.type().isInFlow())
                      .toList())
              .stream()
              .map(Word::text)
              .sorted()
              .toList();
      if (!expected.equals(read)) {
        problems.add("p.%d expected %s but read %s".formatted(page.number(), expected, read));
      }
    }
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void headingsAreFound(Sample sample) {
    var expected = new ArrayList<String>();
    var read = new ArrayList<String>();
    for (Truth.Page page : sample.truth().pages()) {
      headings(page).forEach(heading -> expected.add("p." + page.number() + " " + text(heading)));
      headings(sample, page)
          .forEach(heading -> read.add("p." + page.number() + " " + text(heading)));
    }
    assertThat(read).containsExactlyElementsOf(expected);
  }

  /// The levels of one page compare as the true ones do; which number the first has is settled by
  /// the document's structure.
  @ParameterizedTest
  @EnumSource(Sample.class)
  void headingLevelsCompareRightly(Sample sample) {
    var problems = new ArrayList<String>();
    for (Truth.Page page : sample.truth().pages()) {
      List<Truth.Block> expected = headings(page);
      for (Block.Heading one : headings(sample, page)) {
        for (Block.Heading other : headings(sample, page)) {
          var trueOne = expected.stream().filter(block -> text(block).equals(text(one))).findAny();
          var trueOther =
              expected.stream().filter(block -> text(block).equals(text(other))).findAny();
          if (trueOne.isPresent()
              && trueOther.isPresent()
              && Integer.compare(one.level(), other.level())
                  != Integer.compare(trueOne.get().level(), trueOther.get().level())) {
            problems.add(
                "p.%d '%s' is %d, '%s' is %d; in truth %d and %d"
                    .formatted(
                        page.number(),
                        text(one),
                        one.level(),
                        text(other),
                        other.level(),
                        trueOne.get().level(),
                        trueOther.get().level()));
          }
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  private static List<Truth.Block> headings(Truth.Page page) {
    return page.blocks().stream().filter(block -> block.type() == Truth.BlockType.HEADING).toList();
  }

  /// Without the names in signature blocks, which may be read as headings or not.
  private static List<Block.Heading> headings(Sample sample, Truth.Page page) {
    var open =
        page.blocks().stream()
            .filter(Truth.Block::orderOpen)
            .map(block -> SampleFiles.box(block.box()))
            .toList();
    return blocks(sample).get(page.number() - 1).stream()
        .filter(block -> block instanceof Block.Heading)
        .filter(block -> open.stream().noneMatch(box -> isIn(block.box(), box)))
        .map(block -> (Block.Heading) block)
        .toList();
  }

  private static String text(Truth.Block heading) {
    return String.join(" ", heading.lines().stream().map(Truth.Line::text).toList());
  }

  private static String text(Block.Heading heading) {
    return String.join(" ", heading.lines().stream().map(Line::text).toList());
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void tablesHaveTheirCells(Sample sample) {
    var problems = new ArrayList<String>();
    for (Truth.Page page : sample.truth().pages()) {
      List<Truth.Block> expected =
          page.blocks().stream().filter(block -> block.type() == Truth.BlockType.TABLE).toList();
      List<Block.Table> read =
          blocks(sample).get(page.number() - 1).stream()
              .filter(block -> block instanceof Block.Table)
              .map(block -> (Block.Table) block)
              .toList();
      if (expected.size() != read.size()) {
        problems.add(
            "p.%d has %d tables, read as %d"
                .formatted(page.number(), expected.size(), read.size()));
      }
      for (int i = 0; i < Math.min(expected.size(), read.size()); i++) {
        int number = i + 1;
        List<String> wanted = expected.get(i).cells().stream().map(LayoutTest::written).toList();
        List<String> found = read.get(i).cells().stream().map(LayoutTest::written).toList();
        for (String cell : wanted) {
          if (!found.contains(cell)) {
            problems.add("p.%d table %d lacks %s".formatted(page.number(), i + 1, cell));
          }
        }
        for (String cell : found) {
          if (!wanted.contains(cell)) {
            problems.add("p.%d table %d has %s".formatted(page.number(), i + 1, cell));
          }
        }
        if (expected.get(i).ruled()) {
          for (Truth.Cell cell : expected.get(i).cells()) {
            read.get(i).cells().stream()
                .filter(other -> other.row() == cell.row() && other.column() == cell.column())
                .filter(other -> other.box().iou(SampleFiles.box(cell.box())) < 0.9)
                .forEach(
                    other ->
                        problems.add(
                            "p.%d table %d cell %d,%d is boxed %s, not %s"
                                .formatted(
                                    page.number(),
                                    number,
                                    cell.row(),
                                    cell.column(),
                                    other.box(),
                                    SampleFiles.box(cell.box()))));
          }
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  private static String written(Truth.Cell cell) {
    return written(
        cell.row(), cell.column(), cell.rowSpan(), cell.colSpan(), cell.header(), cell.text());
  }

  private static String written(Block.Cell cell) {
    return written(
        cell.row(),
        cell.column(),
        cell.rowSpan(),
        cell.colSpan(),
        cell.header(),
        String.join(" ", cell.lines().stream().map(Line::text).toList()));
  }

  private static String written(
      int row, int column, int rowSpan, int colSpan, boolean header, String text) {
    return "%d,%d %dx%d%s '%s'"
        .formatted(row, column, rowSpan, colSpan, header ? " header" : "", text);
  }
}
