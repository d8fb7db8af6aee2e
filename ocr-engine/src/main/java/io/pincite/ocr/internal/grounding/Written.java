package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import java.util.List;

/// A block as a model wrote it: its label, the boxes it named, what it says. The text is the
/// page's, not Markdown: markup is taken off, it is Unicode NFC and holds no control character but
/// line ends. Where its words stand is not known yet.
///
/// Blocks that the model wrote under one tag follow each other and have the same label and boxes.
public sealed interface Written {

  /// What the model called it, such as `sub_title`; open, for models learn new ones. Empty where
  /// it called it nothing.
  String label();

  /// Where it said that it is, fractions of the page; empty where it did not say, or nothing valid.
  List<BoundingBox> boxes();

  /// @param level 1 for `#`
  record Heading(int level, String text, String label, List<BoundingBox> boxes) implements Written {
    public Heading {
      boxes = List.copyOf(boxes);
    }
  }

  /// @param text with line ends where the model wrote them; inline formulas as LaTeX in `\( … \)`.
  ///     Empty where it named a place and wrote nothing of it
  record Text(String text, String label, List<BoundingBox> boxes) implements Written {
    public Text {
      boxes = List.copyOf(boxes);
    }
  }

  /// @param level nesting, 1 for the outermost
  /// @param text with its number or bullet
  record Item(int level, String text, String label, List<BoundingBox> boxes) implements Written {
    public Item {
      boxes = List.copyOf(boxes);
    }
  }

  /// What stands by a figure or table to name it.
  record Caption(String text, String label, List<BoundingBox> boxes) implements Written {
    public Caption {
      boxes = List.copyOf(boxes);
    }
  }

  /// A displayed formula.
  ///
  /// @param latex without its delimiters
  record Formula(String latex, String label, List<BoundingBox> boxes) implements Written {
    public Formula {
      boxes = List.copyOf(boxes);
    }
  }

  /// A picture, of which nothing is written.
  record Figure(String label, List<BoundingBox> boxes) implements Written {
    public Figure {
      boxes = List.copyOf(boxes);
    }
  }

  /// @param cells row by row, each from left to right; none covers another. None where the model
  ///     named a place and never wrote the table
  record Table(List<Cell> cells, String label, List<BoundingBox> boxes) implements Written {
    public Table {
      cells = List.copyOf(cells);
      boxes = List.copyOf(boxes);
    }
  }

  /// @param row 0-based
  /// @param column 0-based, below 1,000
  record Cell(int row, int column, int rowSpan, int colSpan, boolean header, String text) {}
}
