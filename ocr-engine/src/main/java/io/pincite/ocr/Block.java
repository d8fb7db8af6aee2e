package io.pincite.ocr;

import java.util.List;
import java.util.Set;

/// A part of a page that is read as one, with the label its source gave it.
///
/// A block without lines (a picture) still has a box. The text of a table is in its cells;
/// [#lines] of a table is empty.
public sealed interface Block {

  /// The closed list of kinds, as stored and sent over the wire.
  enum Type {
    HEADING,
    PARAGRAPH,
    LIST_ITEM,
    TABLE,
    FIGURE,
    CAPTION,
    FORMULA,
    PAGE_HEADER,
    PAGE_FOOTER,
    PAGE_NUMBER,
    FOOTNOTE,
    SEAL,
    OTHER;

    /// Whether it is part of what the document says from page to page; page headers, footers and
    /// numbers are not: chunks and quotes step over them.
    public boolean isInFlow() {
      return this != PAGE_HEADER && this != PAGE_FOOTER && this != PAGE_NUMBER;
    }
  }

  List<Line> lines();

  BoundingBox box();

  /// What the source called it, such as `title` or `table_caption`; a text layer's blocks carry the
  /// name of the rule that made them.
  String label();

  /// @param level 1 for the highest
  record Heading(int level, List<Line> lines, BoundingBox box, String label) implements Block {
    public Heading {
      if (level < 1) {
        throw new IllegalArgumentException("a heading's level starts at 1, not " + level);
      }
      lines = List.copyOf(lines);
    }
  }

  record Paragraph(List<Line> lines, BoundingBox box, String label) implements Block {
    public Paragraph {
      lines = List.copyOf(lines);
    }
  }

  /// @param level nesting, 1 for the outermost; its number or bullet is part of its text
  record ListItem(int level, List<Line> lines, BoundingBox box, String label) implements Block {
    public ListItem {
      lines = List.copyOf(lines);
    }
  }

  /// @param cells row by row, each row from left to right; a spanning cell stands once, at its
  ///     first row and column
  record Table(List<Cell> cells, BoundingBox box, String label) implements Block {
    public Table {
      cells = List.copyOf(cells);
    }

    @Override
    public List<Line> lines() {
      return List.of();
    }
  }

  /// @param row 0-based
  /// @param column 0-based
  /// @param header whether it names a column or row rather than holding a value
  record Cell(
      int row,
      int column,
      int rowSpan,
      int colSpan,
      boolean header,
      List<Line> lines,
      BoundingBox box) {
    public Cell {
      if (row < 0 || column < 0 || rowSpan < 1 || colSpan < 1) {
        throw new IllegalArgumentException(
            "no such cell: row %d, column %d, spans %d x %d"
                .formatted(row, column, rowSpan, colSpan));
      }
      lines = List.copyOf(lines);
    }
  }

  record Figure(List<Line> lines, BoundingBox box, String label) implements Block {
    public Figure {
      lines = List.copyOf(lines);
    }
  }

  record Caption(List<Line> lines, BoundingBox box, String label) implements Block {
    public Caption {
      lines = List.copyOf(lines);
    }
  }

  record Formula(List<Line> lines, BoundingBox box, String label) implements Block {
    private static final Set<String> OF_MODELS =
        Set.of("equation", "formula", "display_formula", "isolate_formula", "interline_equation");

    public Formula {
      lines = List.copyOf(lines);
    }

    /// Whether a formula of that label is written in LaTeX, as models write it, and not as its
    /// signs stand on the page.
    ///
    /// @param label of a formula
    public static boolean isLatex(String label) {
      return OF_MODELS.contains(label);
    }
  }

  record PageHeader(List<Line> lines, BoundingBox box, String label) implements Block {
    public PageHeader {
      lines = List.copyOf(lines);
    }
  }

  record PageFooter(List<Line> lines, BoundingBox box, String label) implements Block {
    public PageFooter {
      lines = List.copyOf(lines);
    }
  }

  record PageNumber(List<Line> lines, BoundingBox box, String label) implements Block {
    public PageNumber {
      lines = List.copyOf(lines);
    }
  }

  record Footnote(List<Line> lines, BoundingBox box, String label) implements Block {
    public Footnote {
      lines = List.copyOf(lines);
    }
  }

  record Seal(List<Line> lines, BoundingBox box, String label) implements Block {
    public Seal {
      lines = List.copyOf(lines);
    }
  }

  record Other(List<Line> lines, BoundingBox box, String label) implements Block {
    public Other {
      lines = List.copyOf(lines);
    }
  }

  default Type type() {
    return switch (this) {
      case Heading _ -> Type.HEADING;
      case Paragraph _ -> Type.PARAGRAPH;
      case ListItem _ -> Type.LIST_ITEM;
      case Table _ -> Type.TABLE;
      case Figure _ -> Type.FIGURE;
      case Caption _ -> Type.CAPTION;
      case Formula _ -> Type.FORMULA;
      case PageHeader _ -> Type.PAGE_HEADER;
      case PageFooter _ -> Type.PAGE_FOOTER;
      case PageNumber _ -> Type.PAGE_NUMBER;
      case Footnote _ -> Type.FOOTNOTE;
      case Seal _ -> Type.SEAL;
      case Other _ -> Type.OTHER;
    };
  }
}
