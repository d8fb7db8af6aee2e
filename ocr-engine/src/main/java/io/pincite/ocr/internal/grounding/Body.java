package io.pincite.ocr.internal.grounding;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.internal.grounding.Label.Role;
import io.pincite.ocr.internal.layout.Marker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What stands behind the tags, line by line, and the blocks that it makes.
///
/// A blank line ends a block, and so do a heading, an item, a caption, a formula and a table of
/// their own. All blocks under one tag have its label and its boxes.
final class Body {

  private static final String FORMULA = "\\[";
  private static final String FORMULA_END = "\\]";
  private static final String CAPTION = "<center>";
  private static final String CAPTION_END = "</center>";
  private static final String TABLE = "<table";
  private static final String TABLE_END = "</table>";

  private enum Inside {
    LINES,
    FORMULA,
    CAPTION,
    TABLE
  }

  private enum Kind {
    TEXT,
    HEADING,
    ITEM,
    CAPTION
  }

  private final WritingListener listener;
  private final List<Written> blocks = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();

  /// The block that is open.
  private final StringBuilder open = new StringBuilder();

  private Inside inside = Inside.LINES;
  private Kind kind = Kind.TEXT;
  private int level;
  private int tables;

  private Tag tag = new Tag("", List.of());

  /// Whether a label that is known was met: then names are labels, and not lines of text.
  private boolean labelled;

  /// Tables whose cells have not come yet, the latest first: a model may write a table's caption,
  /// with its tag, between the table's tag and its cells.
  private final Deque<Tag> awaited = new ArrayDeque<>();

  private static final class Tag {
    private final String name;
    private final List<BoundingBox> boxes;
    private final Role role;
    private boolean says;

    private Tag(String name, List<BoundingBox> boxes) {
      this.name = name;
      this.boxes = boxes;
      this.role = name.isEmpty() ? Role.OPEN : Label.role(name);
    }
  }

  Body(WritingListener listener) {
    this.listener = listener;
  }

  void text(String text, int from, int to) {
    if (from < to) {
      listener.text(text.substring(from, to));
    }
    int start = from;
    while (start < to) {
      int end = text.indexOf('\n', start, to);
      if (end < 0) {
        line.append(text, start, to);
        return;
      }
      line.append(text, start, end);
      endLine();
      start = end + 1;
    }
  }

  /// What is open, and the line behind it that has not ended.
  String underWay() {
    boolean isLineEnded = open.isEmpty() || open.charAt(open.length() - 1) == '\n';
    return open + (isLineEnded || line.isEmpty() ? "" : "\n") + line;
  }

  /// A tag begins; the one before it is over.
  void open(String name, List<BoundingBox> boxes) {
    closeTag();
    String said = Cleaning.characters(name);
    tag = new Tag(said, boxes);
    labelled |= !said.isEmpty() && tag.role != Role.UNKNOWN;
    listener.tag(said, boxes);
    switch (tag.role) {
      case TABLE -> awaited.push(tag);
      case CAPTION, PLAIN -> {}
      case TITLE, SUBTITLE, FIGURE, OPEN -> giveUpTables();
      case UNKNOWN -> {
        giveUpTables();
        if (!Label.mayBe(said)) {
          add(new Written.Text(Cleaning.text(said), "", boxes));
          // What stands behind a line's text is not in its boxes.
          tag = new Tag("", List.of());
        }
      }
    }
  }

  GroundedText finish(boolean cutBefore) {
    if (!line.isEmpty()) {
      endLine();
    }
    boolean cut = cutBefore || inside != Inside.LINES;
    closeTag();
    giveUpTables();
    return new GroundedText(blocks, cut);
  }

  private void endLine() {
    String whole = line.toString();
    line.setLength(0);
    int at = 0;
    do {
      at =
          switch (inside) {
            case LINES -> lines(whole, at);
            case FORMULA -> formula(whole, at);
            case CAPTION -> caption(whole, at);
            case TABLE -> table(whole, at);
          };
    } while (at < whole.length());
  }

  /// From a place in a line to where something opens, or to its end.
  private int lines(String whole, int from) {
    int at = from;
    while (at < whole.length() && whole.charAt(at) <= ' ') {
      at++;
    }
    if (at == whole.length()) {
      if (from == 0) {
        endBlock();
      }
      return at;
    }
    if (whole.startsWith(FORMULA, at)) {
      endBlock();
      inside = Inside.FORMULA;
      return at + FORMULA.length();
    }
    if (whole.startsWith(CAPTION, at)) {
      endBlock();
      inside = Inside.CAPTION;
      return at + CAPTION.length();
    }
    int table = tableIn(whole, at);
    if (table > at) {
      line(whole.substring(from, table));
    } else if (table < 0) {
      line(whole.substring(from));
      return whole.length();
    }
    endBlock();
    inside = Inside.TABLE;
    tables = 0;
    return table;
  }

  /// Where a table opens: `<table` with its end, and behind it a tag or nothing more on the line.
  /// On a page about HTML the word may stand in a sentence.
  private static int tableIn(String whole, int from) {
    int at = whole.indexOf(TABLE, from);
    while (at >= 0) {
      int end = at + TABLE.length();
      if (end < whole.length() && (whole.charAt(end) == '>' || whole.charAt(end) == ' ')) {
        while (end < whole.length() && whole.charAt(end) != '>' && whole.charAt(end) != '<') {
          end++;
        }
        if (end < whole.length() && whole.charAt(end) == '>') {
          end++;
          while (end < whole.length() && whole.charAt(end) <= ' ') {
            end++;
          }
          if (end == whole.length() || whole.charAt(end) == '<') {
            return at;
          }
        }
      }
      at = whole.indexOf(TABLE, Math.max(end, at + 1));
    }
    return -1;
  }

  private int formula(String whole, int from) {
    int end = whole.indexOf(FORMULA_END, from);
    if (end < 0) {
      open.append(whole, from, whole.length()).append('\n');
      return whole.length();
    }
    open.append(whole, from, end);
    inside = Inside.LINES;
    addFormula();
    return end + FORMULA_END.length();
  }

  private void addFormula() {
    String latex = Cleaning.characters(open.toString()).strip();
    open.setLength(0);
    if (!latex.isEmpty()) {
      say(new Written.Formula(latex, tag.name, tag.boxes));
    }
  }

  private int caption(String whole, int from) {
    int end = whole.indexOf(CAPTION_END, from);
    if (end < 0) {
      open.append(whole.substring(from).strip()).append('\n');
      return whole.length();
    }
    open.append(whole.substring(from, end).strip());
    inside = Inside.LINES;
    endCaption();
    return end + CAPTION_END.length();
  }

  /// What is centred is a caption, but for titles and running heads.
  private void endCaption() {
    kind =
        switch (tag.role) {
          case TITLE, SUBTITLE -> Kind.HEADING;
          case PLAIN -> Kind.TEXT;
          case CAPTION, FIGURE, TABLE, OPEN, UNKNOWN -> Kind.CAPTION;
        };
    level = tag.role == Role.TITLE ? 1 : 2;
    endBlock();
  }

  /// Collects a table up to its end; tables within it are its own.
  private int table(String whole, int from) {
    int at = whole.indexOf('<', from);
    while (at >= 0) {
      if (whole.regionMatches(true, at, TABLE_END, 0, TABLE_END.length())) {
        tables--;
        if (tables <= 0) {
          int end = at + TABLE_END.length();
          open.append(whole, from, end);
          addTable();
          return end;
        }
      } else if (whole.regionMatches(true, at, TABLE, 0, TABLE.length())) {
        tables++;
      }
      at = whole.indexOf('<', at + 1);
    }
    open.append(whole, from, whole.length()).append('\n');
    return whole.length();
  }

  private void addTable() {
    HtmlTable.Content content = HtmlTable.of(open.toString());
    open.setLength(0);
    inside = Inside.LINES;
    Tag of = tag.role == Role.TABLE || awaited.isEmpty() ? tag : awaited.peek();
    if (awaited.peek() == of) {
      awaited.pop();
    }
    if (!content.caption().isEmpty()) {
      add(new Written.Caption(content.caption(), of.name, of.boxes));
    }
    if (!content.cells().isEmpty() || content.stray().isEmpty()) {
      add(new Written.Table(content.cells(), of.name, of.boxes));
    }
    if (!content.stray().isEmpty()) {
      add(new Written.Text(content.stray(), of.name, of.boxes));
    }
    of.says = true;
  }

  private void line(String written) {
    String text = written.stripTrailing();
    int indent = 0;
    while (indent < text.length() && text.charAt(indent) <= ' ') {
      indent++;
    }
    if (indent == text.length()) {
      return;
    }
    text = text.substring(indent);
    switch (tag.role) {
      case CAPTION -> go(Kind.CAPTION, text);
      case PLAIN -> go(Kind.TEXT, text);
      case TITLE, SUBTITLE -> {
        if (!heading(text)) {
          if (open.isEmpty()) {
            level = tag.role == Role.TITLE ? 1 : 2;
          }
          go(Kind.HEADING, text);
        }
      }
      case FIGURE, TABLE, OPEN, UNKNOWN -> {
        if (!heading(text)) {
          if (isItem(text)) {
            endBlock();
            // Markdown nests by two spaces or more; deeper than eight no page does.
            level = Math.min(8, 1 + indent / 2);
            kind = Kind.ITEM;
          }
          go(open.isEmpty() ? kind : Kind.TEXT, text);
        }
      }
    }
  }

  private void go(Kind of, String text) {
    if (open.isEmpty()) {
      kind = of;
    } else {
      open.append('\n');
    }
    open.append(text);
  }

  private boolean heading(String text) {
    int depth = 0;
    while (depth < text.length() && text.charAt(depth) == '#') {
      depth++;
    }
    if (depth == 0 || depth > 6 || depth == text.length() || text.charAt(depth) != ' ') {
      return false;
    }
    endBlock();
    level = depth;
    kind = Kind.HEADING;
    open.append(text, depth + 1, text.length());
    endBlock();
    return true;
  }

  private static boolean isItem(String text) {
    Optional<Marker> marker = Marker.of(text).filter(found -> found.length() < text.length());
    if (marker.isEmpty()) {
      // Markdown's other bullet.
      return text.startsWith("+ ");
    }
    return switch (marker.get().style()) {
      case BULLET, NUMBER, LETTER, ROMAN, CHINESE_PAREN -> true;
      case DOTTED -> marker.get().depth() == 1;
      case CAPITAL, CAPITAL_ROMAN, CHAPTER, SECTION, ANNEX, CHINESE -> false;
    };
  }

  private void endBlock() {
    if (open.isEmpty()) {
      kind = Kind.TEXT;
      return;
    }
    String text = Cleaning.text(open);
    open.setLength(0);
    if (!text.isEmpty()) {
      say(
          switch (kind) {
            case TEXT -> new Written.Text(text, tag.name, tag.boxes);
            case HEADING -> new Written.Heading(level, text, tag.name, tag.boxes);
            case ITEM -> new Written.Item(level, text, tag.name, tag.boxes);
            case CAPTION -> new Written.Caption(text, tag.name, tag.boxes);
          });
    }
    kind = Kind.TEXT;
  }

  private void closeTag() {
    if (!line.isEmpty()) {
      endLine();
    }
    switch (inside) {
      case LINES -> endBlock();
      case FORMULA -> formulaNotClosed();
      case CAPTION -> endCaption();
      case TABLE -> addTable();
    }
    inside = Inside.LINES;
    if (!tag.says) {
      saysNothing();
    }
  }

  /// A formula stands in one piece; with a blank line in it, the bracket was text.
  private void formulaNotClosed() {
    if (open.indexOf("\n\n") < 0) {
      addFormula();
      return;
    }
    String text = FORMULA + open;
    open.setLength(0);
    for (String part : text.split("\n\n")) {
      open.append(part.strip());
      endBlock();
    }
  }

  private void saysNothing() {
    switch (tag.role) {
      case FIGURE -> add(new Written.Figure(tag.name, tag.boxes));
      // Its cells may still come.
      case TABLE -> {}
      // A label we have not met, or a word of the page that looks like one.
      case UNKNOWN ->
          add(
              labelled
                  ? new Written.Figure(tag.name, tag.boxes)
                  : new Written.Text(Cleaning.text(tag.name), "", tag.boxes));
      case TITLE, SUBTITLE, CAPTION, PLAIN, OPEN -> {
        if (!tag.boxes.isEmpty()) {
          add(new Written.Text("", tag.name, tag.boxes));
        }
      }
    }
  }

  /// Tables of which only the place is known.
  private void giveUpTables() {
    while (!awaited.isEmpty()) {
      Tag table = awaited.pollLast();
      if (!table.says) {
        add(new Written.Table(List.of(), table.name, table.boxes));
      }
    }
  }

  private void say(Written block) {
    tag.says = true;
    add(block);
  }

  private void add(Written block) {
    blocks.add(block);
    listener.block(block);
  }
}
