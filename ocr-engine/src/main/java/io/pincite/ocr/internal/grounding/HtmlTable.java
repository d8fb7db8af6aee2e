package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.internal.grounding.Written.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A table as a model writes it: HTML of which only rows, cells and their spans count.
///
/// Cells are placed as HTML places them, but none covers another: a span ends where a cell from
/// above hangs down, at the last row, and at column 1,000 (the most columns that HTML lets a cell
/// span); what a row writes beyond that column joins its last cell. A table in a cell is text of
/// that cell.
///
/// Models hardly ever write `<th>`. Where there is none, the first row (with the rows that its
/// spanning cells reach down to) is the header if it holds words and no figures, and a column below
/// it holds figures in most of its cells.
final class HtmlTable {

  /// @param caption what `<caption>` says; else empty
  /// @param stray text that stands in no cell; else empty
  record Content(List<Cell> cells, String caption, String stray) {}

  private static final int MOST_COLUMNS = 1_000;

  /// Longer tags are text. The longest that a model has reason to write has both spans.
  private static final int LONGEST_TAG = 200;

  private static final Set<String> STRUCTURE =
      Set.of(
          "table",
          "thead",
          "tbody",
          "tfoot",
          "tr",
          "td",
          "th",
          "caption",
          "colgroup",
          "col",
          "br",
          "p",
          "div",
          "span");

  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("cent", "¢"),
          Map.entry("pound", "£"),
          Map.entry("yen", "¥"),
          Map.entry("euro", "€"),
          Map.entry("sect", "§"),
          Map.entry("para", "¶"),
          Map.entry("copy", "©"),
          Map.entry("reg", "®"),
          Map.entry("trade", "™"),
          Map.entry("deg", "°"),
          Map.entry("plusmn", "±"),
          Map.entry("times", "×"),
          Map.entry("divide", "÷"),
          Map.entry("middot", "·"),
          Map.entry("bull", "•"),
          Map.entry("ndash", "–"),
          Map.entry("mdash", "—"),
          Map.entry("hellip", "…"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"));

  private final String html;
  private final List<Draft> drafts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder caption = new StringBuilder();
  private final StringBuilder stray = new StringBuilder();

  /// For each column the first row that no cell from above reaches.
  private int[] free = new int[16];

  private int row = -1;
  private int column;
  private boolean inHead;
  private int depth;
  private int noFormulaBefore;

  /// Whether the cell that is open lies beyond the last column, and joins the one before it.
  private boolean joinsLast;

  private Place place = Place.BETWEEN;

  private enum Place {
    BETWEEN,
    CELL,
    CAPTION
  }

  private static final class Draft {
    private final int row;
    private final int column;
    private final int rowSpan;
    private final int colSpan;
    private boolean header;
    private String text = "";

    private Draft(int row, int column, int rowSpan, int colSpan, boolean header) {
      this.row = row;
      this.column = column;
      this.rowSpan = rowSpan;
      this.colSpan = colSpan;
      this.header = header;
    }
  }

  private HtmlTable(String html) {
    this.html = html;
  }

  /// @param html from `<table` on; it may end anywhere
  static Content of(String html) {
    return new HtmlTable(html).read();
  }

  private Content read() {
    int i = 0;
    while (i < html.length()) {
      char c = html.charAt(i);
      int next = i;
      if (c == '<') {
        next = tag(i);
      } else if (c == '\\') {
        next = formula(i);
      }
      if (next == i) {
        text.append(c == '\n' ? ' ' : c);
        next++;
      }
      i = next;
    }
    endText();
    int rows = row + 1;
    markHeader(rows);
    List<Cell> cells = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      cells.add(
          new Cell(
              draft.row,
              draft.column,
              Math.min(draft.rowSpan, rows - draft.row),
              draft.colSpan,
              draft.header,
              draft.text));
    }
    return new Content(cells, folded(caption), folded(stray));
  }

  /// The place behind a tag; the place itself where none stands.
  private int tag(int at) {
    int i = at + 1;
    boolean closes = i < html.length() && html.charAt(i) == '/';
    i += closes ? 1 : 0;
    int start = i;
    while (i < html.length() && isLetter(html.charAt(i)) && i - start < 9) {
      i++;
    }
    String name = html.substring(start, i).toLowerCase(Locale.ROOT);
    if (!STRUCTURE.contains(name)) {
      // Cut in the middle of a tag.
      return i == html.length() && STRUCTURE.stream().anyMatch(begunBy(name)) ? i : at;
    }
    int attributes = i;
    while (i < html.length() && html.charAt(i) != '>') {
      if (html.charAt(i) == '<' || i - at > LONGEST_TAG) {
        return at;
      }
      i++;
    }
    if (i < html.length()) {
      tag(name, closes, html.substring(attributes, i));
      return i + 1;
    }
    return i;
  }

  private static Predicate<String> begunBy(String start) {
    return name -> name.startsWith(start);
  }

  private void tag(String name, boolean closes, String attributes) {
    if (name.equals("table")) {
      depth += closes ? -1 : 1;
      if (closes && depth <= 0) {
        endText();
      }
      return;
    }
    if (depth > 1) {
      text.append(' ');
      return;
    }
    switch (name) {
      case "tr" -> {
        endText();
        if (!closes) {
          row++;
          column = 0;
        }
      }
      case "td", "th" -> {
        endText();
        if (!closes) {
          open(name.equals("th") || inHead, attributes);
        }
      }
      case "thead", "tbody", "tfoot" -> {
        endText();
        inHead = name.equals("thead") && !closes;
      }
      case "caption" -> {
        endText();
        place = closes ? Place.BETWEEN : Place.CAPTION;
      }
      case "br", "p", "div" -> text.append('\n');
      default -> {}
    }
  }

  private void open(boolean header, String attributes) {
    row = Math.max(row, 0);
    while (column < MOST_COLUMNS && !isFree(column)) {
      column++;
    }
    joinsLast = column == MOST_COLUMNS;
    if (joinsLast) {
      boolean first = drafts.getLast().row != row;
      place = first ? Place.BETWEEN : Place.CELL;
      return;
    }
    place = Place.CELL;
    int wanted = span(attributes, "colspan");
    int across = 1;
    while (across < wanted && column + across < MOST_COLUMNS && isFree(column + across)) {
      across++;
    }
    int down = span(attributes, "rowspan");
    if (column + across > free.length) {
      free = Arrays.copyOf(free, Math.max(column + across, 2 * free.length));
    }
    Arrays.fill(free, column, column + across, row + down);
    drafts.add(new Draft(row, column, down, across, header));
    column += across;
  }

  private boolean isFree(int at) {
    return at >= free.length || free[at] <= row;
  }

  private void endText() {
    switch (place) {
      case CELL -> {
        Draft cell = drafts.getLast();
        String said = folded(text);
        cell.text = joinsLast ? (cell.text + " " + said).strip() : said;
        place = Place.BETWEEN;
      }
      case CAPTION -> caption.append(text).append(' ');
      case BETWEEN -> stray.append(text).append(' ');
    }
    text.setLength(0);
  }

  /// An attribute's number, 1 where there is none, at most 1,000: HTML's limit for columns, and
  /// more rows than stand on a page.
  private static int span(String attributes, String name) {
    for (int i = 0; i + name.length() < attributes.length(); i++) {
      if (attributes.regionMatches(true, i, name, 0, name.length())) {
        int at = i + name.length();
        while (at < attributes.length() && " =\"'".indexOf(attributes.charAt(at)) >= 0) {
          at++;
        }
        int value = 0;
        while (at < attributes.length() && isDigit(attributes.charAt(at))) {
          value = Math.min(MOST_COLUMNS, value * 10 + attributes.charAt(at) - '0');
          at++;
        }
        return Math.max(1, value);
      }
    }
    return 1;
  }

  private static String unescaped(String written) {
    int at = written.indexOf('&');
    if (at < 0) {
      return written;
    }
    var out = new StringBuilder(written.length());
    int from = 0;
    while (at >= 0) {
      int end = at + 1;
      // &#x10FFFF; is the longest.
      while (end < written.length() && end - at < 10 && written.charAt(end) != ';') {
        end++;
      }
      boolean ends = end < written.length() && written.charAt(end) == ';';
      String meant = ends ? meant(written.substring(at + 1, end)) : "";
      if (!meant.isEmpty()) {
        out.append(written, from, at).append(meant);
        from = end + 1;
      }
      at = written.indexOf('&', meant.isEmpty() ? at + 1 : from);
    }
    return out.append(written, from, written.length()).toString();
  }

  private static String meant(String entity) {
    return entity.startsWith("#") ? numbered(entity) : ENTITIES.getOrDefault(entity, "");
  }

  private static String numbered(String name) {
    boolean hexadecimal = name.length() > 1 && (name.charAt(1) == 'x' || name.charAt(1) == 'X');
    int value = 0;
    int first = hexadecimal ? 2 : 1;
    for (int i = first; i < name.length(); i++) {
      int digit = Character.digit(name.charAt(i), hexadecimal ? 16 : 10);
      if (digit < 0 || name.charAt(i) > 0x7F) {
        return "";
      }
      value = value * (hexadecimal ? 16 : 10) + digit;
    }
    return first < name.length() && Character.isValidCodePoint(value)
        ? Character.toString(value)
        : "";
  }

  /// A formula is taken whole, so that its `<` opens no tag; it ends before its cell does.
  private int formula(int at) {
    if (!html.startsWith("\\(", at) || at < noFormulaBefore) {
      return at;
    }
    int i = at + 2;
    while (i < html.length()
        && !html.startsWith("\\)", i)
        && !html.startsWith("</t", i)
        && !html.startsWith("<td", i)
        && !html.startsWith("<tr", i)) {
      i++;
    }
    if (!html.startsWith("\\)", i)) {
      noFormulaBefore = i;
      return at;
    }
    text.append(html, at, i + 2);
    return i + 2;
  }

  private void markHeader(int rows) {
    if (drafts.isEmpty() || drafts.stream().anyMatch(cell -> cell.header)) {
      return;
    }
    int below = 1;
    for (Draft cell : drafts) {
      if (cell.row == 0) {
        below = Math.max(below, cell.rowSpan);
      }
    }
    if (below >= rows) {
      return;
    }
    int[] filled = new int[free.length];
    int[] figures = new int[free.length];
    boolean words = false;
    for (Draft cell : drafts) {
      if (cell.row >= below) {
        filled[cell.column] += cell.text.isEmpty() ? 0 : 1;
        figures[cell.column] += isFigure(cell.text) ? 1 : 0;
      } else if (isFigure(cell.text)) {
        return;
      } else {
        words |= !cell.text.isEmpty();
      }
    }
    boolean measures = false;
    for (int i = 0; i < free.length && !measures; i++) {
      measures = figures[i] > 0 && 2 * figures[i] > filled[i];
    }
    if (!words || !measures) {
      return;
    }
    for (Draft cell : drafts) {
      cell.header = cell.row < below && !cell.text.isEmpty();
    }
  }

  /// Digits with what is written around them, such as `$1,200.00`, `(3 %)` or `12,5 kg`: more of
  /// them than letters. A year alone names a column as often as it fills one, so it is none.
  private static boolean isFigure(String text) {
    int digits = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digits += isDigit(c) ? 1 : 0;
      letters += Character.isLetter(c) ? 1 : 0;
    }
    boolean year =
        digits == 4 && text.length() == 4 && (text.startsWith("19") || text.startsWith("20"));
    return digits > letters && !year;
  }

  /// White space as one space each, line ends kept.
  private static String folded(CharSequence text) {
    var out = new StringBuilder(text.length());
    char pending = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == ' ' || c == '\t' || c == '\u00A0') {
        pending = c == '\n' || pending == '\n' ? '\n' : ' ';
      } else {
        if (pending != 0 && !out.isEmpty()) {
          out.append(pending);
        }
        pending = 0;
        out.append(c);
      }
    }
    return Cleaning.characters(unescaped(Cleaning.withoutMarkup(out.toString()))).strip();
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
