package io.pincite.ingest.internal.layer;

import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.TokenLayer.PlacedCell;
import io.pincite.ingest.TokenLayer.PlacedLine;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ocr.Block;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Word;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes a page's blocks down as one text and notes where every word, line, cell and block went.
///
/// Words of a line are joined by a space where the page has one, lines by a line feed, blocks by an
/// empty line, cells of a row by a tab, rows by a line feed, lines inside a cell by a space. The
/// text is in Unicode NFC, without U+0000 and lone surrogates.
public final class TokenLayers {
  private final StringBuilder text = new StringBuilder();
  private final List<PlacedWord> words = new ArrayList<>();
  private final List<PlacedBlock> blocks = new ArrayList<>();
  /// Length of the text in code points.
  private int length;

  private TokenLayers() {}

  public static TokenLayer of(PageText page) {
    var layers = new TokenLayers();
    for (Block block : page.blocks()) {
      layers.write(block);
    }
    return new TokenLayer(layers.text.toString(), layers.words, layers.blocks);
  }

  private void write(Block block) {
    boolean hasText =
        block instanceof Block.Table table
            ? table.cells().stream().anyMatch(cell -> !cell.lines().isEmpty())
            : !block.lines().isEmpty();
    if (hasText && length > 0) {
      separate("\n\n");
    }
    int start = length;
    List<PlacedLine> lines = new ArrayList<>();
    List<PlacedCell> cells = new ArrayList<>();
    if (block instanceof Block.Table table && hasText) {
      write(table, cells);
    } else {
      for (Line line : block.lines()) {
        if (!lines.isEmpty()) {
          separate("\n");
        }
        lines.add(write(line));
      }
    }
    blocks.add(
        new PlacedBlock(
            block.type(), level(block), block.label(), block.box(), start, length, lines, cells));
  }

  private void write(Block.Table table, List<PlacedCell> cells) {
    int row = -1;
    for (Block.Cell cell : table.cells()) {
      if (row >= 0) {
        separate(cell.row() == row ? "\t" : "\n");
      }
      row = cell.row();
      int start = length;
      boolean first = true;
      for (Line line : cell.lines()) {
        if (!first) {
          separate(" ");
        }
        first = false;
        write(line);
      }
      cells.add(
          new PlacedCell(
              cell.row(),
              cell.column(),
              cell.rowSpan(),
              cell.colSpan(),
              cell.header(),
              cell.box(),
              start,
              length));
    }
  }

  private PlacedLine write(Line line) {
    int start = length;
    boolean first = true;
    for (Word word : line.words()) {
      String written = wellFormed(word.text());
      if (!first && (word.spaceBefore() || joinsItsPredecessor(written))) {
        separate(" ");
      }
      first = false;
      int wordStart = length;
      text.append(written);
      length += written.codePointCount(0, written.length());
      words.add(new PlacedWord(wordStart, length, word.box(), word.confidence()));
    }
    return new PlacedLine(line.box(), start, length);
  }

  private void separate(String separator) {
    text.append(separator);
    length += separator.length();
  }

  /// Whether it starts with a mark that would melt into the character before it, so that the text
  /// as a whole were not in NFC.
  private static boolean joinsItsPredecessor(String word) {
    char first = word.charAt(0);
    if (first < 0x300) {
      return false;
    }
    int type = Character.getType(word.codePointAt(0));
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || (first >= 0x1160 && first <= 0x11FF);
  }

  static String wellFormed(String word) {
    if (isPlain(word)) {
      return word;
    }
    var kept = new StringBuilder(word.length());
    word.codePoints()
        .filter(character -> character != 0)
        .map(character -> isLoneSurrogate(character) ? 0xFFFD : character)
        .forEach(kept::appendCodePoint);
    String normalized = Normalizer.normalize(kept, Normalizer.Form.NFC);
    return normalized.isEmpty() ? "\uFFFD" : normalized;
  }

  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char character = word.charAt(i);
      if (character == 0 || character >= 0x300) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLoneSurrogate(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }

  static Optional<Integer> level(Block block) {
    if (block instanceof Block.Heading heading) {
      return Optional.of(heading.level());
    }
    if (block instanceof Block.ListItem item) {
      return Optional.of(item.level());
    }
    return Optional.empty();
  }
}
