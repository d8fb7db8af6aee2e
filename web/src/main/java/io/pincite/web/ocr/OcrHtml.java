package io.pincite.web.ocr;

import io.pincite.ocr.Block;
import io.pincite.ocr.FigureLinks;
import io.pincite.web.formulas.MathMl;
import io.pincite.web.ocr.OcrBlockJson.OcrCellJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Blocks as HTML: the elements that say what they are, and nothing of the page is ever markup.
final class OcrHtml {
  private static final int LOWEST_HEADING = 6;

  /// LaTeX in text, as models write it.
  private static final Pattern FORMULA =
      Pattern.compile("\\\\\\(((?:(?!\\\\[()]).)+?)\\\\\\)", Pattern.DOTALL);

  private final StringBuilder html = new StringBuilder();
  private final FigureLinks links;
  private int figures;

  private OcrHtml(FigureLinks links) {
    this.links = links;
  }

  /// @param figures where they can be fetched
  static String of(List<OcrBlockJson> blocks, FigureLinks figures) {
    var writer = new OcrHtml(figures);
    boolean inList = false;
    for (OcrBlockJson block : blocks) {
      boolean isItem = block.type() == Block.Type.LIST_ITEM;
      if (isItem != inList) {
        writer.html.append(isItem ? "<ul>\n" : "</ul>\n");
        inList = isItem;
      }
      writer.write(block);
    }
    if (inList) {
      writer.html.append("</ul>\n");
    }
    return writer.html.toString();
  }

  /// Text that is no part of a page.
  static String ofText(String text) {
    var writer = new OcrHtml(FigureLinks.NONE);
    writer.element("p", text);
    return writer.html.toString();
  }

  private void write(OcrBlockJson block) {
    switch (block.type()) {
      case HEADING ->
          element("h" + Math.min(LOWEST_HEADING, block.level().orElse(1)), block.text());
      case LIST_ITEM -> element("li", block.text());
      case TABLE -> table(block.cells());
      case FIGURE -> figure(block.text());
      case CAPTION -> element("figcaption", block.text());
      case FORMULA -> formula(block);
      case PAGE_HEADER -> element("header", block.text());
      case PAGE_FOOTER, PAGE_NUMBER -> element("footer", block.text());
      case FOOTNOTE -> element("small", block.text());
      case PARAGRAPH, SEAL, OTHER -> element("p", block.text());
    }
  }

  private void figure(String text) {
    figures++;
    html.append("<figure>");
    links
        .of(figures)
        .ifPresent(
            address -> html.append("<img src=\"").append(escaped(address)).append("\" alt=\"\">"));
    html.append(escaped(text)).append("</figure>\n");
  }

  private void element(String name, String text) {
    html.append('<').append(name).append('>').append(prose(text));
    html.append("</").append(name).append(">\n");
  }

  /// As MathML; what is no LaTeX, or more than we know of it, as it was written.
  private void formula(OcrBlockJson block) {
    String latex = block.text().replace('\n', ' ');
    Optional<String> math =
        Block.Formula.isLatex(block.label()) ? MathMl.withSource(latex, true) : Optional.empty();
    html.append(
        math.map("<p>%s</p>\n"::formatted)
            .orElseGet(() -> "<pre><code>%s</code></pre>\n".formatted(escaped(block.text()))));
  }

  /// Text with the formulas in it.
  private static String prose(String text) {
    Matcher formulas = FORMULA.matcher(text);
    var out = new StringBuilder();
    int from = 0;
    while (formulas.find()) {
      String latex = formulas.group(1).strip();
      out.append(escaped(text.substring(from, formulas.start())));
      out.append(
          MathMl.withSource(latex, false)
              .orElseGet(() -> "<code>%s</code>".formatted(escaped(latex))));
      from = formulas.end();
    }
    return out.append(escaped(text.substring(from))).toString();
  }

  private void table(List<OcrCellJson> cells) {
    html.append("<table>\n");
    int row = -1;
    for (OcrCellJson cell : cells) {
      if (cell.row() != row) {
        html.append(row < 0 ? "<tr>" : "</tr>\n<tr>");
        row = cell.row();
      }
      String name = cell.header() ? "th" : "td";
      html.append('<').append(name);
      span("rowspan", cell.rowSpan());
      span("colspan", cell.colSpan());
      html.append('>').append(prose(cell.text())).append("</").append(name).append('>');
    }
    html.append(row < 0 ? "" : "</tr>\n").append("</table>\n");
  }

  private void span(String name, int cells) {
    if (cells > 1) {
      html.append(String.format(Locale.ROOT, " %s=\"%d\"", name, cells));
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
