package io.pincite.samples.internal.typeset;

import io.pincite.samples.Truth;
import io.pincite.samples.Truth.BlockType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sets one manuscript, page by page, and writes down the place of every word as it is drawn.
///
/// Lengths are in points. For one use by one thread.
final class Typesetter {

  enum Align {
    JUSTIFIED,
    LEFT,
    CENTER,
    RIGHT
  }

  /// A character, or a ligature of two, as drawn.
  private record Glyph(
      Face face,
      double size,
      int id,
      String text,
      double advance,
      Set<String> marks,
      boolean wide) {}

  /// What a line break never parts.
  ///
  /// @param wideSpaces how many ideographic spaces stand before it
  private record Token(List<Glyph> glyphs, boolean spaceBefore, int wideSpaces) {
    double gap() {
      double size = glyphs.getFirst().size;
      if (wideSpaces > 0) {
        return wideSpaces * size;
      }
      return spaceBefore ? space(size) : 0;
    }

    double width() {
      double width = 0;
      for (Glyph glyph : glyphs) {
        width += glyph.advance;
      }
      return width;
    }
  }

  /// How a paragraph is set.
  private record Form(
      BlockType type,
      int level,
      double size,
      Align align,
      double left,
      double firstIndent,
      Optional<String> label,
      double labelLeft,
      boolean bold,
      double before,
      double after,
      boolean keepWithNext) {}

  private record Marked(List<Truth.Place> places) {}

  private final Manuscript manuscript;
  private final boolean chinese;
  private final double pageWidth;
  private final double pageHeight;
  private final double marginX;
  private final double marginTop;
  private final double marginBottom;
  private final double size;
  private final double leading;
  private final boolean hyphenate;
  private final boolean drawSpaces;
  private final Align bodyAlign;
  private final double trim;

  private final List<Sheet> sheets = new ArrayList<>();
  private final Map<Face, EmbeddedFont> fonts = new EnumMap<>(Face.class);
  private final Map<String, Marked> marked = new LinkedHashMap<>();
  private final Map<String, String> markedText = new LinkedHashMap<>();

  private final List<Composed.Figure> figures = new ArrayList<>();

  private Sheet sheet;
  private int columns = 1;
  private int column;
  private double sectionTop;
  private double y;
  private boolean atTop = true;

  Typesetter(Manuscript manuscript) {
    this.manuscript = manuscript;
    chinese = manuscript.setting("language", "en").equals("zh");
    boolean letter = manuscript.setting("paper", "a4").equals("letter");
    pageWidth = letter ? 612 : 595.28;
    pageHeight = letter ? 792 : 841.89;
    marginX = manuscript.number("margin", 72);
    marginTop = manuscript.number("top", 76);
    marginBottom = manuscript.number("bottom", 76);
    size = manuscript.number("size", 11);
    leading = manuscript.number("leading", chinese ? 1.6 : 1.28);
    hyphenate = manuscript.setting("hyphenate", "no").equals("yes");
    drawSpaces = manuscript.setting("spaces", "drawn").equals("drawn");
    bodyAlign =
        manuscript.setting("align", "justified").equals("left") ? Align.LEFT : Align.JUSTIFIED;
    trim = manuscript.number("trim", 0);
    sheet = open(pageWidth, pageHeight, 0, 0);
  }

  List<Sheet> sheets() {
    return sheets;
  }

  List<Composed.Figure> figures() {
    return figures;
  }

  Collection<EmbeddedFont> fonts() {
    return fonts.values();
  }

  void setAll() {
    for (Manuscript.Element element : manuscript.elements()) {
      switch (element) {
        case Manuscript.Heading heading -> heading(heading);
        case Manuscript.Clause clause -> clause(clause);
        case Manuscript.Text text -> text(text.text());
        case Manuscript.Command command -> command(command);
      }
    }
    for (Sheet each : sheets) {
      sheet = each;
      each.footnotes.forEach(Runnable::run);
      running(each);
    }
  }

  List<Truth.Question> questions() {
    var questions = new ArrayList<Truth.Question>();
    for (Manuscript.Element element : manuscript.elements()) {
      if (element instanceof Manuscript.Command command && command.name().equals("ask")) {
        String[] parts = command.argument().split("\\s*\\|\\s*", -1);
        questions.add(
            new Truth.Question(
                parts[0],
                parts[2],
                parts[3],
                parts[1].equals("-")
                    ? Optional.empty()
                    : Optional.of(expected(parts[1], parts[4]))));
      }
    }
    return questions;
  }

  private Truth.Expected expected(String mark, String clause) {
    Marked quote = marked.get(mark);
    String text = markedText.get(mark);
    if (quote == null || text == null) {
      throw new IllegalArgumentException("a question asks for ⟦" + mark + "⟧, which is not there");
    }
    String answer = mark + ".a";
    return new Truth.Expected(
        text,
        markedText.getOrDefault(answer, text),
        clause,
        quote.places,
        marked.getOrDefault(answer, quote).places);
  }

  // ---- pages and columns

  private Sheet open(double width, double height, int rotation, int direction) {
    var opened = new Sheet(sheets.size() + 1, width, height, rotation, direction, trim);
    sheets.add(opened);
    column = 0;
    sectionTop = marginTop;
    y = sectionTop;
    atTop = true;
    return opened;
  }

  private double gutter() {
    return 24;
  }

  private double columnWidth() {
    return (sheet.width - 2 * marginX - (columns - 1) * gutter()) / columns;
  }

  private double columnLeft() {
    return marginX + column * (columnWidth() + gutter());
  }

  private double bottom() {
    return sheet.height - marginBottom - sheet.footnoteHeight;
  }

  private void nextFrame() {
    if (column + 1 < columns) {
      column++;
      y = sectionTop;
      atTop = true;
    } else {
      sheet = open(sheet.width, sheet.height, sheet.rotation, sheet.direction);
    }
  }

  private void room(double height) {
    if (!atTop && y + height > bottom() + 0.01) {
      nextFrame();
    }
  }

  // ---- elements

  private void heading(Manuscript.Heading heading) {
    boolean title = heading.level() == 1;
    double headingSize =
        switch (heading.level()) {
          case 1 -> size + 5;
          case 2 -> size + 1;
          default -> size;
        };
    Align align =
        title || manuscript.setting("headings", "left").equals("center")
            ? Align.CENTER
            : Align.LEFT;
    paragraph(
        Inline.parse(heading.text()),
        new Form(
            BlockType.HEADING,
            heading.level(),
            headingSize,
            align,
            0,
            0,
            Optional.empty(),
            0,
            true,
            title ? 0 : size * 1.1,
            title ? size * 1.2 : size * 0.45,
            true));
  }

  private double hang(int depth) {
    double step = manuscript.number("hang", 34);
    return depth * 26 + (depth == 0 ? step : 26 + step - 34 + 8);
  }

  private void clause(Manuscript.Clause clause) {
    if (chinese) {
      paragraph(
          Inline.parse(clause.label() + " " + clause.text()),
          body(
              clause.depth() == 0 ? BlockType.PARAGRAPH : BlockType.LIST_ITEM,
              clause.depth(),
              clause.depth() * size,
              2 * size));
      return;
    }
    if (clause.depth() == 0 && manuscript.setting("labels", "hanging").equals("inline")) {
      paragraph(
          Inline.parse(clause.label() + " " + clause.text()), body(BlockType.PARAGRAPH, 0, 0, 0));
      return;
    }
    double labelLeft = clause.depth() == 0 ? 0 : hang(clause.depth() - 1);
    paragraph(
        Inline.parse(clause.text()),
        new Form(
            clause.depth() == 0 ? BlockType.PARAGRAPH : BlockType.LIST_ITEM,
            clause.depth(),
            size,
            bodyAlign,
            hang(clause.depth()),
            0,
            Optional.of(clause.label()),
            labelLeft,
            false,
            0,
            size * 0.55,
            false));
  }

  private Form body(BlockType type, int level, double left, double firstIndent) {
    return new Form(
        type,
        level,
        size,
        bodyAlign,
        left,
        firstIndent,
        Optional.empty(),
        0,
        false,
        0,
        chinese ? size * 0.2 : size * 0.6,
        false);
  }

  private void text(String text) {
    paragraph(Inline.parse(text), body(BlockType.PARAGRAPH, 0, 0, chinese ? 2 * size : 0));
  }

  private void command(Manuscript.Command command) {
    switch (command.name()) {
      case "ask" -> {}
      case "space" -> y += Double.parseDouble(command.argument());
      case "newpage" -> sheet = open(sheet.width, sheet.height, sheet.rotation, sheet.direction);
      case "columns" -> {
        columns = Integer.parseInt(command.argument());
        column = 0;
        y += size * 0.4;
        sectionTop = y;
        atTop = true;
      }
      case "page" -> page(command.argument());
      case "sideways" -> {
        columns = 1;
        sheet = open(pageHeight, pageWidth, 0, 270);
      }
      case "center" -> plain(command, BlockType.PARAGRAPH, Align.CENTER, size);
      case "right" -> plain(command, BlockType.PARAGRAPH, Align.RIGHT, size);
      case "left" -> plain(command, BlockType.PARAGRAPH, Align.LEFT, size);
      case "small" -> plain(command, BlockType.PARAGRAPH, bodyAlign, size - 1.5);
      case "caption" -> caption(command);
      case "sign" -> sign(command);
      case "footnote" -> footnote(command);
      case "formula" -> plain(command, BlockType.PARAGRAPH, Align.CENTER, size);
      case "figure" -> figure(command.argument());
      case "table" -> table(command);
      default -> throw new IllegalArgumentException("no such command: @" + command.name());
    }
  }

  private static String joined(Manuscript.Command command) {
    return (command.argument() + " " + String.join(" ", command.lines())).strip();
  }

  private void page(String argument) {
    columns = 1;
    int rotation = 0;
    boolean landscape = false;
    for (String word : argument.split(" ", -1)) {
      if (word.startsWith("rotate=")) {
        rotation = Integer.parseInt(word.substring(7));
      }
      landscape |= word.equals("landscape");
    }
    sheet =
        landscape
            ? open(pageHeight, pageWidth, rotation, 0)
            : open(pageWidth, pageHeight, rotation, 0);
  }

  private void plain(Manuscript.Command command, BlockType type, Align align, double textSize) {
    paragraph(
        Inline.parse(joined(command)),
        new Form(type, 0, textSize, align, 0, 0, Optional.empty(), 0, false, 0, size * 0.6, false));
  }

  /// Bars on a line, as high as they are said to be in points.
  private void figure(String argument) {
    String[] parts = argument.split(" ", 2);
    double height = Double.parseDouble(parts[0]);
    String[] bars = parts[1].split(",", -1);
    room(height + 4 * lineHeight(size));
    double left = columnLeft() + columnWidth() * 0.1;
    double width = columnWidth() * 0.8;
    double bottom = y + height;
    double step = width / bars.length;
    for (int i = 0; i < bars.length; i++) {
      double x = left + (i + 0.2) * step;
      sheet.fill(x, bottom - Double.parseDouble(bars[i]), x + 0.6 * step, bottom, 0.55);
    }
    sheet.line(left, y, left, bottom, 0.8);
    sheet.line(left, bottom, left + width, bottom, 0.8);
    figures.add(new Composed.Figure(sheet.number, sheet.box(left, y, left + width, bottom)));
    y = bottom + size * 0.4;
    atTop = false;
  }

  private void caption(Manuscript.Command command) {
    paragraph(
        Inline.parse(joined(command)),
        new Form(
            BlockType.CAPTION,
            0,
            size - 1,
            chinese ? Align.CENTER : Align.LEFT,
            0,
            0,
            Optional.empty(),
            0,
            true,
            size * 0.4,
            size * 0.3,
            true));
  }

  // ---- paragraphs

  private double lineHeight(double textSize) {
    return textSize * leading;
  }

  private double baseline(double top, double textSize) {
    Face face = chinese ? Face.SONG : Face.SERIF;
    double body = (face.ascent - face.descent) / 1000 * textSize;
    return top + (lineHeight(textSize) - body) / 2 + face.ascent / 1000 * textSize;
  }

  private void paragraph(Inline inline, Form form) {
    Inline styled = form.bold ? inline.allBold() : inline;
    inline.marked().forEach((mark, text) -> markedText.merge(mark, text, (a, b) -> a + " " + b));
    List<Token> tokens = tokens(styled, form.size);
    List<Token> label =
        form.label.map(text -> tokens(Inline.parse(text), form.size)).orElse(List.of());
    double labelWidth = label.stream().mapToDouble(Token::width).sum();
    double firstLeft = form.left + form.firstIndent;
    if (!label.isEmpty()) {
      firstLeft = Math.max(form.left, form.labelLeft + labelWidth + space(form.size));
    }
    double width = columnWidth();
    // A centred title is broken early rather than leaving one word on its last line.
    double share = form.type == BlockType.HEADING && form.align == Align.CENTER ? 0.85 : 1;
    List<List<Token>> lines =
        broken(
            tokens,
            (width - firstLeft) * share,
            (width - form.left) * share,
            form.align == Align.JUSTIFIED);
    double height = lineHeight(form.size);

    if (!atTop) {
      y += form.before;
    }
    double keep = form.keepWithNext ? lines.size() * height + 2.6 * lineHeight(size) : 0;
    room(Math.max(keep, Math.min(2, lines.size()) * height));

    var set = new ArrayList<Truth.Line>();
    boolean continued = false;
    for (int i = 0; i < lines.size(); i++) {
      boolean widow =
          i == lines.size() - 2 && lines.size() >= 4 && !atTop && y + 2 * height > bottom() + 0.01;
      if (!atTop && (y + height > bottom() + 0.01 || widow)) {
        if (!set.isEmpty()) {
          sheet.blocks.add(block(form.type, form.level, set, continued, false));
          set.clear();
          continued = true;
        }
        nextFrame();
      }
      double left = i == 0 ? firstLeft : form.left;
      boolean last = i == lines.size() - 1;
      var words = new ArrayList<Truth.Word>();
      double base = baseline(y, form.size);
      if (i == 0 && !label.isEmpty()) {
        words.addAll(
            drawLine(label, columnLeft() + form.labelLeft, base, labelWidth, Align.LEFT, false));
      }
      words.addAll(
          drawLine(
              lines.get(i),
              columnLeft() + left,
              base,
              width - left,
              form.align == Align.JUSTIFIED && last ? Align.LEFT : form.align,
              !words.isEmpty()));
      set.add(new Truth.Line(words));
      y += height;
      atTop = false;
    }
    sheet.blocks.add(block(form.type, form.level, set, continued, false));
    y += form.after;
  }

  private Truth.Block block(
      BlockType type, int level, List<Truth.Line> lines, boolean continued, boolean orderOpen) {
    Truth.Box box =
        lines.stream()
            .flatMap(line -> line.words().stream())
            .map(Truth.Word::box)
            .reduce(Truth.Box::union)
            .orElseThrow();
    return new Truth.Block(
        type, level, lines, List.of(), box, false, continued, orderOpen, sheet.direction);
  }

  // ---- lines

  private static double space(double textSize) {
    return Face.SERIF.advance(Face.SERIF.glyph(' ')) * textSize / 1000;
  }

  private Face face(Inline.Letter letter) {
    int character = letter.character();
    boolean song =
        Characters.isWide(character)
            || (chinese
                && (Characters.closes(character)
                    || Characters.opens(character)
                    || character == '—'));
    if (song) {
      return letter.bold() ? Face.SONG_BOLD : Face.SONG;
    }
    return letter.bold() ? Face.SERIF_BOLD : letter.italic() ? Face.SERIF_ITALIC : Face.SERIF;
  }

  private static final int IDEOGRAPHIC_SPACE = 0x3000;

  private List<Token> tokens(Inline inline, double textSize) {
    var tokens = new ArrayList<Token>();
    List<Glyph> current = new ArrayList<>();
    boolean spaceBefore = false;
    int wideSpaces = 0;
    List<Inline.Letter> letters = inline.letters();
    for (int i = 0; i < letters.size(); i++) {
      Inline.Letter letter = letters.get(i);
      int character = letter.character();
      if (character == ' ' || character == IDEOGRAPHIC_SPACE) {
        if (!current.isEmpty()) {
          tokens.add(new Token(List.copyOf(current), spaceBefore, wideSpaces));
          current.clear();
          wideSpaces = 0;
        }
        spaceBefore = true;
        wideSpaces += character == IDEOGRAPHIC_SPACE ? 1 : 0;
        continue;
      }
      Face face = face(letter);
      boolean song = face == Face.SONG || face == Face.SONG_BOLD;
      if (!current.isEmpty()) {
        Glyph before = current.getLast();
        int previous = before.text.codePointAt(0);
        boolean together =
            (song && Characters.closes(character))
                || (chinese && Characters.opens(previous))
                || (!song && !before.wide);
        if (!together) {
          tokens.add(new Token(List.copyOf(current), spaceBefore, wideSpaces));
          current.clear();
          spaceBefore = false;
          wideSpaces = 0;
        }
      }
      String text = Character.toString(character);
      int shape = character;
      if (character == 'f' && !song && i + 1 < letters.size()) {
        Inline.Letter next = letters.get(i + 1);
        boolean sameLooks = next.bold() == letter.bold() && next.italic() == letter.italic();
        if (sameLooks && (next.character() == 'i' || next.character() == 'l')) {
          shape = next.character() == 'i' ? 0xFB01 : 0xFB02;
          text += Character.toString(next.character());
          i++;
        }
      }
      int id = face.glyph(shape);
      current.add(
          new Glyph(
              face, textSize, id, text, face.advance(id) * textSize / 1000, letter.marks(), song));
    }
    if (!current.isEmpty()) {
      tokens.add(new Token(List.copyOf(current), spaceBefore, wideSpaces));
    }
    return tokens;
  }

  private List<List<Token>> broken(
      List<Token> tokens, double firstWidth, double width, boolean justified) {
    var lines = new ArrayList<List<Token>>();
    List<Token> line = new ArrayList<>();
    double used = 0;
    var rest = new java.util.ArrayDeque<>(tokens);
    while (!rest.isEmpty()) {
      Token token = rest.poll();
      double available = lines.isEmpty() ? firstWidth : width;
      double gap = line.isEmpty() ? 0 : token.gap();
      if (line.isEmpty() || used + gap + token.width() <= available + 0.001) {
        line.add(token);
        used += gap + token.width();
        continue;
      }
      if (hyphenate && justified && available - used - gap > 24) {
        Optional<Token[]> divided = divided(token, available - used - gap);
        if (divided.isPresent()) {
          line.add(divided.get()[0]);
          token = divided.get()[1];
        }
      }
      lines.add(line);
      line = new ArrayList<>(List.of(token));
      used = token.width();
    }
    if (!line.isEmpty()) {
      lines.add(line);
    }
    return lines;
  }

  private static final Pattern WORD = Pattern.compile("(\\W*)([A-Za-z]+)\\W*");

  private Optional<Token[]> divided(Token token, double available) {
    var text = new StringBuilder();
    token.glyphs.forEach(glyph -> text.append(glyph.text));
    Matcher word = WORD.matcher(text);
    if (!word.matches()) {
      return Optional.empty();
    }
    for (int offset : Hyphenation.breaks(word.group(2)).reversed()) {
      int wanted = word.group(1).length() + offset;
      int length = 0;
      int count = 0;
      double used = 0;
      while (length < wanted) {
        Glyph glyph = token.glyphs.get(count++);
        length += glyph.text.length();
        used += glyph.advance;
      }
      if (length != wanted || count == 0) {
        continue;
      }
      Glyph last = token.glyphs.get(count - 1);
      int id = last.face.glyph('-');
      var hyphen =
          new Glyph(
              last.face,
              last.size,
              id,
              "-",
              last.face.advance(id) * last.size / 1000,
              last.marks,
              false);
      if (used + hyphen.advance <= available) {
        var first = new ArrayList<>(token.glyphs.subList(0, count));
        first.add(hyphen);
        return Optional.of(
            new Token[] {
              new Token(first, token.spaceBefore, 0),
              new Token(token.glyphs.subList(count, token.glyphs.size()), false, 0)
            });
      }
    }
    return Optional.empty();
  }

  /// Draws one line and says which words stand on it and where.
  private List<Truth.Word> drawLine(
      List<Token> tokens,
      double left,
      double baseline,
      double width,
      Align align,
      boolean spaceBeforeFirst) {
    double natural = 0;
    int gaps = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      natural += token.width();
      if (i > 0) {
        natural += token.gap();
        gaps += token.spaceBefore || chinese ? 1 : 0;
      }
    }
    double extra = align == Align.JUSTIFIED && gaps > 0 ? (width - natural) / gaps : 0;
    double x =
        switch (align) {
          case JUSTIFIED, LEFT -> left;
          case CENTER -> left + (width - natural) / 2;
          case RIGHT -> left + width - natural;
        };

    var words = new ArrayList<Truth.Word>();
    var open = new ArrayList<Glyph>();
    double openAt = 0;
    boolean openSpace = false;
    var run = new Run(baseline);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (i > 0) {
        if (token.spaceBefore && drawSpaces) {
          run.spaces(x, tokens.get(i - 1).glyphs.getLast(), token.wideSpaces);
        }
        x += token.gap() + (token.spaceBefore || chinese ? extra : 0);
      }
      boolean spaceHere = i == 0 ? spaceBeforeFirst : token.spaceBefore;
      for (int k = 0; k < token.glyphs.size(); k++) {
        Glyph glyph = token.glyphs.get(k);
        boolean startsWord =
            open.isEmpty() || glyph.wide || open.getLast().wide || (k == 0 && spaceHere);
        if (startsWord && !open.isEmpty()) {
          words.add(word(open, openAt, openAt + widthOf(open), baseline, openSpace));
          open.clear();
        }
        if (open.isEmpty()) {
          openAt = x;
          openSpace = k == 0 && spaceHere;
        }
        open.add(glyph);
        run.draw(x, glyph);
        x += glyph.advance;
      }
    }
    if (!open.isEmpty()) {
      words.add(word(open, openAt, x, baseline, openSpace));
    }
    run.end();
    return words;
  }

  private static double widthOf(List<Glyph> glyphs) {
    return glyphs.stream().mapToDouble(Glyph::advance).sum();
  }

  private Truth.Word word(
      List<Glyph> glyphs, double x0, double x1, double baseline, boolean spaceBefore) {
    double ascent = 0;
    double descent = 0;
    var text = new StringBuilder();
    var marks = new LinkedHashSet<String>();
    for (Glyph glyph : glyphs) {
      ascent = Math.max(ascent, glyph.face.ascent / 1000 * glyph.size);
      descent = Math.min(descent, glyph.face.descent / 1000 * glyph.size);
      text.append(glyph.text);
      marks.addAll(glyph.marks);
    }
    Truth.Box box = sheet.box(x0, baseline - ascent, x1, baseline - descent);
    for (String mark : marks) {
      marked
          .computeIfAbsent(mark, _ -> new Marked(new ArrayList<>()))
          .places
          .add(new Truth.Place(sheet.number, box));
    }
    return new Truth.Word(text.toString(), box, spaceBefore);
  }

  /// Writes the glyphs of one line as few show operators, moving between them by numbers in the
  /// array, as most PDF writers do.
  private final class Run {
    private final double baseline;
    private final StringBuilder array = new StringBuilder();
    private final StringBuilder hex = new StringBuilder();
    private Optional<Glyph> last = Optional.empty();
    private double pen;

    Run(double baseline) {
      this.baseline = baseline;
    }

    void draw(double x, Glyph glyph) {
      EmbeddedFont font = fonts.computeIfAbsent(glyph.face, EmbeddedFont::new);
      font.use(glyph.id, glyph.text);
      boolean sameFont =
          last.isPresent() && last.get().face == glyph.face && last.get().size == glyph.size;
      if (!sameFont) {
        end();
        double[] at = sheet.point(x, baseline);
        double[] right = sheet.point(x + 1, baseline);
        double[] up = sheet.point(x, baseline - 1);
        sheet.drawing.append("BT /").append(font.resource);
        sheet.drawing.append(' ').append(Sheet.decimal(glyph.size)).append(" Tf ");
        for (double number :
            new double[] {
              right[0] - at[0], right[1] - at[1], up[0] - at[0], up[1] - at[1], at[0], at[1]
            }) {
          sheet.drawing.append(Sheet.decimal(number)).append(' ');
        }
        sheet.drawing.append("Tm [");
        pen = x;
      }
      double move = x - pen;
      if (Math.abs(move) > 0.0005) {
        flush();
        array.append(Sheet.decimal(-move * 1000 / glyph.size)).append(' ');
        // What the reader will compute from the rounded number, so that errors do not add up.
        pen = x;
      }
      for (int shift = 12; shift >= 0; shift -= 4) {
        hex.append("0123456789ABCDEF".charAt(glyph.id >> shift & 15));
      }
      pen += glyph.advance;
      last = Optional.of(glyph);
    }

    void spaces(double x, Glyph like, int wideSpaces) {
      Face face = wideSpaces > 0 ? Face.SONG : like.wide ? Face.SERIF : like.face;
      int character = wideSpaces > 0 ? IDEOGRAPHIC_SPACE : ' ';
      int id = face.glyph(character);
      double advance = face.advance(id) * like.size / 1000;
      String text = Character.toString(character);
      for (int i = 0; i < Math.max(1, wideSpaces); i++) {
        draw(x + i * advance, new Glyph(face, like.size, id, text, advance, Set.of(), false));
      }
    }

    private void flush() {
      if (!hex.isEmpty()) {
        array.append('<').append(hex).append('>').append(' ');
        hex.setLength(0);
      }
    }

    void end() {
      flush();
      if (!array.isEmpty()) {
        sheet.drawing.append(array.toString().strip()).append("] TJ ET\n");
        array.setLength(0);
      }
      last = Optional.empty();
    }
  }

  // ---- page headers, footers and numbers

  private void running(Sheet each) {
    if (each.direction != 0) {
      return;
    }
    var head = new ArrayList<Truth.Block>();
    Face face = chinese ? Face.SONG : Face.SERIF;
    double textSize = manuscript.number("running-size", 9);
    String header = manuscript.setting("header", "");
    if (!header.isEmpty()
        && !(each.number == 1 && manuscript.setting("first-header", "yes").equals("no"))) {
      head.addAll(threeParts(header, 44, textSize, BlockType.PAGE_HEADER));
      if (manuscript.setting("header-rule", "no").equals("yes")) {
        each.line(marginX, 50, each.width - marginX, 50, 0.5);
      }
    }
    each.blocks.addAll(0, head);
    String footer = manuscript.setting("footer", "");
    if (!footer.isEmpty()) {
      double base = each.height - 42 + face.descent / 1000 * textSize;
      each.blocks.addAll(threeParts(footer, base, textSize, BlockType.PAGE_FOOTER));
    }
  }

  private List<Truth.Block> threeParts(String parts, double base, double textSize, BlockType type) {
    var blocks = new ArrayList<Truth.Block>();
    String[] three = parts.split("\\|", -1);
    Align[] aligns =
        three.length == 1
            ? new Align[] {Align.CENTER}
            : new Align[] {Align.LEFT, Align.CENTER, Align.RIGHT};
    for (int i = 0; i < three.length; i++) {
      String text = three[i].strip();
      if (text.isEmpty()) {
        continue;
      }
      String filled =
          text.replace("{page}", Integer.toString(sheet.number))
              .replace("{pages}", Integer.toString(sheets.size()));
      var words =
          drawLine(
              tokens(Inline.parse(filled), textSize),
              marginX,
              base,
              sheet.width - 2 * marginX,
              aligns[i],
              false);
      boolean isNumber = text.contains("{page}");
      blocks.add(
          block(
              isNumber ? BlockType.PAGE_NUMBER : type,
              0,
              List.of(new Truth.Line(words)),
              false,
              false));
    }
    return blocks;
  }

  // ---- footnotes, signatures

  /// Stands before the paragraph that carries its mark; keeps its room at the foot of the page.
  private void footnote(Manuscript.Command command) {
    double textSize = size - 2;
    List<Token> tokens = tokens(Inline.parse(joined(command)), textSize);
    double width = sheet.width - 2 * marginX;
    List<List<Token>> lines = broken(tokens, width, width, false);
    double height = lines.size() * lineHeight(textSize) + 8;
    room(height + 3 * lineHeight(size));
    Sheet home = sheet;
    home.footnoteHeight += height;
    home.footnotes.add(
        () -> {
          double top = home.height - marginBottom - home.footnoteHeight + 8;
          home.line(marginX, top - 3, marginX + 144, top - 3, 0.5);
          var set = new ArrayList<Truth.Line>();
          for (List<Token> line : lines) {
            set.add(
                new Truth.Line(
                    drawLine(line, marginX, baseline(top, textSize), width, Align.LEFT, false)));
            top += lineHeight(textSize);
          }
          home.blocks.add(block(BlockType.FOOTNOTE, 0, set, false, false));
        });
  }

  /// Lines of a signature block; `____` at the end of one is drawn as a line to sign on, `||` parts
  /// two parties side by side.
  private void sign(Manuscript.Command command) {
    int parties =
        command.lines().stream().mapToInt(line -> line.split("\\|\\|", -1).length).max().orElse(1);
    double step = size * (command.argument().equals("tight") ? 1.5 : 2.0);
    room(command.lines().size() * step + 4);
    double partyWidth = parties == 1 ? Math.min(columnWidth(), 260) : columnWidth() / parties - 24;
    var set = new ArrayList<List<Truth.Line>>();
    for (int i = 0; i < parties; i++) {
      set.add(new ArrayList<>());
    }
    for (String line : command.lines()) {
      String[] sides = line.split("\\|\\|", -1);
      double base = baseline(y, size);
      for (int i = 0; i < sides.length; i++) {
        String text = sides[i].strip();
        boolean signed = text.endsWith("____");
        text = text.replaceAll("_+$", "").strip();
        double left = columnLeft() + i * (columnWidth() / parties);
        double x = left;
        if (!text.isEmpty()) {
          List<Token> tokens = tokens(Inline.parse(text), size);
          var words = drawLine(tokens, left, base, partyWidth, Align.LEFT, false);
          set.get(i).add(new Truth.Line(words));
          double end = words.getLast().box().x1() * sheet.displayWidth();
          x = end + 6;
        }
        if (signed) {
          sheet.line(x, base + 2, left + partyWidth, base + 2, 0.6);
        }
      }
      y += step;
      atTop = false;
    }
    for (List<Truth.Line> lines : set) {
      if (!lines.isEmpty()) {
        sheet.blocks.add(block(BlockType.PARAGRAPH, 0, lines, false, true));
      }
    }
    y += size;
  }

  // ---- tables

  private record SetCell(
      int row,
      int column,
      int rowSpan,
      int colSpan,
      boolean header,
      List<List<Token>> lines,
      Align align) {}

  private static final Pattern SPANS = Pattern.compile("^(?:<(\\d+)>)?(?:\\^(\\d+)\\^)?\\s*(.*)$");

  /// `@table STYLE cols=30l,20r header=1 size=9.5 shade=yes`; STYLE: `grid` (every cell ruled),
  /// `rules` (lines above, below the header, below), `plain` (no lines). Rows follow, cells parted
  /// by `|`; `<2>` before a cell's text spans columns, `^2^` rows; what a span covers is left out.
  private void table(Manuscript.Command command) {
    var options = new LinkedHashMap<String, String>();
    String[] words = command.argument().split(" ", -1);
    String style = words[0];
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=", -1);
      options.put(pair[0], pair[1]);
    }
    double textSize = Double.parseDouble(options.getOrDefault("size", Double.toString(size - 1)));
    int headerRows = Integer.parseInt(options.getOrDefault("header", "1"));
    boolean shade = options.getOrDefault("shade", "no").equals("yes");
    String[] specs = options.getOrDefault("cols", "").split(",", -1);
    double total = 0;
    for (String spec : specs) {
      total += Double.parseDouble(spec.substring(0, spec.length() - 1));
    }
    double padX = style.equals("grid") ? 5 : 9;
    double padY = style.equals("plain") ? 2 : 3.5;
    double[] edges = new double[specs.length + 1];
    Align[] aligns = new Align[specs.length];
    for (int i = 0; i < specs.length; i++) {
      double share = Double.parseDouble(specs[i].substring(0, specs[i].length() - 1));
      edges[i + 1] = edges[i] + share / total * columnWidth();
      aligns[i] =
          switch (specs[i].charAt(specs[i].length() - 1)) {
            case 'r' -> Align.RIGHT;
            case 'c' -> Align.CENTER;
            default -> Align.LEFT;
          };
    }

    int rows = command.lines().size();
    boolean[][] covered = new boolean[rows][specs.length];
    var cells = new ArrayList<SetCell>();
    for (int row = 0; row < rows; row++) {
      int at = 0;
      for (String part : command.lines().get(row).split("\\|", -1)) {
        while (at < specs.length && covered[row][at]) {
          at++;
        }
        Matcher matcher = SPANS.matcher(part.strip());
        if (!matcher.matches() || at >= specs.length) {
          throw new IllegalArgumentException("too many cells: " + command.lines().get(row));
        }
        int colSpan = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
        int rowSpan = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        boolean header = row < headerRows;
        Inline inline = Inline.parse(matcher.group(3));
        inline
            .marked()
            .forEach((mark, text) -> markedText.merge(mark, text, (a, b) -> a + " " + b));
        double width = edges[at + colSpan] - edges[at] - 2 * padX;
        cells.add(
            new SetCell(
                row,
                at,
                rowSpan,
                colSpan,
                header,
                broken(tokens(header ? inline.allBold() : inline, textSize), width, width, false),
                header && style.equals("grid")
                    ? Align.CENTER
                    : colSpan > 1 ? Align.LEFT : aligns[at]));
        for (int r = row; r < row + rowSpan; r++) {
          for (int c = at; c < at + colSpan; c++) {
            covered[r][c] = true;
          }
        }
        at += colSpan;
      }
    }
    double lineHeight = textSize * (chinese ? 1.4 : 1.2);
    double[] heights = new double[rows];
    java.util.Arrays.fill(heights, lineHeight + 2 * padY);
    for (SetCell cell : cells) {
      if (cell.rowSpan == 1) {
        heights[cell.row] = Math.max(heights[cell.row], cell.lines.size() * lineHeight + 2 * padY);
      }
    }

    y += atTop ? 0 : 2;
    double headHeight = 0;
    for (int row = 0; row < headerRows; row++) {
      headHeight += heights[row];
    }
    room(headHeight + (rows > headerRows ? heights[headerRows] : 0));
    int from = 0;
    boolean continued = false;
    while (from < rows) {
      var part = new ArrayList<Integer>();
      double used = 0;
      if (continued) {
        for (int row = 0; row < headerRows; row++) {
          part.add(row);
          used += heights[row];
        }
      }
      while (from < rows) {
        double group = heights[from];
        int end = from + 1;
        // Rows tied by a row span stay on one page.
        for (SetCell cell : cells) {
          if (cell.row == from && cell.rowSpan > 1) {
            end = Math.max(end, from + cell.rowSpan);
          }
        }
        for (int row = from + 1; row < end; row++) {
          group += heights[row];
        }
        if (y + used + group > bottom() && !part.isEmpty()) {
          break;
        }
        for (int row = from; row < end; row++) {
          part.add(row);
        }
        used += group;
        from = end;
      }
      drawTable(
          style,
          shade,
          textSize,
          lineHeight,
          padX,
          padY,
          edges,
          heights,
          cells,
          part,
          headerRows,
          continued);
      y += used;
      atTop = false;
      if (from < rows) {
        nextFrame();
        continued = true;
      }
    }
    y += size * 0.9;
  }

  private void drawTable(
      String style,
      boolean shade,
      double textSize,
      double lineHeight,
      double padX,
      double padY,
      double[] edges,
      double[] heights,
      List<SetCell> cells,
      List<Integer> rows,
      int headerRows,
      boolean continued) {
    double left = columnLeft();
    double[] tops = new double[rows.size() + 1];
    tops[0] = y;
    for (int i = 0; i < rows.size(); i++) {
      tops[i + 1] = tops[i] + heights[rows.get(i)];
    }
    boolean grid = style.equals("grid");
    double right = left + edges[edges.length - 1];
    if (shade) {
      sheet.fill(left, tops[0], right, tops[Math.min(headerRows, rows.size())], 0.9);
    }
    var segments = new LinkedHashSet<List<Double>>();
    var truth = new ArrayList<Truth.Cell>();
    Face face = chinese ? Face.SONG : Face.SERIF;
    for (int i = 0; i < rows.size(); i++) {
      for (SetCell cell : cells) {
        if (cell.row != rows.get(i)) {
          continue;
        }
        double x0 = left + edges[cell.column];
        double x1 = left + edges[cell.column + cell.colSpan];
        double y0 = tops[i];
        double y1 = tops[i + cell.rowSpan];
        if (grid) {
          segments.add(List.of(x0, y0, x1, y0));
          segments.add(List.of(x0, y1, x1, y1));
          segments.add(List.of(x0, y0, x0, y1));
          segments.add(List.of(x1, y0, x1, y1));
        }
        double textHeight = cell.lines.size() * lineHeight;
        double top = grid ? y0 + (y1 - y0 - textHeight) / 2 : y0 + padY;
        var lines = new ArrayList<Truth.Line>();
        for (List<Token> line : cell.lines) {
          double body = (face.ascent - face.descent) / 1000 * textSize;
          double base = top + (lineHeight - body) / 2 + face.ascent / 1000 * textSize;
          lines.add(
              new Truth.Line(
                  drawLine(line, x0 + padX, base, x1 - x0 - 2 * padX, cell.align, false)));
          top += lineHeight;
        }
        Truth.Box box =
            grid || lines.isEmpty()
                ? sheet.box(x0, y0, x1, y1)
                : lines.stream()
                    .flatMap(line -> line.words().stream())
                    .map(Truth.Word::box)
                    .reduce(Truth.Box::union)
                    .orElseThrow();
        truth.add(
            new Truth.Cell(i, cell.column, cell.rowSpan, cell.colSpan, cell.header, lines, box));
      }
    }
    for (List<Double> segment : segments) {
      sheet.line(segment.get(0), segment.get(1), segment.get(2), segment.get(3), 0.6);
    }
    if (style.equals("rules")) {
      sheet.line(left, tops[0], right, tops[0], 1);
      sheet.line(left, tops[headerRows], right, tops[headerRows], 0.5);
      sheet.line(left, tops[rows.size()], right, tops[rows.size()], 1);
    }
    sheet.blocks.add(
        new Truth.Block(
            BlockType.TABLE,
            0,
            List.of(),
            truth,
            sheet.box(left, tops[0], right, tops[rows.size()]),
            grid,
            continued,
            false,
            sheet.direction));
  }
}
