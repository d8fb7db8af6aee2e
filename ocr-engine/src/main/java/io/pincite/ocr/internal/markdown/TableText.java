package io.pincite.ocr.internal.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A table as text: with pipes where Markdown can say it, else as HTML.
public final class TableText {

  /// @param row 0-based
  /// @param column 0-based
  public record TextCell(
      int row, int column, int rowSpan, int colSpan, boolean header, String text) {}

  /// Places of a pipe table for each cell that is there, above which it would be mostly empty bars.
  private static final int SPARSE = 20;

  private TableText() {}

  /// As Markdown, on one line where it is HTML: a blank line would end that.
  ///
  /// @param cells at least one, row by row
  /// @param inline escapes a cell's text for Markdown
  public static String markdown(List<TextCell> cells, UnaryOperator<String> inline) {
    boolean plain = cells.stream().allMatch(c -> c.rowSpan() == 1 && c.colSpan() == 1);
    long places = (long) (1 + cells.getLast().row()) * columns(cells);
    return plain && places <= (long) SPARSE * cells.size() ? pipes(cells, inline) : html(cells);
  }

  /// As HTML on one line, everything escaped.
  ///
  /// @param cells row by row
  public static String html(List<TextCell> cells) {
    var text = new StringBuilder("<table>");
    for (List<TextCell> row : rows(cells)) {
      text.append("<tr>");
      for (TextCell cell : row) {
        String tag = cell.header() ? "th" : "td";
        text.append('<').append(tag);
        if (cell.rowSpan() > 1) {
          text.append(" rowspan=\"").append(cell.rowSpan()).append('"');
        }
        if (cell.colSpan() > 1) {
          text.append(" colspan=\"").append(cell.colSpan()).append('"');
        }
        text.append('>').append(Escaping.html(cell.text()).replace("\n", "<br>"));
        text.append("</").append(tag).append('>');
      }
      text.append("</tr>");
    }
    return text.append("</table>").toString();
  }

  private static String pipes(List<TextCell> cells, UnaryOperator<String> inline) {
    int columns = columns(cells);
    List<List<TextCell>> rows = rows(cells);
    var text = new StringBuilder();
    boolean named =
        !rows.getFirst().isEmpty() && rows.getFirst().stream().allMatch(TextCell::header);
    if (!named) {
      pipeRow(text, List.of(), columns, inline);
      text.append('\n');
      rule(text, columns);
    }
    for (int i = 0; i < rows.size(); i++) {
      if (i > 0 || !named) {
        text.append('\n');
      }
      pipeRow(text, rows.get(i), columns, inline);
      if (i == 0 && named) {
        text.append('\n');
        rule(text, columns);
      }
    }
    return text.toString();
  }

  private static void rule(StringBuilder text, int columns) {
    text.append('|').append(" --- |".repeat(columns));
  }

  private static void pipeRow(
      StringBuilder text, List<TextCell> cells, int columns, UnaryOperator<String> inline) {
    String[] texts = new String[columns];
    for (TextCell cell : cells) {
      texts[cell.column()] = inline.apply(cell.text().replace('\n', ' '));
    }
    text.append('|');
    for (String cell : texts) {
      text.append(cell == null || cell.isEmpty() ? " " : " " + cell + " ").append('|');
    }
  }

  private static int columns(List<TextCell> cells) {
    return 1 + cells.stream().mapToInt(TextCell::column).max().orElse(0);
  }

  private static List<List<TextCell>> rows(List<TextCell> cells) {
    int last = cells.stream().mapToInt(TextCell::row).max().orElse(-1);
    List<List<TextCell>> rows = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      rows.add(new ArrayList<>());
    }
    for (TextCell cell : cells) {
      rows.get(cell.row()).add(cell);
    }
    return rows;
  }
}
