package io.pincite.ocr.internal.markdown;

/// Text of a page with formulas in it, which models write as LaTeX in `\( … \)`: in Markdown they
/// stand between dollar signs, and all else shows as it was printed.
final class Prose {
  private static final String OPEN = "\\(";
  private static final String CLOSE = "\\)";

  private Prose() {}

  /// At the start of a block.
  static String block(String text) {
    return written(text, true, false);
  }

  static String inline(String text) {
    return written(text, false, false);
  }

  /// In a cell of a table of bars, which a bar would end.
  static String cell(String text) {
    return written(text, false, true);
  }

  private static String written(String text, boolean opensBlock, boolean isCell) {
    var out = new StringBuilder(text.length() + 16);
    int from = 0;
    int open = text.indexOf(OPEN);
    while (open >= 0) {
      int close = text.indexOf(CLOSE, open + 2);
      if (close < 0) {
        break;
      }
      String latex = text.substring(open + 2, close).strip();
      // Of two openings the inner one is meant.
      int inner = text.lastIndexOf(OPEN, close - 1);
      if (inner > open) {
        open = inner;
        continue;
      }
      if (!latex.isEmpty()) {
        plain(out, text.substring(from, open), opensBlock);
        out.append('$').append(formula(latex, isCell)).append('$');
        from = close + 2;
      }
      open = text.indexOf(OPEN, close + 2);
    }
    plain(out, text.substring(from), opensBlock);
    return out.toString();
  }

  private static void plain(StringBuilder out, String text, boolean opensBlock) {
    if (!text.isEmpty()) {
      out.append(opensBlock && out.isEmpty() ? Escaping.block(text) : Escaping.inline(text));
    }
  }

  private static String formula(String latex, boolean isCell) {
    String safe = Escaping.latex(latex);
    String whole = isCell ? safe.replace("\\|", "\\Vert ").replace("|", "\\vert ") : safe;
    // A backslash would take the dollar sign behind it.
    return whole.endsWith("\\") ? whole + " " : whole;
  }
}
