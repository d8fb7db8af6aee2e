package io.pincite.ingest.internal.layer;

import io.pincite.ingest.DocumentStructure;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.FigureText;
import io.pincite.ocr.Line;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What was written down as text, as blocks again: for Markdown, which is made of blocks.
public final class WrittenBlocks {
  private static final Provenance STORED = Provenance.of("stored", "1");

  /// Of what a model says of a figure, whatever it was asked.
  private static final String DESCRIBED = FigureText.label(OcrTask.DESCRIBE);

  private WrittenBlocks() {}

  /// The blocks of a page.
  public static PageText of(TokenLayer layer) {
    var words = new Words(layer);
    List<Block> blocks = new ArrayList<>();
    for (PlacedBlock block : layer.blocks()) {
      List<Line> lines = new ArrayList<>();
      for (var line : block.lines()) {
        words.line(line.start(), line.end(), lines);
      }
      List<Block.Cell> cells = new ArrayList<>();
      for (var cell : block.cells()) {
        List<Line> inside = new ArrayList<>();
        words.line(cell.start(), cell.end(), inside);
        cells.add(
            new Block.Cell(
                cell.row(),
                cell.column(),
                cell.rowSpan(),
                cell.colSpan(),
                cell.header(),
                inside,
                cell.box()));
      }
      int level = block.level().orElse(1);
      blocks.add(block(block.type(), level, lines, cells, block.box(), block.label()));
    }
    return new PageText(blocks, STORED);
  }

  /// The elements of a document; they have no place on one page, so their boxes say nothing.
  ///
  /// @param figures whether all figures are among them, also those without text
  public static PageText of(DocumentStructure structure, boolean figures) {
    List<Block> blocks = new ArrayList<>();
    Iterator<DocumentStructure.Figure> open =
        figures ? structure.figures().iterator() : Collections.emptyIterator();
    Optional<DocumentStructure.Figure> next = following(open);
    for (int i = 0; i < structure.elements().size(); i++) {
      DocumentStructure.Element element = structure.elements().get(i);
      boolean isFigure = element.type() == Block.Type.FIGURE;
      for (; next.isPresent() && next.get().before() <= i; next = following(open)) {
        blocks.add(block(Block.Type.FIGURE, 1, List.of(), List.of(), BoundingBox.WHOLE_PAGE, ""));
      }
      if (isFigure && figures) {
        // The figure itself stands before its text already.
        blocks.add(
            block(
                Block.Type.OTHER, 1, lines(element.text()), List.of(), BoundingBox.WHOLE_PAGE, ""));
        continue;
      }
      List<Block.Cell> cells = new ArrayList<>();
      for (int row = 0; row < element.rows().size(); row++) {
        for (DocumentStructure.TableCell cell : element.rows().get(row).cells()) {
          cells.add(
              new Block.Cell(
                  row,
                  cell.column(),
                  cell.rowSpan(),
                  cell.colSpan(),
                  element.rows().get(row).header(),
                  lines(cell.text()),
                  BoundingBox.WHOLE_PAGE));
        }
      }
      blocks.add(
          block(
              element.type(),
              element.level().orElse(1),
              element.type() == Block.Type.TABLE ? List.of() : lines(element.text()),
              cells,
              BoundingBox.WHOLE_PAGE,
              label(element)));
    }
    for (; next.isPresent(); next = following(open)) {
      blocks.add(block(Block.Type.FIGURE, 1, List.of(), List.of(), BoundingBox.WHOLE_PAGE, ""));
    }
    return new PageText(blocks, STORED);
  }

  private static String label(DocumentStructure.Element element) {
    if (element.described()) {
      return DESCRIBED;
    }
    // Only models tell formulas, and they write them in LaTeX.
    return element.type() == Block.Type.FORMULA ? "formula" : "";
  }

  private static Optional<DocumentStructure.Figure> following(
      Iterator<DocumentStructure.Figure> figures) {
    return figures.hasNext() ? Optional.of(figures.next()) : Optional.empty();
  }

  private static List<Line> lines(String text) {
    List<Word> words = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        words.add(new Word(word, BoundingBox.WHOLE_PAGE, 1, true));
      }
    }
    return words.isEmpty() ? List.of() : List.of(new Line(words));
  }

  static Block block(
      Block.Type type,
      int level,
      List<Line> lines,
      List<Block.Cell> cells,
      BoundingBox box,
      String label) {
    return switch (type) {
      case HEADING -> new Block.Heading(level, lines, box, label);
      case PARAGRAPH -> new Block.Paragraph(lines, box, label);
      case LIST_ITEM -> new Block.ListItem(level, lines, box, label);
      case TABLE -> new Block.Table(cells, box, label);
      case FIGURE -> new Block.Figure(lines, box, label);
      case CAPTION -> new Block.Caption(lines, box, label);
      case FORMULA -> new Block.Formula(lines, box, label);
      case PAGE_HEADER -> new Block.PageHeader(lines, box, label);
      case PAGE_FOOTER -> new Block.PageFooter(lines, box, label);
      case PAGE_NUMBER -> new Block.PageNumber(lines, box, label);
      case FOOTNOTE -> new Block.Footnote(lines, box, label);
      case SEAL -> new Block.Seal(lines, box, label);
      case OTHER -> new Block.Other(lines, box, label);
    };
  }

  /// Steps through the words of a layer, which are asked for in text order.
  private static final class Words {
    private final TokenLayer layer;
    private int next;
    private int codePoints;
    private int chars;

    Words(TokenLayer layer) {
      this.layer = layer;
    }

    void line(int start, int end, List<Line> lines) {
      List<Word> words = new ArrayList<>();
      int before = -1;
      while (next < layer.words().size() && layer.words().get(next).start() < end) {
        PlacedWord word = layer.words().get(next);
        next++;
        if (word.start() >= start) {
          words.add(
              new Word(
                  text(word), word.box(), word.confidence(), before >= 0 && word.start() > before));
          before = word.end();
        }
      }
      if (!words.isEmpty()) {
        lines.add(new Line(words));
      }
    }

    private String text(PlacedWord word) {
      String text = layer.text();
      int from = text.offsetByCodePoints(chars, word.start() - codePoints);
      int to = text.offsetByCodePoints(from, word.end() - word.start());
      codePoints = word.end();
      chars = to;
      return text.substring(from, to);
    }
  }
}
