package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.internal.pdf.GlyphTable.Glyph;
import io.pincite.ingest.internal.pdf.GlyphTable.Kind;
import io.pincite.ingest.internal.pdf.GraphicsState.ColourSpace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.jspecify.annotations.Nullable;

/// Follows the drawing instructions of one page and notes glyphs, lines, areas and pictures as they
/// come: one pass, no picture decoded, nothing drawn. For one page, one thread.
final class ContentReader {
  private static final int DEEPEST_FORM = 24;
  private static final int DEEPEST_STATE = 512;
  private static final int MOST_NUMBERS = 64;
  private static final int INVISIBLE = 3;
  private static final int CLIP_ONLY = 7;
  private static final double TRANSPARENT = 0.02;
  /// Text that stands askew by more than this is read as vertical, apart from the upright lines.
  private static final double MOST_SLANT = Math.tan(Math.toRadians(8));

  private static final int OC = 1;
  private static final int UNMARKED = 0;

  private final int page;
  private final PdfLimits limits;
  private final Function<COSDictionary, GlyphTable> fonts;
  private final OptionalContent optionalContent;
  private final PageGeometry geometry;
  private final PageDrawings drawings;
  private final PageWords words;
  private final long deadline;

  private final Set<COSBase> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<COSDictionary, Map<String, GlyphTable>> fontsByName = new IdentityHashMap<>();
  private final List<GraphicsState> stack = new ArrayList<>();
  private int depth;
  private GraphicsState state;
  private long operators;
  private long contentBytes;

  // Text matrix and line matrix
  private double ta = 1;
  private double tb;
  private double tc;
  private double td = 1;
  private double te;
  private double tf;
  private double la = 1;
  private double lb;
  private double lc;
  private double ld = 1;
  private double le;
  private double lf;

  /// Marked content: whether each open sequence is a hidden layer.
  private final Deque<Integer> marks = new ArrayDeque<>();

  private int hiddenMarks;
  private boolean clipPending;

  private final double[] numbers = new double[MOST_NUMBERS];
  private int count;
  private final PageWords.Placed placed =
      new PageWords.Placed(new Glyph("", 0, Kind.NOTHING, 0, 0, 0, 0));

  ContentReader(
      int page,
      PdfLimits limits,
      DisplayedPage displayed,
      Function<COSDictionary, GlyphTable> fonts,
      OptionalContent optionalContent) {
    this.page = page;
    this.limits = limits;
    this.fonts = fonts;
    this.optionalContent = optionalContent;
    this.geometry = displayed.geometry();
    this.drawings = new PageDrawings(geometry.width(), geometry.height());
    this.words = new PageWords(geometry.width(), geometry.height(), drawings);
    this.deadline = System.nanoTime() + limits.pageTime().toNanos();
    state = new GraphicsState();
    stack.add(state);
    double[] base = displayed.toDisplay();
    state.a = base[0];
    state.b = base[1];
    state.c = base[2];
    state.d = base[3];
    state.e = base[4];
    state.f = base[5];
    state.clipX1 = geometry.width();
    state.clipY1 = geometry.height();
  }

  PageDrawings drawings() {
    return drawings;
  }

  PageWords words() {
    return words;
  }

  void read(PDPage pdPage) throws IOException {
    COSDictionary dictionary = pdPage.getCOSObject();
    COSDictionary resources =
        pdPage.getResources() == null ? null : pdPage.getResources().getCOSObject();
    push();
    run(contents(dictionary), resources);
    while (depth > 0) {
      pop();
    }
    annotations(dictionary);
  }

  private byte[] contents(COSDictionary dictionary) throws IOException {
    COSBase contents = dictionary.getDictionaryObject(COSName.CONTENTS);
    if (contents instanceof COSStream stream) {
      return decode(stream);
    }
    if (!(contents instanceof COSArray array)) {
      return new byte[0];
    }
    List<byte[]> parts = new ArrayList<>();
    int length = 0;
    for (int i = 0; i < array.size(); i++) {
      if (array.getObject(i) instanceof COSStream stream) {
        byte[] part = decode(stream);
        parts.add(part);
        length += part.length + 1;
      }
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
      all[at++] = '\n';
    }
    return all;
  }

  private byte[] decode(COSStream stream) throws IOException {
    byte[] decoded;
    try {
      decoded = StreamBytes.decode(stream, limits.maxContentBytes() - contentBytes);
    } catch (StreamBytes.TooLarge _) {
      throw tooMuchContent();
    }
    contentBytes += decoded.length;
    if (contentBytes > limits.maxContentBytes()) {
      throw tooMuchContent();
    }
    return decoded;
  }

  private RuntimeException tooMuchContent() {
    return PageProblems.tooComplex(
        page,
        "the page's drawing instructions are more than %,d bytes"
            .formatted(limits.maxContentBytes()),
        "max-content");
  }

  private void annotations(COSDictionary dictionary) throws IOException {
    COSArray annotations = dictionary.getCOSArray(COSName.ANNOTS);
    for (int i = 0; annotations != null && i < annotations.size(); i++) {
      if (annotations.getObject(i) instanceof COSDictionary annotation) {
        annotation(annotation);
      }
    }
  }

  private void annotation(COSDictionary annotation) throws IOException {
    int flags = annotation.getInt(COSName.F, 0);
    boolean hidden = (flags & 2) != 0;
    boolean notOnScreen = (flags & 32) != 0;
    if (hidden
        || notOnScreen
        || "Popup".equals(annotation.getNameAsString(COSName.SUBTYPE))
        || optionalContent.isHidden(annotation.getCOSDictionary(COSName.OC))) {
      return;
    }
    COSDictionary appearances = annotation.getCOSDictionary(COSName.AP);
    COSBase normal = appearances == null ? null : appearances.getDictionaryObject(COSName.N);
    if (normal instanceof COSDictionary states && !(normal instanceof COSStream)) {
      COSName chosen = annotation.getCOSName(COSName.AS);
      normal = chosen == null ? null : states.getDictionaryObject(chosen);
    }
    double[] rectangle = numbers(annotation.getCOSArray(COSName.RECT), 4);
    if (!(normal instanceof COSStream form) || rectangle == null) {
      return;
    }
    double[] box = numbers(form.getCOSArray(COSName.BBOX), 4);
    if (box == null) {
      return;
    }
    double[] matrix = matrix(form);
    // The appearance's box, turned by its matrix, is fitted into the annotation's rectangle.
    double x0 = Double.MAX_VALUE;
    double y0 = Double.MAX_VALUE;
    double x1 = -Double.MAX_VALUE;
    double y1 = -Double.MAX_VALUE;
    for (int corner = 0; corner < 4; corner++) {
      double cx = box[(corner & 1) * 2];
      double cy = box[(corner & 2) + 1];
      double x = matrix[0] * cx + matrix[2] * cy + matrix[4];
      double y = matrix[1] * cx + matrix[3] * cy + matrix[5];
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
    }
    if (!(x1 > x0 && y1 > y0)) {
      return;
    }
    double rx0 = Math.min(rectangle[0], rectangle[2]);
    double ry0 = Math.min(rectangle[1], rectangle[3]);
    double sx = Math.abs(rectangle[2] - rectangle[0]) / (x1 - x0);
    double sy = Math.abs(rectangle[3] - rectangle[1]) / (y1 - y0);
    push();
    state.concatenate(sx, 0, 0, sy, rx0 - x0 * sx, ry0 - y0 * sy);
    words.space();
    form(form, null);
    words.space();
    pop();
  }

  private static double @Nullable [] numbers(@Nullable COSArray array, int count) {
    if (array == null || array.size() < count) {
      return null;
    }
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      if (!(array.getObject(i) instanceof COSNumber number)) {
        return null;
      }
      numbers[i] = number.floatValue();
    }
    return numbers;
  }

  private static double[] matrix(COSDictionary form) {
    double[] matrix = numbers(form.getCOSArray(COSName.MATRIX), 6);
    return matrix == null ? new double[] {1, 0, 0, 1, 0, 0} : matrix;
  }

  private void form(COSStream form, @Nullable COSDictionary parentResources) throws IOException {
    if (open.size() >= DEEPEST_FORM || !open.add(form)) {
      return;
    }
    double[] saved = {ta, tb, tc, td, te, tf, la, lb, lc, ld, le, lf};
    int marksBefore = marks.size();
    push();
    int depthBefore = depth;
    double[] m = matrix(form);
    state.concatenate(m[0], m[1], m[2], m[3], m[4], m[5]);
    double[] box = numbers(form.getCOSArray(COSName.BBOX), 4);
    if (box != null) {
      clipTo(box);
    }
    COSDictionary resources = form.getCOSDictionary(COSName.RESOURCES);
    try {
      run(decode(form), resources == null ? parentResources : resources);
    } finally {
      open.remove(form);
    }
    while (depth >= depthBefore) {
      pop();
    }
    while (marks.size() > marksBefore) {
      endMark();
    }
    ta = saved[0];
    tb = saved[1];
    tc = saved[2];
    td = saved[3];
    te = saved[4];
    tf = saved[5];
    la = saved[6];
    lb = saved[7];
    lc = saved[8];
    ld = saved[9];
    le = saved[10];
    lf = saved[11];
  }

  private void clipTo(double[] box) {
    double x0 = Double.MAX_VALUE;
    double y0 = Double.MAX_VALUE;
    double x1 = -Double.MAX_VALUE;
    double y1 = -Double.MAX_VALUE;
    for (int corner = 0; corner < 4; corner++) {
      double x = state.x(box[(corner & 1) * 2], box[(corner & 2) + 1]);
      double y = state.y(box[(corner & 1) * 2], box[(corner & 2) + 1]);
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
    }
    state.clip(x0, y0, x1, y1);
  }

  private void push() {
    depth++;
    if (depth >= DEEPEST_STATE) {
      return;
    }
    if (depth == stack.size()) {
      stack.add(new GraphicsState());
    }
    GraphicsState next = stack.get(depth);
    next.set(state);
    state = next;
  }

  private void pop() {
    if (depth == 0) {
      return;
    }
    depth--;
    if (depth < DEEPEST_STATE - 1) {
      state = stack.get(depth);
    }
  }

  private void run(byte[] content, @Nullable COSDictionary resources) throws IOException {
    int floor = depth;
    var scanner = new ContentScanner(content, content.length);
    String firstName = "";
    String lastName = "";
    boolean hasDictionary = false;
    count = 0;
    while (true) {
      switch (scanner.next()) {
        case NUMBER -> {
          if (count < MOST_NUMBERS) {
            numbers[count++] = scanner.number;
          }
        }
        case NAME -> {
          firstName = lastName;
          lastName = scanner.name;
        }
        case STRING, ARRAY -> {}
        case DICTIONARY -> hasDictionary = true;
        case OPERATOR -> {
          countOperator();
          execute(scanner, firstName, lastName, hasDictionary, resources, floor);
          count = 0;
          firstName = "";
          lastName = "";
          hasDictionary = false;
          scanner.clear();
        }
        case END -> {
          return;
        }
      }
    }
  }

  private void countOperator() {
    operators++;
    if (operators > limits.maxOperators()) {
      throw PageProblems.tooComplex(
          page,
          "the page draws more than %,d things".formatted(limits.maxOperators()),
          "max-operators");
    }
    if ((operators & 1023) == 0 && System.nanoTime() > deadline) {
      throw PageProblems.tooComplex(
          page,
          "reading the page takes more than %s".formatted(PageImages.seconds(limits.pageTime())),
          "page-time");
    }
  }

  private double n(int index) {
    return index < count ? numbers[index] : 0;
  }

  private void execute(
      ContentScanner scanner,
      String firstName,
      String lastName,
      boolean hasDictionary,
      @Nullable COSDictionary resources,
      int floor)
      throws IOException {
    switch (scanner.operator) {
      // Text
      case 'T' << 8 | 'j' -> show(scanner);
      case 'T' << 8 | 'J' -> showArray(scanner);
      case '\'' -> {
        nextLine(0, -state.leading);
        show(scanner);
      }
      case '"' -> {
        state.wordSpacing = n(0);
        state.characterSpacing = n(1);
        nextLine(0, -state.leading);
        show(scanner);
      }
      case 'T' << 8 | 'd' -> nextLine(n(0), n(1));
      case 'T' << 8 | 'D' -> {
        state.leading = -n(1);
        nextLine(n(0), n(1));
      }
      case 'T' << 8 | 'm' -> {
        if (count >= 6) {
          setTextMatrix(n(0), n(1), n(2), n(3), n(4), n(5));
        }
      }
      case 'T' << 8 | '*' -> nextLine(0, -state.leading);
      case 'B' << 8 | 'T' -> setTextMatrix(1, 0, 0, 1, 0, 0);
      case 'T' << 8 | 'f' -> {
        state.font = font(lastName, resources);
        state.fontSize = n(0);
      }
      case 'T' << 8 | 'c' -> state.characterSpacing = n(0);
      case 'T' << 8 | 'w' -> state.wordSpacing = n(0);
      case 'T' << 8 | 'z' -> state.horizontalScale = n(0) / 100;
      case 'T' << 8 | 'L' -> state.leading = n(0);
      case 'T' << 8 | 's' -> state.rise = n(0);
      case 'T' << 8 | 'r' -> state.renderMode = (int) n(0);

      // State
      case 'q' -> push();
      case 'Q' -> {
        if (depth > floor) {
          pop();
        }
      }
      case 'c' << 8 | 'm' -> {
        if (count >= 6) {
          state.concatenate(n(0), n(1), n(2), n(3), n(4), n(5));
        }
      }
      case 'w' -> state.lineWidth = n(0);
      case 'g' << 8 | 's' -> extendedState(lastName, resources);

      // Colour
      case 'g' -> fill(ColourSpace.GRAY);
      case 'r' << 8 | 'g' -> fill(ColourSpace.RGB);
      case 'k' -> fill(ColourSpace.CMYK);
      case 'G' -> stroke(ColourSpace.GRAY);
      case 'R' << 8 | 'G' -> stroke(ColourSpace.RGB);
      case 'K' -> stroke(ColourSpace.CMYK);
      case 'c' << 8 | 's' -> {
        state.fillSpace = colourSpace(lastName, resources);
        state.fill = initialColour(state.fillSpace);
      }
      case 'C' << 8 | 'S' -> {
        state.strokeSpace = colourSpace(lastName, resources);
        state.stroke = initialColour(state.strokeSpace);
      }
      case 's' << 8 | 'c', 's' << 16 | 'c' << 8 | 'n' -> state.fill = colour(state.fillSpace);
      case 'S' << 8 | 'C', 'S' << 16 | 'C' << 8 | 'N' -> state.stroke = colour(state.strokeSpace);

      // Paths
      case 'm' -> drawings.moveTo(state.x(n(0), n(1)), state.y(n(0), n(1)));
      case 'l' -> drawings.lineTo(state.x(n(0), n(1)), state.y(n(0), n(1)));
      case 'c' -> drawings.curveTo(state.x(n(4), n(5)), state.y(n(4), n(5)));
      case 'v', 'y' -> drawings.curveTo(state.x(n(2), n(3)), state.y(n(2), n(3)));
      case 'h' -> drawings.close();
      case 'r' << 8 | 'e' -> rectangle(n(0), n(1), n(2), n(3));
      case 'S' -> paint(false, true);
      case 's' -> {
        drawings.close();
        paint(false, true);
      }
      case 'f', 'F', 'f' << 8 | '*' -> paint(true, false);
      case 'B', 'B' << 8 | '*' -> paint(true, true);
      case 'b', 'b' << 8 | '*' -> {
        drawings.close();
        paint(true, true);
      }
      case 'n' -> paint(false, false);
      case 'W', 'W' << 8 | '*' -> clipPending = true;
      case 's' << 8 | 'h' -> {
        if (hiddenMarks == 0) {
          drawings.shade(state, words.order());
        }
      }

      // Objects and marks
      case 'D' << 8 | 'o' -> drawObject(lastName, resources);
      case 'B' << 8 | 'I' -> {
        Map<String, Object> image = scanner.readInlineImage();
        if (hiddenMarks == 0) {
          boolean mask = "true".equals(image.get("IM")) || "true".equals(image.get("ImageMask"));
          drawings.image(state, !mask, words.order());
        }
      }
      case 'B' << 16 | 'M' << 8 | 'C' -> marks.push(UNMARKED);
      case 'B' << 16 | 'D' << 8 | 'C' -> beginMark(firstName, lastName, hasDictionary, resources);
      case 'E' << 16 | 'M' << 8 | 'C' -> endMark();
      default -> {
        // Everything else changes nothing that is read here.
      }
    }
  }

  // Text

  private @Nullable GlyphTable font(String name, @Nullable COSDictionary resources) {
    if (resources == null) {
      return null;
    }
    Map<String, GlyphTable> known =
        fontsByName.computeIfAbsent(resources, _ -> new java.util.HashMap<>());
    GlyphTable table = known.get(name);
    if (table == null) {
      COSDictionary all = resources.getCOSDictionary(COSName.FONT);
      COSDictionary font = all == null ? null : all.getCOSDictionary(COSName.getPDFName(name));
      if (font == null) {
        return null;
      }
      table = fonts.apply(font);
      known.put(name, table);
    }
    return table;
  }

  private void setTextMatrix(double a, double b, double c, double d, double e, double f) {
    ta = a;
    tb = b;
    tc = c;
    td = d;
    te = e;
    tf = f;
    la = a;
    lb = b;
    lc = c;
    ld = d;
    le = e;
    lf = f;
  }

  private void nextLine(double x, double y) {
    double e = x * la + y * lc + le;
    double f = x * lb + y * ld + lf;
    setTextMatrix(la, lb, lc, ld, e, f);
  }

  private void show(ContentScanner scanner) {
    if (scanner.stringsLength > 0) {
      show(scanner.strings, scanner.stringStart, scanner.stringsLength);
    }
  }

  private void showArray(ContentScanner scanner) {
    boolean vertical = state.font != null && state.font.vertical;
    for (int i = 0; i < scanner.items; i++) {
      if (scanner.itemStart[i] >= 0) {
        show(scanner.strings, scanner.itemStart[i], scanner.itemEnd[i]);
      } else {
        double shift = -scanner.itemNumber[i] / 1000 * state.fontSize;
        if (vertical) {
          advance(0, shift);
        } else {
          advance(shift * state.horizontalScale, 0);
        }
      }
    }
  }

  private void advance(double x, double y) {
    te += x * ta + y * tc;
    tf += x * tb + y * td;
  }

  private void show(byte[] bytes, int from, int to) {
    GlyphTable font = state.font;
    if (font == null) {
      return;
    }
    // Text space to display, without the place.
    double a = ta * state.a + tb * state.c;
    double b = ta * state.b + tb * state.d;
    double c = tc * state.a + td * state.c;
    double d = tc * state.b + td * state.d;
    double size = state.fontSize;
    double unitX = size * state.horizontalScale;
    double height = Math.hypot(c, d) * Math.abs(size);
    double slope = Math.hypot(a, b);
    boolean seen = hiddenMarks == 0 && height > 0.3 && slope > 0 && height < 100_000;
    if (seen) {
      placed.direction = font.vertical ? 0 : direction(a * unitX, b * unitX);
      placed.size = height;
      placed.spaceWidth = font.spaceWidth;
      placed.bold = font.bold || state.renderMode == 2;
      placed.italic = font.italic;
      placed.invisible =
          state.renderMode == INVISIBLE
              || state.renderMode >= CLIP_ONLY
              || state.fillAlpha <= TRANSPARENT;
      placed.colour = state.renderMode == 1 ? state.stroke : state.fill;
      placed.spacing = state.characterSpacing * state.horizontalScale * slope;
    }
    int at = from;
    while (at < to) {
      int code;
      int length;
      if (font.bytesPerCode == 1) {
        code = bytes[at] & 0xFF;
        length = 1;
      } else if (font.bytesPerCode == 2) {
        code = at + 1 < to ? (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF : bytes[at] & 0xFF;
        length = 2;
      } else {
        long read = font.readCode(bytes, at, to);
        code = (int) read;
        length = (int) (read >>> 32);
      }
      at += length;
      Glyph glyph = font.glyph(code);
      double spacing = state.characterSpacing;
      if (length == 1 && code == ' ') {
        spacing += state.wordSpacing;
      }
      if (seen) {
        if (glyph.kind() == Kind.SPACE) {
          words.space();
        } else if (glyph.kind() != Kind.NOTHING) {
          place(font, glyph, a, b, c, d, size, unitX);
        }
      }
      if (font.vertical) {
        advance(0, glyph.advance() * size + spacing);
      } else {
        advance((glyph.advance() * size + spacing) * state.horizontalScale, 0);
      }
    }
  }

  /// Clockwise as displayed.
  private static int direction(double x, double y) {
    if (Math.abs(y) <= Math.abs(x) * MOST_SLANT) {
      return x >= 0 ? 0 : 180;
    }
    return y >= 0 ? 90 : 270;
  }

  private void place(
      GlyphTable font,
      Glyph glyph,
      double a,
      double b,
      double c,
      double d,
      double size,
      double unitX) {
    if (words.glyphs() >= limits.maxGlyphs()) {
      throw PageProblems.tooComplex(
          page,
          "the page has more than %,d characters".formatted(limits.maxGlyphs()),
          "max-glyphs");
    }
    // The glyph's corners in text space.
    double left = 0;
    double right = glyph.advance() * unitX;
    double bottom = font.descent * size;
    double top = font.ascent * size;
    if (font.vertical) {
      left = glyph.originX() * unitX;
      right = left + glyph.width() * unitX;
      top = 0;
      bottom = glyph.advance() * size;
    }
    bottom += state.rise;
    top += state.rise;
    double x = te * state.a + tf * state.c + state.e;
    double y = te * state.b + tf * state.d + state.f;
    double xa = x + left * a + bottom * c;
    double ya = y + left * b + bottom * d;
    double xb = x + right * a + bottom * c;
    double yb = y + right * b + bottom * d;
    double xc = x + left * a + top * c;
    double yc = y + left * b + top * d;
    double xd = x + right * a + top * c;
    double yd = y + right * b + top * d;
    double x0 = Math.min(Math.min(xa, xb), Math.min(xc, xd));
    double x1 = Math.max(Math.max(xa, xb), Math.max(xc, xd));
    double y0 = Math.min(Math.min(ya, yb), Math.min(yc, yd));
    double y1 = Math.max(Math.max(ya, yb), Math.max(yc, yd));
    double middleX = (x0 + x1) / 2;
    double middleY = (y0 + y1) / 2;
    if (!(middleX >= state.clipX0 - 1
        && middleX <= state.clipX1 + 1
        && middleY >= state.clipY0 - 1
        && middleY <= state.clipY1 + 1
        && middleX >= 0
        && middleX <= geometry.width()
        && middleY >= 0
        && middleY <= geometry.height())) {
      return;
    }
    placed.glyph = glyph;
    placed.x0 = x0;
    placed.y0 = y0;
    placed.x1 = x1;
    placed.y1 = y1;
    double startX = x + state.rise * c;
    double startY = y + state.rise * d;
    double endX = startX + right * a;
    double endY = startY + right * b;
    if (font.vertical) {
      startX = x0;
      endX = x1;
      startY = y1;
      endY = y1;
    }
    switch (placed.direction) {
      case 90 -> {
        placed.u0 = startY;
        placed.u1 = endY;
        placed.v = -startX;
      }
      case 180 -> {
        placed.u0 = -startX;
        placed.u1 = -endX;
        placed.v = -startY;
      }
      case 270 -> {
        placed.u0 = -startY;
        placed.u1 = -endY;
        placed.v = startX;
      }
      default -> {
        placed.u0 = startX;
        placed.u1 = endX;
        placed.v = startY;
      }
    }
    words.add(placed);
  }

  // Paths, colours, objects

  private void rectangle(double x, double y, double w, double h) {
    drawings.moveTo(state.x(x, y), state.y(x, y));
    drawings.lineTo(state.x(x + w, y), state.y(x + w, y));
    drawings.lineTo(state.x(x + w, y + h), state.y(x + w, y + h));
    drawings.lineTo(state.x(x, y + h), state.y(x, y + h));
    drawings.close();
  }

  private void paint(boolean fill, boolean stroke) {
    if (hiddenMarks == 0) {
      if (fill) {
        drawings.fill(state, words.order());
      }
      if (stroke) {
        drawings.stroke(state);
      }
    }
    if (clipPending) {
      drawings.clip(state);
      clipPending = false;
    }
    drawings.clear();
  }

  private void fill(ColourSpace space) {
    state.fillSpace = space;
    state.fill = colour(space);
  }

  private void stroke(ColourSpace space) {
    state.strokeSpace = space;
    state.stroke = colour(space);
  }

  private int colour(ColourSpace space) {
    return switch (space) {
      case GRAY -> rgb(n(0), n(0), n(0));
      case RGB -> rgb(n(0), n(1), n(2));
      case CMYK -> rgb((1 - n(0)) * (1 - n(3)), (1 - n(1)) * (1 - n(3)), (1 - n(2)) * (1 - n(3)));
      case INKS -> {
        boolean paper = count > 0;
        for (int i = 0; i < count; i++) {
          paper &= numbers[i] <= 0.01;
        }
        yield paper ? 0xFFFFFF : GraphicsState.UNKNOWN_COLOUR;
      }
      case OTHER -> GraphicsState.UNKNOWN_COLOUR;
    };
  }

  private static int rgb(double red, double green, double blue) {
    return channel(red) << 16 | channel(green) << 8 | channel(blue);
  }

  private static int channel(double value) {
    return (int) Math.round(Math.clamp(value, 0, 1) * 255);
  }

  private static int initialColour(ColourSpace space) {
    return space == ColourSpace.OTHER || space == ColourSpace.INKS
        ? GraphicsState.UNKNOWN_COLOUR
        : 0;
  }

  private static ColourSpace colourSpace(String name, @Nullable COSDictionary resources) {
    switch (name) {
      case "DeviceGray", "G", "CalGray" -> {
        return ColourSpace.GRAY;
      }
      case "DeviceRGB", "RGB", "CalRGB" -> {
        return ColourSpace.RGB;
      }
      case "DeviceCMYK", "CMYK" -> {
        return ColourSpace.CMYK;
      }
      default -> {}
    }
    COSDictionary spaces =
        resources == null ? null : resources.getCOSDictionary(COSName.COLORSPACE);
    COSBase space = spaces == null ? null : spaces.getDictionaryObject(COSName.getPDFName(name));
    if (space instanceof COSName alias && !alias.getName().equals(name)) {
      return colourSpace(alias.getName(), null);
    }
    if (!(space instanceof COSArray array)
        || array.size() < 2
        || !(array.getObject(0) instanceof COSName kind)) {
      return ColourSpace.OTHER;
    }
    return switch (kind.getName()) {
      case "CalGray" -> ColourSpace.GRAY;
      case "CalRGB" -> ColourSpace.RGB;
      case "Separation", "DeviceN" -> ColourSpace.INKS;
      case "ICCBased" -> {
        int components =
            array.getObject(1) instanceof COSStream profile ? profile.getInt(COSName.N, 0) : 0;
        yield switch (components) {
          case 1 -> ColourSpace.GRAY;
          case 3 -> ColourSpace.RGB;
          case 4 -> ColourSpace.CMYK;
          default -> ColourSpace.OTHER;
        };
      }
      default -> ColourSpace.OTHER;
    };
  }

  private void extendedState(String name, @Nullable COSDictionary resources) {
    COSDictionary states =
        resources == null ? null : resources.getCOSDictionary(COSName.EXT_G_STATE);
    COSDictionary set = states == null ? null : states.getCOSDictionary(COSName.getPDFName(name));
    if (set == null) {
      return;
    }
    state.fillAlpha = set.getFloat(COSName.CA_NS, (float) state.fillAlpha);
    state.strokeAlpha = set.getFloat(COSName.CA, (float) state.strokeAlpha);
    state.lineWidth = set.getFloat(COSName.LW, (float) state.lineWidth);
    COSBase blend = set.getDictionaryObject(COSName.BM);
    COSBase mask = set.getDictionaryObject(COSName.SMASK);
    if (blend != null || mask != null) {
      boolean plainBlend =
          blend == null || COSName.NORMAL.equals(blend) || COSName.COMPATIBLE.equals(blend);
      boolean plainMask = mask == null || COSName.NONE.equals(mask);
      state.opaque = plainBlend && plainMask;
    }
    COSArray font = set.getCOSArray(COSName.FONT);
    if (font != null
        && font.size() >= 2
        && font.getObject(0) instanceof COSDictionary dictionary
        && font.getObject(1) instanceof COSNumber size) {
      state.font = fonts.apply(dictionary);
      state.fontSize = size.floatValue();
    }
  }

  private void drawObject(String name, @Nullable COSDictionary resources) throws IOException {
    COSDictionary objects = resources == null ? null : resources.getCOSDictionary(COSName.XOBJECT);
    COSBase object = objects == null ? null : objects.getDictionaryObject(COSName.getPDFName(name));
    if (!(object instanceof COSStream stream)
        || hiddenMarks > 0
        || optionalContent.isHidden(stream.getCOSDictionary(COSName.OC))) {
      return;
    }
    String kind = stream.getNameAsString(COSName.SUBTYPE, "");
    if (kind.equals("Image")) {
      boolean covers =
          !stream.getBoolean(COSName.IMAGE_MASK, false)
              && !stream.containsKey(COSName.SMASK)
              && !stream.containsKey(COSName.MASK);
      drawings.image(state, covers, words.order());
    } else if (kind.equals("Form") || stream.containsKey(COSName.BBOX)) {
      form(stream, resources);
    }
  }

  private void beginMark(
      String tag, String properties, boolean inline, @Nullable COSDictionary resources) {
    COSDictionary all =
        tag.equals("OC") && !inline && resources != null
            ? resources.getCOSDictionary(COSName.PROPERTIES)
            : null;
    boolean hidden =
        all != null
            && optionalContent.isHidden(all.getCOSDictionary(COSName.getPDFName(properties)));
    marks.push(hidden ? OC : UNMARKED);
    if (hidden) {
      hiddenMarks++;
    }
  }

  private void endMark() {
    if (!marks.isEmpty() && marks.pop() == OC) {
      hiddenMarks--;
    }
  }
}
