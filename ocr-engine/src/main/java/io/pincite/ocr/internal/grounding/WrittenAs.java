package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.internal.grounding.Written.Cell;
import io.pincite.ocr.internal.markdown.Escaping;
import io.pincite.ocr.internal.markdown.MarkdownWriter;
import io.pincite.ocr.internal.markdown.TableText;
import io.pincite.ocr.internal.markdown.TableText.TextCell;
import java.util.List;

/// What a model wrote, in other forms. They are made here and not asked of the model, so that one
/// reading gives them all and nothing of a page is markup in any of them.
public final class WrittenAs {

  private WrittenAs() {}

  /// As Markdown (CommonMark with pipe tables; HTML for tables with spanning cells), formulas
  /// between dollars. Ends with a line end unless empty.
  public static String markdown(List<Written> blocks) {
    var out = new StringBuilder();
    int depth = -1;
    for (Written block : blocks) {
      if (block instanceof Written.Item item) {
        String text = MarkdownWriter.withoutBullet(item.text().replace('\n', ' '));
        int own = Math.min(item.level() - 1, depth + 1);
        if (depth < 0 && !out.isEmpty()) {
          out.append('\n');
        }
        out.append("  ".repeat(own)).append("- ").append(opening(text)).append('\n');
        depth = own;
        continue;
      }
      String paragraph = paragraph(block);
      if (!paragraph.isEmpty()) {
        out.append(out.isEmpty() ? "" : "\n").append(paragraph).append('\n');
        depth = -1;
      }
    }
    return out.toString();
  }

  private static String paragraph(Written block) {
    return switch (block) {
      case Written.Heading heading ->
          "#".repeat(heading.level()) + " " + opening(heading.text().replace('\n', ' '));
      case Written.Text text -> lines(text.text());
      case Written.Item item -> lines(item.text());
      case Written.Caption caption -> "*" + inline(caption.text().replace('\n', ' ')) + "*";
      case Written.Formula formula -> "$$\n" + latex(formula.latex()) + "\n$$";
      case Written.Figure _ -> "\\[figure\\]";
      case Written.Table table ->
          table.cells().isEmpty()
              ? ""
              : TableText.markdown(cells(table.cells()), WrittenAs::inCell);
    };
  }

  /// Line ends of the page as hard breaks: of a form or an address each line counts.
  private static String lines(String text) {
    if (text.isEmpty()) {
      return "";
    }
    var out = new StringBuilder();
    for (String line : text.split("\n")) {
      if (!line.isBlank()) {
        out.append(out.isEmpty() ? "" : "\\\n").append(opening(line.strip()));
      }
    }
    return out.toString();
  }

  /// At the start of a line, where also `#` and its like have a meaning.
  private static String opening(String text) {
    return mixed(text, true);
  }

  private static String inline(String text) {
    return mixed(text, false);
  }

  /// A bar would end the cell, even in a formula.
  private static String inCell(String text) {
    var out = new StringBuilder();
    eachPart(
        text,
        part -> out.append(Escaping.inline(part)),
        formula -> out.append('$').append(latex(formula).replace("|", "\\vert ")).append('$'));
    return out.toString();
  }

  private static String mixed(String text, boolean opens) {
    var out = new StringBuilder();
    eachPart(
        text,
        part -> out.append(opens && out.isEmpty() ? Escaping.block(part) : Escaping.inline(part)),
        formula -> out.append('$').append(latex(formula)).append('$'));
    return out.toString();
  }

  private interface Part {
    void of(String text);
  }

  private static void eachPart(String text, Part plain, Part formula) {
    int from = 0;
    int at = text.indexOf("\\(");
    while (at >= 0) {
      int end = text.indexOf("\\)", at + 2);
      if (end < 0) {
        break;
      }
      if (at > from) {
        plain.of(text.substring(from, at));
      }
      formula.of(text.substring(at + 2, end).strip());
      from = end + 2;
      at = text.indexOf("\\(", from);
    }
    if (from < text.length()) {
      plain.of(text.substring(from));
    }
  }

  /// LaTeX that means the same and is no Markdown and no HTML where formulas are not understood: no
  /// dollar that ends it, no tag, no link, no code, no blank line.
  private static String latex(String latex) {
    var out = new StringBuilder(latex.length() + 16);
    for (int i = 0; i < latex.length(); i++) {
      char c = latex.charAt(i);
      boolean escaped = i > 0 && latex.charAt(i - 1) == '\\';
      switch (c) {
        case '<' -> out.append("\\lt ");
        case '>' -> out.append("\\gt ");
        case '`' -> out.append("\\text{\\textasciigrave}");
        case '$' -> out.append(escaped ? "$" : "\\$");
        case ']' -> out.append(i + 1 < latex.length() && latex.charAt(i + 1) == '(' ? "] " : "]");
        case '\n' -> out.append(out.isEmpty() || out.charAt(out.length() - 1) == ' ' ? "" : " ");
        default -> out.append(c);
      }
    }
    // A backslash would take the dollar behind it.
    return out.append(latex.endsWith("\\") ? " " : "").toString();
  }

  /// As plain text: blocks between blank lines, cells between tabs.
  public static String plainText(List<Written> blocks) {
    var out = new StringBuilder();
    for (Written block : blocks) {
      String text =
          switch (block) {
            case Written.Heading heading -> heading.text();
            case Written.Text paragraph -> paragraph.text();
            case Written.Item item -> item.text();
            case Written.Caption caption -> caption.text();
            case Written.Formula formula -> formula.latex();
            case Written.Figure _ -> "";
            case Written.Table table -> tabs(table.cells());
          };
      if (!text.isEmpty()) {
        out.append(out.isEmpty() ? "" : "\n").append(text).append('\n');
      }
    }
    return out.toString();
  }

  private static String tabs(List<Cell> cells) {
    var out = new StringBuilder();
    int row = 0;
    int column = 0;
    for (Cell cell : cells) {
      if (cell.row() > row) {
        out.append("\n".repeat(cell.row() - row));
        row = cell.row();
        column = 0;
      }
      out.append("\t".repeat(Math.max(0, cell.column() - column)));
      column = cell.column();
      out.append(cell.text().replace('\n', ' '));
    }
    return out.toString();
  }

  /// As HTML without a frame around it: elements of text and tables, no attributes but spans, no
  /// links, no scripts; formulas as LaTeX in `\( … \)` and `\[ … \]`.
  public static String html(List<Written> blocks) {
    var out = new StringBuilder();
    int depth = 0;
    for (Written block : blocks) {
      int wanted = block instanceof Written.Item item ? Math.min(item.level(), depth + 1) : 0;
      for (; depth > wanted; depth--) {
        out.append("</li></ul>\n");
      }
      if (wanted > depth) {
        out.append(depth == 0 ? "<ul><li>" : "\n<ul><li>");
        depth = wanted;
      } else if (wanted > 0) {
        out.append("</li>\n<li>");
      }
      switch (block) {
        case Written.Heading heading -> {
          String tag = "h" + heading.level();
          element(out, tag, heading.text());
        }
        case Written.Text text -> element(out, "p", text.text());
        case Written.Item item -> out.append(text(MarkdownWriter.withoutBullet(item.text())));
        case Written.Caption caption -> element(out, "p", caption.text());
        case Written.Formula formula -> element(out, "p", "\\[ " + formula.latex() + " \\]");
        case Written.Figure _ -> out.append("<figure></figure>\n");
        case Written.Table table -> {
          if (!table.cells().isEmpty()) {
            out.append(TableText.html(cells(table.cells()))).append('\n');
          }
        }
      }
    }
    out.append("</li></ul>\n".repeat(depth));
    return out.toString();
  }

  private static void element(StringBuilder out, String tag, String text) {
    if (!text.isEmpty()) {
      out.append('<').append(tag).append('>');
      out.append(text(text));
      out.append("</").append(tag).append(">\n");
    }
  }

  private static String text(String text) {
    return Escaping.html(text).replace("\n", "<br>");
  }

  private static List<TextCell> cells(List<Cell> cells) {
    return cells.stream()
        .map(
            cell ->
                new TextCell(
                    cell.row(),
                    cell.column(),
                    cell.rowSpan(),
                    cell.colSpan(),
                    cell.header(),
                    cell.text()))
        .toList();
  }
}
