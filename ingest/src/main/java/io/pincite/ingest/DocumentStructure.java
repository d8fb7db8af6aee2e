package io.pincite.ingest;

import io.pincite.ingest.internal.layer.WrittenBlocks;
import io.pincite.ingest.internal.structure.PaperParts;
import io.pincite.ocr.Block;
import java.util.List;
import java.util.Optional;

/// A document as its author wrote it rather than as it was paginated: paragraphs, list items and
/// tables that a page break split are one element again, under one heading tree.
public record DocumentStructure(int version, List<Element> elements) {
  public DocumentStructure {
    elements = List.copyOf(elements);
  }

  /// Its parts as of a scientific paper, where it is one: by what its parts say, whoever read them.
  public Optional<Paper> paper() {
    return PaperParts.of(elements);
  }

  /// The whole document as Markdown.
  public String markdown() {
    return WrittenBlocks.of(this).markdown();
  }

  /// @param level of a heading or list item, consistent over the whole document
  /// @param spans where it stands, in order; several when it runs over a column or page
  /// @param text of the spans joined, lines of a paragraph by a space (none between CJK
  ///     characters), hyphenation at line ends removed
  /// @param headings indexes into the list of elements: the headings above it, outermost first
  /// @param rows a table's rows over all its parts; a header row repeated on a later page stands
  ///     once
  public record Element(
      Block.Type type,
      Optional<Integer> level,
      List<Span> spans,
      String text,
      List<Integer> headings,
      List<Row> rows) {
    public Element {
      spans = List.copyOf(spans);
      headings = List.copyOf(headings);
      rows = List.copyOf(rows);
    }
  }

  public record Row(boolean header, List<TableCell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  public record TableCell(int column, int colSpan, int rowSpan, Span span, String text) {}
}
