package io.pincite.ingest.internal.structure;

import io.pincite.ingest.TokenLayer.PlacedCell;
import io.pincite.ingest.TokenLayer.PlacedLine;
import io.pincite.ocr.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Tells whether a paragraph, list item or table goes on after the end of a page or column.
final class Continuations {
  private static final double FULL_LINE = 0.9;
  private static final double SAME_COLUMN = 0.02;

  /// Words no sentence ends with.
  private static final Set<String> CONNECTIVES =
      Set.of(
          "a",
          "an",
          "and",
          "any",
          "as",
          "at",
          "be",
          "by",
          "for",
          "from",
          "if",
          "in",
          "into",
          "is",
          "of",
          "on",
          "or",
          "other",
          "shall",
          "such",
          "than",
          "that",
          "the",
          "their",
          "this",
          "to",
          "under",
          "upon",
          "which",
          "will",
          "with",
          "its",
          "not",
          "all",
          "are",
          "section",
          "sections",
          "article",
          "clause",
          "exhibit",
          "schedule");

  private Continuations() {}

  /// @param last the part before the break
  /// @param next the part after it
  /// @param column right edge of the text `last` stands in
  static boolean goesOn(FlowItem last, FlowItem next, double column) {
    boolean prose =
        (last.type() == Block.Type.PARAGRAPH || last.type() == Block.Type.LIST_ITEM)
            && (next.type() == Block.Type.PARAGRAPH
                || next.type() == Block.Type.LIST_ITEM
                || next.type() == Block.Type.HEADING)
            && !last.text.isEmpty()
            && !next.text.isEmpty();
    if (!prose) {
      return false;
    }
    boolean open = !isTerminated(last.text);
    int first = next.text.codePointAt(firstLetter(next.text));
    boolean lower = Character.isLowerCase(first);
    if (next.mark.isPresent()) {
      // "... as set out in Section" | "11.2 hereof ..." is no new clause
      int after = Math.min(next.mark.get().end(), next.text.length() - 1);
      boolean wordGoesOn = Character.isLowerCase(next.text.codePointAt(after));
      return open && wordGoesOn && endsOpen(last.text) && isNumberOrLabel(next.mark.get());
    }
    if (next.type() == Block.Type.HEADING) {
      return open && lower;
    }
    if (open && (lower || endsOpen(last.text))) {
      return true;
    }
    boolean full = isFull(last, column);
    if (open) {
      return full
          && (isCjk(first) || Character.isLetterOrDigit(first) || "“\"‘$([（《".indexOf(first) >= 0);
    }
    char end = last.text.charAt(last.text.length() - 1);
    return lower && full && (end == '.' || end == ',');
  }

  private static boolean isNumberOrLabel(ClauseMark mark) {
    return switch (mark.scheme()) {
      case DECIMAL, SECTION, ARTICLE, ATTACHMENT -> true;
      case PART,
          DIVISION,
          TIAO,
          ROMAN_POINT,
          HAN_COMMA,
          LETTER_POINT,
          HAN_PARENTHESES,
          NUMBER_PARENTHESES,
          UPPER_PARENTHESES,
          LOWER_PARENTHESES,
          ROMAN_PARENTHESES,
          BULLET ->
          false;
    };
  }

  private static int firstLetter(String text) {
    int at = 0;
    while (at < text.length() - 1 && "“\"‘'([".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  static boolean isCjk(int character) {
    return character >= 0x2E80 && character <= 0x9FFF
        || character >= 0xF900 && character <= 0xFAFF
        || character >= 0xFF00 && character <= 0xFFEF
        || character >= 0x20000 && character <= 0x3FFFF;
  }

  private static boolean isTerminated(String text) {
    int at = text.length() - 1;
    while (at > 0 && "”\"’'）)】」』》 ".indexOf(text.charAt(at)) >= 0) {
      at--;
    }
    return ".?!;:。？！；：".indexOf(text.charAt(at)) >= 0;
  }

  /// Whether the last word or sign asks for more.
  private static boolean endsOpen(String text) {
    char end = text.charAt(text.length() - 1);
    if (",-，、（(".indexOf(end) >= 0) {
      return true;
    }
    int space = text.lastIndexOf(' ');
    return CONNECTIVES.contains(text.substring(space + 1).toLowerCase(Locale.ROOT));
  }

  private static boolean isFull(FlowItem item, double column) {
    List<PlacedLine> lines = item.block.lines();
    if (lines.isEmpty()) {
      return false;
    }
    double left = item.block.box().x0();
    return lines.getLast().box().x1() - left >= FULL_LINE * (column - left);
  }

  /// Whether a table goes on in another: the same columns at the same places.
  static boolean sameColumns(FlowItem last, FlowItem next) {
    if (last.type() != Block.Type.TABLE || next.type() != Block.Type.TABLE) {
      return false;
    }
    List<Double> a = columns(last);
    List<Double> b = columns(next);
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (Math.abs(a.get(i) - b.get(i)) > SAME_COLUMN) {
        return false;
      }
    }
    return Math.abs(last.block.box().x1() - next.block.box().x1()) <= 2 * SAME_COLUMN;
  }

  /// Left edges of the columns.
  private static List<Double> columns(FlowItem table) {
    List<Double> edges = new ArrayList<>();
    Set<Integer> numbers = new TreeSet<>();
    for (PlacedCell cell : table.block.cells()) {
      numbers.add(cell.column());
    }
    for (int column : numbers) {
      table.block.cells().stream()
          .filter(cell -> cell.column() == column)
          .mapToDouble(cell -> cell.box().x0())
          .min()
          .ifPresent(edges::add);
    }
    return edges;
  }
}
