package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Block;
import io.pincite.ocr.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Everything on a page that is written in one direction, from words to blocks in reading order.
final class FrameAnalysis {

  /// Fewer characters than that are no body of text.
  private static final int LEAST_BODY = 200;

  private final Frame frame;
  private final Rules rules;
  private final double bodySize;
  private final List<Block> headers = new ArrayList<>();
  private final List<Block> flow = new ArrayList<>();
  private final List<Block> footers = new ArrayList<>();

  private FrameAnalysis(Frame frame, Rules rules, double bodySize) {
    this.frame = frame;
    this.rules = rules;
    this.bodySize = bodySize;
  }

  /// @param tables whose words are not among `tokens` any more
  /// @param sizeWithTables the size most characters have, those of the tables included
  static FrameAnalysis of(
      Frame frame,
      List<Token> tokens,
      Rules rules,
      List<TableDraft> tables,
      List<Picture> pictures,
      double sizeWithTables) {
    List<Row> rows = tokens.isEmpty() ? new ArrayList<>() : Rows.of(tokens);
    var analysis = new FrameAnalysis(frame, rules, bodySize(tokens, sizeWithTables));
    rows = RowRuledTables.takenOutOf(rows, rules, tables, frame.width());
    analysis.read(rows, tables, pictures);
    return analysis;
  }

  List<Block> headers() {
    return headers;
  }

  List<Block> flow() {
    return flow;
  }

  List<Block> footers() {
    return footers;
  }

  /// Beside a table there may be hardly more than a page header: that is no measure for headings.
  private static double bodySize(List<Token> tokens, double sizeWithTables) {
    int characters = tokens.stream().mapToInt(token -> token.text().length()).sum();
    double size = bodySize(tokens);
    return characters < LEAST_BODY ? Math.max(size, sizeWithTables) : size;
  }

  /// The size most characters have.
  static double bodySize(List<Token> tokens) {
    var characters = new TreeMap<Long, Integer>();
    for (Token token : tokens) {
      characters.merge(Math.round(2 * token.size), token.text().length(), Integer::sum);
    }
    return characters.entrySet().stream()
        .max(java.util.Map.Entry.comparingByValue())
        .map(entry -> entry.getKey() / 2.0)
        .orElse(10.0);
  }

  private void read(List<Row> rows, List<TableDraft> tables, List<Picture> pictures) {
    List<Row> all = new ArrayList<>(rows);
    for (TableDraft table : tables) {
      all.add(new Row(List.of(new Piece(table))));
    }
    for (Picture picture : pictures) {
      all.add(new Row(List.of(new Piece(picture))));
    }
    all.sort(Comparator.comparingDouble(row -> row.baseline));
    var margins = Margins.of(all, rules, frame, bodySize);
    addMargins(margins.headers, true);
    readBody(margins.body);
    addMargins(margins.footers, false);
  }

  private void addMargins(List<Row> rows, boolean top) {
    for (Row row : rows) {
      var paragraph = new Paragraph(List.of(new TextLine(row.joined())));
      var box = frame.box(paragraph.area());
      List<Line> lines = paragraph.finished();
      if (Margins.isPageNumber(paragraph.text)) {
        (top ? headers : footers).add(new Block.PageNumber(lines, box, "page-number"));
      } else if (top) {
        headers.add(new Block.PageHeader(lines, box, "page-header"));
      } else {
        footers.add(new Block.PageFooter(lines, box, "page-footer"));
      }
    }
  }

  /// A paragraph or a thing, in reading order.
  private record Item(List<Paragraph> paragraph, List<Thing> thing, Paragraphs.Edges edges) {
    boolean isThing() {
      return !thing.isEmpty();
    }

    Area area() {
      return isThing() ? thing.getFirst().area() : paragraph.getFirst().area();
    }
  }

  private void readBody(List<Row> rows) {
    List<List<Row>> regions = Regions.of(rows, rules);
    List<List<TextLine>> columns = new ArrayList<>();
    for (List<Row> region : regions) {
      columns.add(lines(region));
    }
    var paragraphs = Paragraphs.learnt(columns);
    List<Item> items = new ArrayList<>();
    var notes = new java.util.IdentityHashMap<Paragraph, Boolean>();
    for (List<Row> region : regions) {
      addItems(region, paragraphs, items, notes);
    }
    var roles = new Roles(frame, rules, bodySize);
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (item.isThing()) {
        addThing(item.thing.getFirst());
        continue;
      }
      Paragraph paragraph = item.paragraph.getFirst();
      if (notes.containsKey(paragraph)) {
        flow.add(new Block.Footnote(paragraph.finished(), frame.box(paragraph.area()), "footnote"));
        continue;
      }
      if (isLoneNumber(items, i)) {
        flow.add(
            new Block.PageNumber(
                paragraph.finished(), frame.box(paragraph.area()), "page-number-within"));
        continue;
      }
      String next =
          i + 1 < items.size() && !items.get(i + 1).isThing()
              ? items.get(i + 1).paragraph.getFirst().text
              : "";
      flow.add(roles.block(paragraph, item.edges, next, isByThing(items, i)));
    }
  }

  private static boolean isByThing(List<Item> items, int i) {
    return i > 0 && items.get(i - 1).isThing()
        || i + 1 < items.size() && items.get(i + 1).isThing();
  }

  private void addThing(Thing thing) {
    switch (thing) {
      case TableDraft table -> flow.add(table.block(frame));
      case Picture picture ->
          flow.add(new Block.Figure(List.of(), frame.box(picture.area()), "image"));
      case Contents contents -> {
        for (Row entry : contents.entries()) {
          var line = new TextLine(entry.joined());
          flow.add(
              new Block.Paragraph(List.of(line.line()), frame.box(line.area()), "contents-entry"));
        }
      }
    }
  }

  /// A number by itself, well away from the text above and below.
  private static boolean isLoneNumber(List<Item> items, int i) {
    Paragraph paragraph = items.get(i).paragraph.getFirst();
    if (paragraph.lines.size() > 1 || !Margins.isLoneNumber(paragraph.text)) {
      return false;
    }
    double away = 1.3 * paragraph.size;
    boolean above =
        i == 0
            || paragraph.y0 - items.get(i - 1).area().y1() > away
            || items.get(i - 1).area().y0() > paragraph.y1;
    boolean below =
        i + 1 == items.size()
            || items.get(i + 1).area().y0() - paragraph.y1 > away
            || items.get(i + 1).area().y1() < paragraph.y0;
    return above && below && items.size() > 1;
  }

  private void addItems(
      List<Row> region,
      Paragraphs paragraphs,
      List<Item> items,
      java.util.IdentityHashMap<Paragraph, Boolean> notes) {
    List<TextLine> all = lines(region);
    var edges = all.isEmpty() ? new Paragraphs.Edges(0, frame.width()) : Paragraphs.Edges.of(all);
    List<Paragraph> found = new ArrayList<>();
    List<Row> open = new ArrayList<>();
    for (Row row : region) {
      if (row.isText()) {
        open.add(row);
        continue;
      }
      addParagraphs(open, paragraphs, edges, items, found);
      open = new ArrayList<>();
      items.add(new Item(List.of(), List.of(row.pieces.getFirst().thing.orElseThrow()), edges));
    }
    addParagraphs(open, paragraphs, edges, items, found);
    for (Paragraph note : footnotes(found)) {
      notes.put(note, true);
    }
  }

  private static void addParagraphs(
      List<Row> rows,
      Paragraphs paragraphs,
      Paragraphs.Edges edges,
      List<Item> items,
      List<Paragraph> found) {
    for (Paragraph paragraph : paragraphs.of(lines(rows), edges)) {
      items.add(new Item(List.of(paragraph), List.of(), edges));
      found.add(paragraph);
    }
  }

  /// The lines of one column. Pieces that stand side by side on nearly one baseline are one line.
  private static List<TextLine> lines(List<Row> rows) {
    List<TextLine> lines = new ArrayList<>(rows.size());
    Piece open = null;
    for (Row row : rows) {
      if (!row.isText()) {
        continue;
      }
      Piece piece = row.joined();
      if (open != null) {
        boolean level = piece.baseline - open.baseline < 0.45 * Math.min(piece.size, open.size);
        boolean beside = piece.x0 >= open.x1 - 1 || piece.x1 <= open.x0 + 1;
        if (level && beside) {
          open = open.joined(piece);
          continue;
        }
        lines.add(new TextLine(open));
      }
      open = piece;
    }
    if (open != null) {
      lines.add(new TextLine(open));
    }
    return lines;
  }

  /// Small print at the end of a column that begins with a mark, or stands under a short rule.
  private List<Paragraph> footnotes(List<Paragraph> column) {
    int start = column.size();
    int from = column.size();
    for (int i = column.size() - 1; i >= 0; i--) {
      Paragraph paragraph = column.get(i);
      boolean small = paragraph.size <= 0.93 * bodySize;
      if (paragraph.y0 < 0.45 * frame.height()) {
        break;
      }
      boolean ruledOff = i > 0 && isUnderShortRule(column.get(i - 1), paragraph);
      if (!small && !ruledOff && !(beginsWithMark(paragraph) && i == from - 1)) {
        break;
      }
      from = i;
      if (beginsWithMark(paragraph) && (small || ruledOff) || ruledOff && small) {
        start = i;
      }
      if (ruledOff) {
        break;
      }
    }
    return column.subList(start, column.size());
  }

  private boolean isUnderShortRule(Paragraph above, Paragraph below) {
    double from = above.lines.getLast().baseline + 1;
    double to = below.first().baseline - 0.5 * below.first().size;
    for (int i = Rules.firstAt(rules.horizontal, from); i < rules.horizontal.size(); i++) {
      Rule rule = rules.horizontal.get(i);
      if (rule.position() > to) {
        return false;
      }
      if (rule.length() > 40
          && rule.length() < 0.45 * frame.width()
          && Math.abs(rule.from() - below.x0) < 40) {
        return true;
      }
    }
    return false;
  }

  private static boolean beginsWithMark(Paragraph paragraph) {
    Token first = paragraph.first().tokens.getFirst();
    String text = first.text();
    char c = text.charAt(0);
    if (c == '*' || c == '†' || c == '‡' || c == '§' || (c >= '①' && c <= '⑳')) {
      return true;
    }
    boolean raised = first.size < 0.85 * paragraph.first().size;
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    boolean number = digits > 0 && digits <= 3 && (digits == text.length() || raised);
    return number
        || text.length() <= 4
            && (c == '[' || c == '(')
            && text.length() > 2
            && Character.isDigit(text.charAt(1));
  }
}
