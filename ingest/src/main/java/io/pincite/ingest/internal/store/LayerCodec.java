package io.pincite.ingest.internal.store;

import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.TokenLayer.PlacedCell;
import io.pincite.ingest.TokenLayer.PlacedLine;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The binary form of the words, blocks and doubts of a page.
///
/// Each begins with a format byte (1). Numbers are variable-length: seven bits a byte, lowest
/// first, the high bit set where more follow; signed ones are zigzag. Coordinates are whole
/// millionths of the page, the precision of the wire; confidences whole thousandths.
///
/// ```
/// words:  1 count { start-previousEnd  end-start  box  1000-confidence (1001: a reader wrote it) }
/// blocks: 1 labels { length utf-8 }  count { type level(0=none) label start end box
///           lines { start end box }  cells { row column rowSpan colSpan header start end box } }
/// doubts: nothing, or 1 count { kind box  of READERS_DISAGREE: two of { length utf-8 } }
/// box:    x0-previousX1  y0-previousY0  width  height-previousHeight   (first and last two signed)
/// ```
///
/// Types are numbered by [#TYPES], kinds of doubt by [#KINDS], in the order they were introduced;
/// the lists only grow.
final class LayerCodec {
  private static final int FORMAT = 1;
  private static final double UNITS = 1_000_000;

  /// In place of what a word's confidence lacks of a thousand: a reader wrote it.
  private static final int CORRECTED = 1001;

  private static final List<Block.Type> TYPES =
      List.of(
          Block.Type.HEADING,
          Block.Type.PARAGRAPH,
          Block.Type.LIST_ITEM,
          Block.Type.TABLE,
          Block.Type.FIGURE,
          Block.Type.CAPTION,
          Block.Type.FORMULA,
          Block.Type.PAGE_HEADER,
          Block.Type.PAGE_FOOTER,
          Block.Type.PAGE_NUMBER,
          Block.Type.FOOTNOTE,
          Block.Type.SEAL,
          Block.Type.OTHER);
  private static final List<Doubt.Kind> KINDS =
      List.of(
          Doubt.Kind.HANDWRITING,
          Doubt.Kind.BELOW_RESOLUTION,
          Doubt.Kind.UNCERTAIN,
          Doubt.Kind.MIRRORED,
          Doubt.Kind.READERS_DISAGREE);

  /// Numbers of a place: beginning, end, and a box.
  private static final int PLACE = 6;

  private LayerCodec() {}

  static byte[] words(TokenLayer layer) {
    var out = new Writer();
    out.number(layer.words().size());
    int previousEnd = 0;
    for (PlacedWord word : layer.words()) {
      out.number(word.start() - previousEnd);
      out.number(word.end() - word.start());
      out.box(word.box());
      out.number(word.corrected() ? CORRECTED : 1000 - Math.round(word.confidence() * 1000));
      previousEnd = word.end();
    }
    return out.bytes();
  }

  static byte[] blocks(TokenLayer layer) {
    var out = new Writer();
    Map<String, Integer> labels = new LinkedHashMap<>();
    layer.blocks().forEach(block -> labels.putIfAbsent(block.label(), labels.size()));
    out.number(labels.size());
    labels.keySet().forEach(out::text);
    out.number(layer.blocks().size());
    for (PlacedBlock block : layer.blocks()) {
      out.number(TYPES.indexOf(block.type()));
      out.number(block.level().orElse(0));
      out.number(labels.getOrDefault(block.label(), 0));
      out.place(block.start(), block.end(), block.box());
      out.number(block.lines().size());
      for (PlacedLine line : block.lines()) {
        out.place(line.start(), line.end(), line.box());
      }
      out.number(block.cells().size());
      for (PlacedCell cell : block.cells()) {
        out.number(cell.row());
        out.number(cell.column());
        out.number(cell.rowSpan());
        out.number(cell.colSpan());
        out.number(cell.header() ? 1 : 0);
        out.place(cell.start(), cell.end(), cell.box());
      }
    }
    return out.bytes();
  }

  static byte[] doubts(List<Doubt> doubts) {
    if (doubts.isEmpty()) {
      return new byte[0];
    }
    var out = new Writer();
    out.number(doubts.size());
    for (Doubt doubt : doubts) {
      out.number(KINDS.indexOf(doubt.kind()));
      out.box(doubt.box());
      doubt
          .readings()
          .ifPresent(
              readings -> {
                out.text(readings.model());
                out.text(readings.other());
              });
    }
    return out.bytes();
  }

  static List<Doubt> doubts(byte[] bytes) {
    if (bytes.length == 0) {
      return List.of();
    }
    var in = new Reader(bytes);
    var doubts = new ArrayList<Doubt>();
    for (int n = in.number(); n > 0; n--) {
      Doubt.Kind kind = KINDS.get(in.number());
      BoundingBox box = in.box();
      doubts.add(
          kind == Doubt.Kind.READERS_DISAGREE
              ? Doubt.between(new Doubt.Readings(in.text(), in.text()), box)
              : new Doubt(kind, box));
    }
    return doubts;
  }

  static TokenLayer layer(String text, byte[] words, byte[] blocks) {
    return new TokenLayer(text, words(new Reader(words)), blocks(new Reader(blocks)));
  }

  /// How many of the blocks are figures; makes no block, for this is asked of all pages at once.
  static int figures(byte[] blocks) {
    var in = new Reader(blocks);
    for (int n = in.number(); n > 0; n--) {
      in.skipText();
    }
    int figures = 0;
    for (int n = in.number(); n > 0; n--) {
      figures += TYPES.get(in.number()) == Block.Type.FIGURE ? 1 : 0;
      in.skipNumbers(2 + PLACE);
      in.skipNumbers(in.number() * PLACE);
      in.skipNumbers(in.number() * (5 + PLACE));
    }
    return figures;
  }

  private static List<PlacedWord> words(Reader in) {
    int count = in.number();
    var words = new ArrayList<PlacedWord>(count);
    int previousEnd = 0;
    for (int i = 0; i < count; i++) {
      int start = previousEnd + in.number();
      int end = start + in.number();
      BoundingBox box = in.box();
      int lacking = in.number();
      words.add(
          lacking == CORRECTED
              ? new PlacedWord(start, end, box, 1, true)
              : new PlacedWord(start, end, box, (1000 - lacking) / 1000.0));
      previousEnd = end;
    }
    return words;
  }

  private static List<PlacedBlock> blocks(Reader in) {
    var labels = new ArrayList<String>();
    for (int i = in.number(); i > 0; i--) {
      labels.add(in.text());
    }
    int count = in.number();
    var blocks = new ArrayList<PlacedBlock>(count);
    for (int i = 0; i < count; i++) {
      Block.Type type = TYPES.get(in.number());
      int level = in.number();
      String label = labels.get(in.number());
      int start = in.number();
      int end = in.number();
      BoundingBox box = in.box();
      var lines = new ArrayList<PlacedLine>();
      for (int n = in.number(); n > 0; n--) {
        int lineStart = in.number();
        int lineEnd = in.number();
        lines.add(new PlacedLine(in.box(), lineStart, lineEnd));
      }
      var cells = new ArrayList<PlacedCell>();
      for (int n = in.number(); n > 0; n--) {
        cells.add(cell(in));
      }
      blocks.add(
          new PlacedBlock(
              type,
              level == 0 ? Optional.empty() : Optional.of(level),
              label,
              box,
              start,
              end,
              lines,
              cells));
    }
    return blocks;
  }

  private static PlacedCell cell(Reader in) {
    int row = in.number();
    int column = in.number();
    int rowSpan = in.number();
    int colSpan = in.number();
    boolean header = in.number() == 1;
    int start = in.number();
    int end = in.number();
    return new PlacedCell(row, column, rowSpan, colSpan, header, in.box(), start, end);
  }

  private static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    private long previousX1;
    private long previousY0;
    private long previousHeight;

    Writer() {
      out.write(FORMAT);
    }

    void place(int start, int end, BoundingBox box) {
      number(start);
      number(end);
      box(box);
    }

    void box(BoundingBox box) {
      long x0 = Math.round(box.x0() * UNITS);
      long y0 = Math.round(box.y0() * UNITS);
      long x1 = Math.round(box.x1() * UNITS);
      long height = Math.round(box.y1() * UNITS) - y0;
      signed(x0 - previousX1);
      signed(y0 - previousY0);
      number(x1 - x0);
      signed(height - previousHeight);
      previousX1 = x1;
      previousY0 = y0;
      previousHeight = height;
    }

    void text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      number(bytes.length);
      out.writeBytes(bytes);
    }

    void signed(long value) {
      number(value << 1 ^ value >> 63);
    }

    void number(long value) {
      if (value < 0) {
        throw new IllegalArgumentException("words or blocks of a page are not in text order");
      }
      long rest = value;
      while (rest > 0x7F) {
        out.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at = 1;
    private long previousX1;
    private long previousY0;
    private long previousHeight;

    Reader(byte[] bytes) {
      this.bytes = bytes;
      if (bytes.length == 0 || bytes[0] != FORMAT) {
        throw new IllegalStateException("a page was stored in a format this Pincite does not know");
      }
    }

    BoundingBox box() {
      long x0 = previousX1 + signed();
      long y0 = previousY0 + signed();
      long x1 = x0 + number();
      long height = previousHeight + signed();
      previousX1 = x1;
      previousY0 = y0;
      previousHeight = height;
      return new BoundingBox(x0 / UNITS, y0 / UNITS, x1 / UNITS, (y0 + height) / UNITS);
    }

    void skipText() {
      int length = number();
      at += length;
    }

    void skipNumbers(int count) {
      for (int left = count; left > 0; at++) {
        left -= bytes[at] >= 0 ? 1 : 0;
      }
    }

    String text() {
      int length = number();
      at += length;
      return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    long signed() {
      int value = number();
      return value >>> 1 ^ -(value & 1);
    }

    int number() {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[at++];
        value |= (next & 0x7F) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }
  }
}
