package io.pincite.ocr.internal.markdown;

/// Makes text of a page safe to stand in Markdown or HTML: it shows as it was printed and never
/// becomes markup, a link or an entity.
public final class Escaping {

  /// Markup wherever it stands. Of `&`, `@` and `:` only the harmful uses are escaped, so that the
  /// text stays readable.
  private static final String ALWAYS = "\\`*_[]<>|~$";

  private Escaping() {}

  /// Text at the start of a block, where also `#`, `-`, `1.` and their like have a meaning.
  public static String block(String text) {
    String inline = inline(text);
    char first = inline.charAt(0);
    if (first == '#' || first == '-' || first == '+' || first == '=' || first == ':') {
      return '\\' + inline;
    }
    int digits = 0;
    while (digits < inline.length()
        && inline.charAt(digits) >= '0'
        && inline.charAt(digits) <= '9') {
      digits++;
    }
    if (digits > 0 && digits < inline.length()) {
      char next = inline.charAt(digits);
      if (next == '.' || next == ')') {
        return inline.substring(0, digits) + '\\' + inline.substring(digits);
      }
    }
    return inline;
  }

  public static String inline(String text) {
    var out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (ALWAYS.indexOf(c) >= 0 || startsMarkup(text, i)) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  private static boolean startsMarkup(String text, int at) {
    return switch (text.charAt(at)) {
      case '&' -> at + 1 < text.length() && isLetterOrHash(text.charAt(at + 1));
      // Bare addresses become links in most dialects.
      case ':' -> text.startsWith("//", at + 1);
      case '@' -> at > 0 && at + 1 < text.length();
      case '.' -> at >= 3 && text.regionMatches(true, at - 3, "www", 0, 3);
      // A heading's closing run.
      case '#' -> text.indexOf(' ', at) < 0;
      default -> false;
    };
  }

  private static boolean isLetterOrHash(char c) {
    return c == '#' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// LaTeX between dollar signs. A program that knows no formulas would take it for Markdown, so
  /// what would be markup, a link or the formula's end there is written in another way that LaTeX
  /// prints alike. Emphasis is not kept out: its signs are subscripts and products.
  static String latex(String latex) {
    var out = new StringBuilder(latex.length() + 16);
    for (int i = 0; i < latex.length(); i++) {
      char c = latex.charAt(i);
      char next = i + 1 < latex.length() ? latex.charAt(i + 1) : ' ';
      switch (c) {
        case '\\' -> {
          out.append(c);
          if (next == '$' || next == '\\') {
            out.append(next);
            i++;
          }
        }
        case '$' -> out.append("\\$");
        case '<' -> out.append("\\lt ");
        case '>' -> out.append("\\gt ");
        case '`' -> out.append('\u2018');
        case '&' -> out.append(isLetterOrHash(next) ? "& " : "&");
        case '@' -> out.append("{}@");
        case ']' -> out.append(next == '(' || next == '[' || next == ':' ? "] " : "]");
        case ':' -> out.append(next == '/' ? ": " : ":");
        case '.' -> {
          boolean link = i >= 3 && latex.regionMatches(true, i - 3, "www", 0, 3);
          out.append(link ? "{}." : ".");
        }
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  public static String html(String text) {
    var out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
