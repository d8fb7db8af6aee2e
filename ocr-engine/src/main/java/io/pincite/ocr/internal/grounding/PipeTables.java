package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.internal.markdown.Escaping;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Markdown's tables of bars as the HTML tables that [GroundedParser] reads. Models that are asked
/// for a chart write either.
public final class PipeTables {
  /// `| --- | :-: |`: what makes a table of the line above it.
  private static final Pattern RULE =
      Pattern.compile("\\s*+\\|?+(?:\\s*+:?+-++:?+\\s*+\\|)*+\\s*+(?::?+-++:?+\\s*+)?");

  private PipeTables() {}

  /// The same text with every table of bars written in HTML; all else as it was.
  public static String asHtml(String text) {
    if (text.indexOf('|') < 0) {
      return text;
    }
    String[] lines = text.split("\n", -1);
    var out = new ArrayList<String>();
    int at = 0;
    while (at < lines.length) {
      boolean begins =
          at + 1 < lines.length
              && lines[at].indexOf('|') >= 0
              && lines[at + 1].indexOf('|') >= 0
              && lines[at + 1].indexOf('-') >= 0
              && RULE.matcher(lines[at + 1]).matches();
      if (!begins) {
        out.add(lines[at]);
        at++;
        continue;
      }
      var table = new StringBuilder("<table>");
      row(table, cells(lines[at]), "th");
      at += 2;
      while (at < lines.length && lines[at].indexOf('|') >= 0) {
        row(table, cells(lines[at]), "td");
        at++;
      }
      out.add(table.append("</table>").toString());
    }
    return String.join("\n", out);
  }

  private static void row(StringBuilder table, List<String> cells, String name) {
    table.append("<tr>");
    for (String cell : cells) {
      table.append('<').append(name).append('>').append(Escaping.html(cell));
      table.append("</").append(name).append('>');
    }
    table.append("</tr>");
  }

  private static List<String> cells(String line) {
    String bare = line.strip();
    int from = bare.startsWith("|") ? 1 : 0;
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    for (int i = from; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (c == '\\' && i + 1 < bare.length() && bare.charAt(i + 1) == '|') {
        cell.append('|');
        i++;
      } else if (c == '|') {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (!cell.isEmpty()) {
      cells.add(cell.toString().strip());
    }
    return cells;
  }
}
