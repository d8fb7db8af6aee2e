package io.pincite.samples;

import io.pincite.samples.Truth.Block;
import io.pincite.samples.Truth.BlockType;
import io.pincite.samples.Truth.Box;
import io.pincite.samples.Truth.Cell;
import io.pincite.samples.Truth.Line;
import io.pincite.samples.Truth.Page;
import io.pincite.samples.Truth.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What DeepSeek-OCR would write of a page that is known, in the form of its recorded outputs:
/// `<|ref|>label<|/ref|><|det|>[[x0, y0, x1, y1]]<|/det|>`, a line end, the text; boxes from 0 to
/// 999 of the picture; tables as HTML without header cells. Page headers, footers and numbers are
/// left out: no recorded output of the first version has them.
public final class DeepSeekOutput {

  /// How it misreads. The same noise gives the same output.
  ///
  /// @param letters share of letters that become others that look like them
  /// @param bins most that each side of a box is off, of 999
  public record Noise(double letters, int bins, long seed) {
    public static final Noise NONE = new Noise(0, 0, 0);
  }

  /// Letters that OCR confuses, each with the next.
  private static final String CONFUSED = "l1I|O0o c e rn m5S8B未末己已";

  private final Noise noise;
  private final Random random;
  private final StringBuilder text = new StringBuilder();

  private DeepSeekOutput(Noise noise) {
    this.noise = noise;
    this.random = new Random(noise.seed());
  }

  /// The answer to `<|grounding|>Convert the document to markdown.`
  public static String of(Page page) {
    return of(page, Noise.NONE);
  }

  public static String of(Page page, Noise noise) {
    var output = new DeepSeekOutput(noise);
    List<Block> blocks = page.blocks().stream().filter(block -> !isFurniture(block)).toList();
    for (int at = 0; at < blocks.size(); at++) {
      Block block = blocks.get(at);
      boolean captionsTable =
          block.type() == BlockType.CAPTION
              && at + 1 < blocks.size()
              && blocks.get(at + 1).type() == BlockType.TABLE;
      if (captionsTable) {
        // Recorded so: the table's tag, its caption, and only then the table.
        Block table = blocks.get(++at);
        output.tag("table", table.box()).body("");
        output.tag("table_caption", block.box()).body(output.joined(block.lines()) + "  \n");
        output.body(output.html(table) + "\n");
      } else {
        output.block(block);
      }
    }
    return output.text.toString().strip();
  }

  /// The answer to `<|grounding|>OCR this image.`: each line as a reference of its own.
  public static String lines(Page page) {
    var output = new DeepSeekOutput(Noise.NONE);
    for (Block block : page.blocks()) {
      for (Line line : linesOf(block)) {
        output.tag(line.text(), box(line.words()));
      }
    }
    return output.text.toString().strip();
  }

  /// The answer to `Free OCR.`: the text alone.
  public static String text(Page page) {
    var output = new DeepSeekOutput(Noise.NONE);
    for (Block block : page.blocks()) {
      if (!isFurniture(block)) {
        output.body(
            (block.type() == BlockType.TABLE ? output.html(block) : output.joined(block.lines()))
                + "\n");
      }
    }
    return output.text.toString().strip();
  }

  /// The answer to `Locate <|ref|>…<|/ref|> in the image.`: every line that holds the words.
  public static String located(Page page, String words) {
    var boxes = new ArrayList<String>();
    for (Block block : page.blocks()) {
      for (Line line : linesOf(block)) {
        if (line.text().contains(words)) {
          boxes.add(bins(box(line.words()), new int[4]));
        }
      }
    }
    return boxes.isEmpty()
        ? ""
        : "<|ref|>%s<|/ref|><|det|>[%s]<|/det|>".formatted(words, String.join(", ", boxes));
  }

  private static boolean isFurniture(Block block) {
    return switch (block.type()) {
      case PAGE_HEADER, PAGE_FOOTER, PAGE_NUMBER -> true;
      case HEADING, PARAGRAPH, LIST_ITEM, TABLE, CAPTION, FOOTNOTE -> false;
    };
  }

  private void block(Block block) {
    switch (block.type()) {
      case HEADING -> {
        boolean isTitle = block.level() == 1;
        tag(isTitle ? "title" : "sub_title", block.box())
            .body((isTitle ? "# " : "## ") + joined(block.lines()) + "  \n");
      }
      case TABLE -> tag("table", block.box()).body(html(block) + "\n");
      case CAPTION -> tag("image_caption", block.box()).body(joined(block.lines()) + "  \n");
      case PARAGRAPH, LIST_ITEM, FOOTNOTE ->
          tag("text", block.box()).body(joined(block.lines()) + "  \n");
      case PAGE_HEADER, PAGE_FOOTER, PAGE_NUMBER ->
          throw new IllegalStateException("page furniture is not written");
    }
  }

  private DeepSeekOutput tag(String label, Box box) {
    int[] off = new int[4];
    if (noise.bins() > 0) {
      for (int side = 0; side < 4; side++) {
        off[side] = random.nextInt(-noise.bins(), noise.bins() + 1);
      }
    }
    text.append("<|ref|>").append(label).append("<|/ref|><|det|>[");
    text.append(bins(box, off)).append("]<|/det|>\n");
    return this;
  }

  private void body(String body) {
    text.append(body);
    if (!body.isEmpty()) {
      text.append('\n');
    }
  }

  /// At least one bin wide and high.
  private static String bins(Box box, int[] off) {
    int x0 = Math.clamp(Math.round(box.x0() * 999) + off[0], 0, 998);
    int y0 = Math.clamp(Math.round(box.y0() * 999) + off[1], 0, 998);
    int x1 = Math.clamp(Math.round(box.x1() * 999) + off[2], x0 + 1, 999);
    int y1 = Math.clamp(Math.round(box.y1() * 999) + off[3], y0 + 1, 999);
    return "[%d, %d, %d, %d]".formatted(x0, y0, x1, y1);
  }

  private static List<Line> linesOf(Block block) {
    return block.type() == BlockType.TABLE
        ? block.cells().stream().flatMap(cell -> cell.lines().stream()).toList()
        : block.lines();
  }

  private static Box box(List<Word> words) {
    return words.stream().map(Word::box).reduce(Box::union).orElseThrow();
  }

  private String html(Block table) {
    var html = new StringBuilder("<table>");
    int row = -1;
    for (Cell cell : table.cells()) {
      if (cell.row() != row) {
        html.append(row < 0 ? "<tr>" : "</tr><tr>");
        row = cell.row();
      }
      html.append("<td");
      if (cell.rowSpan() > 1) {
        html.append(" rowspan=\"").append(cell.rowSpan()).append('"');
      }
      if (cell.colSpan() > 1) {
        html.append(" colspan=\"").append(cell.colSpan()).append('"');
      }
      html.append('>').append(escaped(joined(cell.lines()))).append("</td>");
    }
    return html.append(row < 0 ? "</table>" : "</tr></table>").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// Lines as one: a word that was hyphenated is whole again.
  private String joined(List<Line> lines) {
    var joined = new StringBuilder();
    for (Line line : lines) {
      String next = line.text();
      if (!joined.isEmpty() && !next.isEmpty()) {
        int last = joined.codePointBefore(joined.length());
        int first = next.codePointAt(0);
        boolean isHyphenated =
            last == '-'
                && joined.length() > 1
                && Character.isLetter(joined.codePointBefore(joined.length() - 1))
                && Character.isLowerCase(first);
        if (isHyphenated) {
          joined.setLength(joined.length() - 1);
        } else if (!(isWide(last) || isWide(first))) {
          joined.append(' ');
        }
      }
      joined.append(next);
    }
    return misread(joined.toString());
  }

  /// Chinese characters and their marks, which no space parts.
  private static boolean isWide(int character) {
    return Character.isIdeographic(character)
        || character >= 0x3000 && character <= 0x303F
        || character >= 0xFF00 && character <= 0xFF60;
  }

  private String misread(String right) {
    if (noise.letters() <= 0) {
      return right;
    }
    var read = new StringBuilder(right);
    for (int at = 0; at < read.length(); at++) {
      if (Character.isLetterOrDigit(read.charAt(at)) && random.nextDouble() < noise.letters()) {
        int known = CONFUSED.indexOf(read.charAt(at));
        char other = known < 0 ? 'x' : CONFUSED.charAt((known + 1) % CONFUSED.length());
        read.setCharAt(at, other == ' ' ? 'x' : other);
      }
    }
    return read.toString();
  }
}
