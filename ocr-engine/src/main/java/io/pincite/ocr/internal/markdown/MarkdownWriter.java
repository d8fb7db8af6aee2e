package io.pincite.ocr.internal.markdown;

import io.pincite.ocr.Block;
import io.pincite.ocr.FigureLinks;
import io.pincite.ocr.FigureText;
import io.pincite.ocr.Line;
import io.pincite.ocr.internal.markdown.TableText.TextCell;
import java.util.List;
import java.util.Optional;

/// Blocks as one Markdown text.
///
/// A list item keeps its own number as text after a dash: Markdown's numbered lists count by
/// themselves, and a contract's numbers must not be counted anew.
public final class MarkdownWriter {

  private static final String BULLETS = "•●○◦▪■□◆◇►▶‣⁃∙·➢➤✓✔❖★☐☑*-–—o";

  private final StringBuilder out = new StringBuilder();

  /// Depth of the list item written last; -1 after anything else. An item indented by more than
  /// one step would be taken for code.
  private int depth = -1;

  private final List<Block> blocks;
  private final FigureLinks links;
  private int figures;

  private MarkdownWriter(List<Block> blocks, FigureLinks links) {
    this.blocks = blocks;
    this.links = links;
  }

  /// @param links where figures can be fetched
  public static String of(List<Block> blocks, FigureLinks links) {
    var writer = new MarkdownWriter(blocks, links);
    for (int i = 0; i < blocks.size(); i++) {
      int end = i;
      while (end < blocks.size() && FigureText.isLabel(blocks.get(end).label())) {
        end++;
      }
      if (end > i) {
        writer.described(blocks.subList(i, end));
        i = end - 1;
      } else if (blocks.get(i) instanceof Block.Figure figure) {
        writer.figure(figure, i);
      } else {
        writer.write(blocks.get(i));
      }
    }
    return writer.out.toString();
  }

  /// What a model says of a figure is quoted, and said to be that: nobody shall take it for what
  /// stands on the page.
  private void described(List<Block> said) {
    var inner = new MarkdownWriter(said, FigureLinks.NONE);
    said.forEach(inner::write);
    var quoted = new StringBuilder("> \\[a model's reading of the figure\\]\n>");
    inner.out.toString().lines().forEach(line -> quoted.append("\n> ").append(line));
    paragraph(quoted.toString().replace("> \n", ">\n"));
  }

  private void write(Block block) {
    switch (block) {
      case Block.Heading heading -> heading(heading);
      case Block.ListItem item -> item(item);
      case Block.Table table -> table(table);
      case Block.Caption caption -> text(caption.lines(), "*", "*");
      case Block.Figure figure -> text(figure.lines(), "", "");
      case Block.Formula formula -> formula(formula);
      case Block.Paragraph _, Block.Footnote _, Block.Seal _, Block.Other _ ->
          text(block.lines(), "", "");
      case Block.PageHeader _, Block.PageFooter _, Block.PageNumber _ -> {}
    }
  }

  private void heading(Block.Heading heading) {
    text(heading.lines(), "#".repeat(Math.min(heading.level(), 6)) + " ", "");
  }

  private void item(Block.ListItem item) {
    String text = withoutBullet(joined(item.lines()));
    if (text.isEmpty()) {
      return;
    }
    int own = Math.min(item.level() - 1, depth + 1);
    if (depth < 0 && !out.isEmpty()) {
      out.append('\n');
    }
    out.append("  ".repeat(own)).append("- ").append(Prose.block(text)).append('\n');
    depth = own;
  }

  /// An item's text without its bullet; a number stays.
  public static String withoutBullet(String item) {
    return item.length() > 1 && isBullet(item) ? item.substring(1).strip() : item;
  }

  private static boolean isBullet(String text) {
    char first = text.charAt(0);
    boolean privateUse = first >= '\uE000' && first <= '\uF8FF';
    if (privateUse) {
      return true;
    }
    boolean mark = BULLETS.indexOf(first) >= 0;
    return mark && (text.charAt(1) == ' ' || first > 0x2000);
  }

  private void figure(Block.Figure figure, int at) {
    figures++;
    Optional<String> link = links.of(figures);
    link.ifPresent(address -> paragraph("![%s](%s)".formatted(caption(at), address)));
    if (figure.lines().isEmpty() && link.isEmpty()) {
      paragraph("\\[figure\\]");
    } else {
      text(figure.lines(), "", "");
    }
  }

  /// Captions stand below figures, or else above.
  private String caption(int figure) {
    if (figure + 1 < blocks.size() && blocks.get(figure + 1) instanceof Block.Caption below) {
      return called(below);
    }
    boolean isOfAnother =
        figure > 1
            && (blocks.get(figure - 2) instanceof Block.Figure
                || blocks.get(figure - 2) instanceof Block.Table);
    return figure > 0 && !isOfAnother && blocks.get(figure - 1) instanceof Block.Caption above
        ? called(above)
        : "figure";
  }

  private static String called(Block.Caption caption) {
    String text = joined(caption.lines());
    return text.isEmpty() ? "figure" : Escaping.inline(text);
  }

  /// LaTeX where a model wrote it; else what stands there.
  private void formula(Block.Formula formula) {
    if (!Block.Formula.isLatex(formula.label()) && !FigureText.isLabel(formula.label())) {
      text(formula.lines(), "", "");
      return;
    }
    String latex = String.join(" ", formula.lines().stream().map(Line::text).toList());
    paragraph("$$ " + Escaping.latex(latex) + " $$");
  }

  private void text(List<Line> lines, String before, String after) {
    String text = joined(lines);
    if (!text.isEmpty()) {
      boolean opensBlock = before.isEmpty() || before.startsWith("#");
      paragraph(before + (opensBlock ? Prose.block(text) : Prose.inline(text)) + after);
    }
  }

  private void paragraph(String markdown) {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    out.append(markdown).append('\n');
    depth = -1;
  }

  private void table(Block.Table table) {
    if (table.cells().isEmpty()) {
      return;
    }
    List<TextCell> cells =
        table.cells().stream()
            .map(
                cell ->
                    new TextCell(
                        cell.row(),
                        cell.column(),
                        cell.rowSpan(),
                        cell.colSpan(),
                        cell.header(),
                        joined(cell.lines())))
            .toList();
    paragraph(TableText.markdown(cells, Prose::cell));
  }

  /// Lines as one text: no space between two CJK characters, a word divided at the line's end in
  /// one piece again.
  static String joined(List<Line> lines) {
    var text = new StringBuilder();
    for (Line line : lines) {
      String next = line.text();
      if (!text.isEmpty() && !divided(text, next) && !(endsInCjk(text) && startsInCjk(next))) {
        text.append(' ');
      }
      text.append(next);
    }
    return text.toString();
  }

  private static boolean divided(StringBuilder text, String next) {
    int end = text.length() - 1;
    char last = text.charAt(end);
    if (last == '\u00AD') {
      text.setLength(end);
      return true;
    }
    boolean hyphen = last == '-' || last == '\u2010';
    if (hyphen
        && end > 1
        && Character.isLowerCase(text.charAt(end - 1))
        && Character.isLowerCase(next.codePointAt(0))) {
      text.setLength(end);
      return true;
    }
    return false;
  }

  private static boolean endsInCjk(StringBuilder text) {
    return isCjk(text.codePointBefore(text.length()));
  }

  private static boolean startsInCjk(String text) {
    return isCjk(text.codePointAt(0));
  }

  private static boolean isCjk(int codePoint) {
    return Character.isIdeographic(codePoint)
        || (codePoint >= 0x3000 && codePoint <= 0x30FF)
        || (codePoint >= 0xFF00 && codePoint <= 0xFFEF);
  }
}
