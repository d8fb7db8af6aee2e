package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.internal.grounding.Written.Cell;
import java.util.List;

/// Writes blocks as DeepSeek-OCR writes them: the way back from what [GroundedParser] reads.
final class ModelGrammar {

  private ModelGrammar() {}

  static String of(List<Written> blocks) {
    var out = new StringBuilder();
    for (Written block : blocks) {
      out.append("<|ref|>").append(block.label()).append("<|/ref|><|det|>[");
      for (int i = 0; i < block.boxes().size(); i++) {
        out.append(i == 0 ? "" : ", ").append(box(block.boxes().get(i)));
      }
      out.append("]<|/det|>\n").append(body(block)).append("\n\n");
    }
    return out.toString();
  }

  private static String box(BoundingBox box) {
    return "[%d, %d, %d, %d]"
        .formatted(number(box.x0()), number(box.y0()), number(box.x1()), number(box.y1()));
  }

  private static long number(double fraction) {
    return Math.round(fraction * 999);
  }

  private static String body(Written block) {
    return switch (block) {
      case Written.Heading heading -> "#".repeat(heading.level()) + " " + heading.text() + "  ";
      case Written.Text text -> text.text().replace("\n", "  \n") + "  ";
      case Written.Item item -> "  ".repeat(item.level() - 1) + item.text();
      case Written.Caption caption -> "<center>" + caption.text() + " </center>  ";
      case Written.Formula formula -> "\\[ " + formula.latex() + " \\]";
      case Written.Figure _ -> "";
      case Written.Table table -> table(table.cells());
    };
  }

  private static String table(List<Cell> cells) {
    var out = new StringBuilder("<table>");
    int rows = cells.stream().mapToInt(cell -> cell.row() + cell.rowSpan()).max().orElse(0);
    for (int row = 0; row < rows; row++) {
      out.append("<tr>");
      for (Cell cell : cells) {
        if (cell.row() == row) {
          String name = cell.header() ? "th" : "td";
          out.append('<').append(name);
          if (cell.rowSpan() > 1) {
            out.append(" rowspan=\"").append(cell.rowSpan()).append('"');
          }
          if (cell.colSpan() > 1) {
            out.append(" colspan=\"").append(cell.colSpan()).append('"');
          }
          out.append('>').append(cell.text().replace("&", "&amp;").replace("<", "&lt;"));
          out.append("</").append(name).append('>');
        }
      }
      out.append("</tr>");
    }
    return out.append("</table>").toString();
  }
}
