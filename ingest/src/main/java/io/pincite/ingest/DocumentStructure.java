package io.pincite.ingest;

import io.pincite.ingest.internal.layer.WrittenBlocks;
import io.pincite.ingest.internal.structure.PaperParts;
import io.pincite.ocr.Block;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A document as its author wrote it rather than as it was paginated: paragraphs, list items and
/// tables that a page break split are one element again, under one heading tree.
///
/// @param figures in the order of pages
public record DocumentStructure(int version, List<Element> elements, List<Figure> figures) {
  public DocumentStructure {
    elements = List.copyOf(elements);
    figures = List.copyOf(figures);
  }

  /// One without figures.
  public DocumentStructure(int version, List<Element> elements) {
    this(version, elements, List.of());
  }

  /// Its parts as of a scientific paper, where it is one: by what its parts say, whoever read them.
  public Optional<Paper> paper() {
    return PaperParts.of(elements);
  }

  /// The whole document as Markdown, without figures that have no text.
  public String markdown() {
    return WrittenBlocks.of(this, false).markdown();
  }

  /// The whole document as Markdown, figures as pictures.
  ///
  /// @param address where a figure can be fetched
  public String markdown(Function<Figure, String> address) {
    return WrittenBlocks.of(this, true)
        .markdown(number -> Optional.of(address.apply(figures.get(number - 1))));
  }

  /// A figure among the elements.
  ///
  /// @param before index of the element that follows it, or that is its text; one more than the
  ///     last where none does
  /// @param number among the figures of its page, from 1
  public record Figure(int before, int page, int revision, int number) {}

  /// @param level of a heading or list item, consistent over the whole document
  /// @param spans where it stands, in order; several when it runs over a column or page
  /// @param text of the spans joined, lines of a paragraph by a space (none between CJK
  ///     characters), hyphenation at line ends removed
  /// @param headings indexes into the list of elements: the headings above it, outermost first
  /// @param rows a table's rows over all its parts; a header row repeated on a later page stands
  ///     once
  /// @param described whether it is what a model says that a figure shows
  public record Element(
      Block.Type type,
      Optional<Integer> level,
      List<Span> spans,
      String text,
      List<Integer> headings,
      List<Row> rows,
      boolean described) {
    public Element {
      spans = List.copyOf(spans);
      headings = List.copyOf(headings);
      rows = List.copyOf(rows);
    }

    /// One that stands on its pages.
    public Element(
        Block.Type type,
        Optional<Integer> level,
        List<Span> spans,
        String text,
        List<Integer> headings,
        List<Row> rows) {
      this(type, level, spans, text, headings, rows, false);
    }
  }

  public record Row(boolean header, List<TableCell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  public record TableCell(int column, int colSpan, int rowSpan, Span span, String text) {}
}
