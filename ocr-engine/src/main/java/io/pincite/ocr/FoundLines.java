package io.pincite.ocr;

import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The lines of a page that an engine of this process has found, and those of them that it has
/// read. Keeps the page small while it waits. For one thread.
public interface FoundLines {

  /// How the page was turned clockwise to be upright: 0, 90, 180 or 270 degrees. All boxes are
  /// fractions of the upright page.
  int turn();

  /// In reading order from top to bottom.
  List<FoundLine> lines();

  /// A line, seen and not read.
  ///
  /// @param pieces what stands between its gaps, from its beginning to its end, as high as words
  ///     are: words, or a few together; ideographs without gaps between them are one
  record FoundLine(BoundingBox box, List<BoundingBox> pieces) {
    public FoundLine {
      pieces = List.copyOf(pieces);
    }
  }

  /// Indices of the lines that are not read.
  List<Integer> unread();

  /// Reads lines that are not read yet; waits for its turn.
  void read(Collection<Integer> lines);

  /// Reads on, a few lines at a time, for as long as nobody else wants the engine.
  ///
  /// @param wanted asked before each few
  void readWhileIdle(BooleanSupplier wanted);

  /// The page as far as it is read.
  PageText text();
}
