package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Layout;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageContent;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import io.pincite.samples.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A page of which every word is known, as a model would write it and as another reader would see
/// it, both with their mistakes.
///
/// @param errors part of the words that each of the two gets wrong, 0..1
record WrittenPage(Truth.Page page, double errors, Boxes boxes, Random random) {

  enum Boxes {
    /// Thousandths, as models count.
    ROUNDED,
    /// Lower by half a line and to the right.
    OFF,
    NONE
  }

  private static final String[][] MISTAKES = {
    {"l", "1"}, {"O", "0"}, {"m", "rn"}, {"e", "c"}, {"a", "o"}, {"5", "S"}, {"1", "7"}, {".", ","}
  };

  List<Written> written() {
    List<Written> written = new ArrayList<>();
    for (Truth.Block block : page.blocks()) {
      List<BoundingBox> boxes = boxesOf(block);
      String text = text(block.lines());
      switch (block.type()) {
        case HEADING ->
            written.add(new Written.Heading(Math.max(1, block.level()), text, "sub_title", boxes));
        case LIST_ITEM ->
            written.add(new Written.Item(Math.max(1, block.level()), text, "text", boxes));
        case CAPTION -> written.add(new Written.Caption(text, "table_caption", boxes));
        case PARAGRAPH -> written.add(new Written.Text(text, "text", boxes));
        case PAGE_HEADER -> written.add(new Written.Text(text, "header", boxes));
        case PAGE_FOOTER -> written.add(new Written.Text(text, "footer", boxes));
        case PAGE_NUMBER -> written.add(new Written.Text(text, "page_number", boxes));
        case FOOTNOTE -> written.add(new Written.Text(text, "footnote", boxes));
        case TABLE ->
            written.add(
                new Written.Table(
                    block.cells().stream()
                        .map(
                            cell ->
                                new Written.Cell(
                                    cell.row(),
                                    cell.column(),
                                    cell.rowSpan(),
                                    cell.colSpan(),
                                    false,
                                    text(cell.lines())))
                        .toList(),
                    "table",
                    boxes));
      }
    }
    return written;
  }

  private List<BoundingBox> boxesOf(Truth.Block block) {
    if (boxes == Boxes.NONE) {
      return List.of();
    }
    double off = boxes == Boxes.OFF ? 0.012 : 0;
    Truth.Box box = block.box();
    return List.of(
        BoundingBox.clamped(
            rounded(box.x0()) + off,
            rounded(box.y0()) + off,
            rounded(box.x1()) + off,
            rounded(box.y1()) + off));
  }

  private static double rounded(double fraction) {
    return Math.round(fraction * 999) / 999.0;
  }

  /// Without line ends and hyphenation, as models write; one line in 1/errors/4 is left out.
  private String text(List<Truth.Line> lines) {
    var text = new StringBuilder();
    for (Truth.Line line : lines) {
      if (lines.size() > 3 && random.nextDouble() < errors / 4) {
        continue;
      }
      boolean first = true;
      for (Truth.Word word : line.words()) {
        String written = random.nextDouble() < errors ? misread(word.text()) : word.text();
        if (!text.isEmpty() && (first ? !joins(text, word.text()) : word.spaceBefore())) {
          text.append(' ');
        }
        first = false;
        text.append(written);
      }
    }
    return text.toString();
  }

  private static boolean joins(StringBuilder text, String next) {
    int last = text.codePointBefore(text.length());
    if (last == '-' && Character.isLowerCase(next.codePointAt(0))) {
      text.setLength(text.length() - 1);
      return true;
    }
    return Word.standsAlone(last) || Word.standsAlone(next.codePointAt(0));
  }

  private String misread(String word) {
    String[] mistake = MISTAKES[random.nextInt(MISTAKES.length)];
    if (word.contains(mistake[0])) {
      return word.replace(mistake[0], mistake[1]);
    }
    int at = random.nextInt(word.length());
    boolean single =
        word.codePointCount(0, word.length()) == 1 && Word.standsAlone(word.codePointAt(0));
    return single ? "国" : word.substring(0, at) + "x" + word.substring(at + 1);
  }

  Geometry glyphs() {
    return Geometry.ofGlyphs(exact(), page.width(), page.height());
  }

  List<StyledWord> exact() {
    List<StyledWord> words = new ArrayList<>();
    for (Truth.Block block : page.blocks()) {
      block
          .words()
          .forEach(
              word ->
                  words.add(styled(block, word.text(), box(word.box()), 1, word.spaceBefore())));
    }
    return words;
  }

  /// As read by another engine: words misread, missing, run together and divided, boxes a little
  /// off.
  Geometry reading() {
    List<StyledWord> words = new ArrayList<>();
    for (Truth.Block block : page.blocks()) {
      List<List<Truth.Word>> lines = new ArrayList<>();
      block.lines().forEach(line -> lines.add(line.words()));
      block.cells().forEach(cell -> cell.lines().forEach(line -> lines.add(line.words())));
      lines.forEach(line -> read(block, line, words));
    }
    var content = new PageContent(page.width(), page.height(), words, List.of(), List.of());
    var text = new PageText(new Layout().analyse(content), Provenance.of("test", "1"));
    return Geometry.ofReading(text, List.of(), page.width(), page.height());
  }

  private void read(Truth.Block block, List<Truth.Word> line, List<StyledWord> words) {
    boolean sideways = block.direction() % 180 != 0;
    for (int i = 0; i < line.size(); i++) {
      Truth.Word word = line.get(i);
      BoundingBox box = jittered(box(word.box()));
      double sure = 0.9 + random.nextDouble() / 10;
      double chance = random.nextDouble();
      if (chance < errors / 4) {
        continue;
      }
      if (chance < errors / 2 && i + 1 < line.size() && word.text().length() > 1) {
        Truth.Word next = line.get(++i);
        words.add(
            styled(
                block,
                word.text() + next.text(),
                box.union(jittered(box(next.box()))),
                sure,
                word.spaceBefore()));
        continue;
      }
      if (chance < errors * 0.75 && word.text().length() > 4) {
        int at = word.text().length() / 2;
        double part =
            ModelWord.advance(word.text().substring(0, at)) / ModelWord.advance(word.text());
        boolean back = block.direction() == 270;
        words.add(
            styled(
                block,
                word.text().substring(0, at),
                back ? Rooms.part(box, 1 - part, 1, sideways) : Rooms.part(box, 0, part, sideways),
                sure,
                word.spaceBefore()));
        words.add(
            styled(
                block,
                word.text().substring(at),
                back ? Rooms.part(box, 0, 1 - part, sideways) : Rooms.part(box, part, 1, sideways),
                sure,
                true));
        continue;
      }
      String text = chance < errors * 1.75 ? misread(word.text()) : word.text();
      words.add(styled(block, text, box, sure, word.spaceBefore()));
    }
  }

  private BoundingBox jittered(BoundingBox box) {
    double by = errors > 0 ? 0.05 * Math.min(box.height(), box.width()) : 0;
    return BoundingBox.clamped(
        box.x0() + by * (random.nextDouble() - 0.5),
        box.y0() + by * (random.nextDouble() - 0.5),
        box.x1() + by * (random.nextDouble() - 0.5),
        box.y1() + by * (random.nextDouble() - 0.5));
  }

  /// Lines as a detector finds them.
  Geometry lines() {
    List<BoundingBox> lines = new ArrayList<>();
    for (Truth.Block block : page.blocks()) {
      block.lines().forEach(line -> lines.add(around(line)));
      block.cells().forEach(cell -> cell.lines().forEach(line -> lines.add(around(line))));
    }
    return Geometry.ofLines(lines, page.width(), page.height());
  }

  private static BoundingBox around(Truth.Line line) {
    return BoundingBox.around(line.words().stream().map(word -> box(word.box())).toList());
  }

  static BoundingBox box(Truth.Box box) {
    return BoundingBox.clamped(box.x0(), box.y0(), box.x1(), box.y1());
  }

  private StyledWord styled(
      Truth.Block block, String text, BoundingBox box, double confidence, boolean space) {
    boolean sideways = block.direction() % 180 != 0;
    double size = sideways ? box.width() * page.width() : box.height() * page.height();
    double baseline =
        switch (block.direction()) {
          case 90 -> box.x0() + 0.2 * box.width();
          case 180 -> box.y0() + 0.2 * box.height();
          case 270 -> box.x1() - 0.2 * box.width();
          default -> box.y1() - 0.2 * box.height();
        };
    return new StyledWord(
        new Word(text, box, confidence, space), size, false, false, block.direction(), baseline);
  }

  /// A block of one page as a block of a page that several stand on, one below the other.
  static Written inStrip(Written block, int strip, int strips) {
    List<BoundingBox> boxes =
        block.boxes().stream().map(box -> inStrip(box, strip, strips)).toList();
    return switch (block) {
      case Written.Heading heading ->
          new Written.Heading(heading.level(), heading.text(), heading.label(), boxes);
      case Written.Text text -> new Written.Text(text.text(), text.label(), boxes);
      case Written.Item item -> new Written.Item(item.level(), item.text(), item.label(), boxes);
      case Written.Table table -> new Written.Table(table.cells(), table.label(), boxes);
      case Written.Caption caption -> new Written.Caption(caption.text(), caption.label(), boxes);
      case Written.Formula _, Written.Figure _ -> block;
    };
  }

  static Block inStrip(Block block, int strip, int strips) {
    List<Line> lines = new ArrayList<>();
    for (Line line : Geometry.linesOf(block)) {
      lines.add(
          new Line(
              line.words().stream()
                  .map(
                      word ->
                          new Word(
                              word.text(),
                              inStrip(word.box(), strip, strips),
                              word.confidence(),
                              word.spaceBefore()))
                  .toList()));
    }
    return new Block.Paragraph(lines, inStrip(block.box(), strip, strips), block.label());
  }

  private static BoundingBox inStrip(BoundingBox box, int strip, int strips) {
    return BoundingBox.clamped(
        box.x0(), (strip + box.y0()) / strips, box.x1(), (strip + box.y1()) / strips);
  }

  /// Writes what was measured, with `-Dtests.report=true`.
  static void report(String format, Object... values) {
    if (Boolean.getBoolean("tests.report")) {
      System.out.printf(format, values);
    }
  }
}
