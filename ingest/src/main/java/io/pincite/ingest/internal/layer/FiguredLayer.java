package io.pincite.ingest.internal.layer;

import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ocr.Block;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A page with what a model says of its figures: blocks behind the figure and its caption. All else
/// is written down again as it was.
public final class FiguredLayer {
  private static final Provenance STORED = Provenance.of("stored", "1");

  private FiguredLayer() {}

  /// A page on which a figure is said to show this, and nothing else under the same label.
  ///
  /// @param figure index among the figures of the page
  /// @param said blocks of one label
  public static TokenLayer with(TokenLayer layer, int figure, List<Block> said) {
    String label = said.isEmpty() ? "" : said.getFirst().label();
    return written(layer, figure, block -> block.label().equals(label), said);
  }

  /// A page on which nothing is said of a figure.
  ///
  /// @param figure index among the figures of the page
  public static TokenLayer without(TokenLayer layer, int figure) {
    return written(layer, figure, _ -> true, List.of());
  }

  /// What the caption of a figure says; empty where there is none.
  ///
  /// @param figure index among the figures of the page
  public static String caption(TokenLayer layer, int figure) {
    List<PlacedBlock> blocks = layer.blocks();
    int at = index(blocks, figure);
    int below = last(blocks, at);
    int caption = below > at ? below : isBelowItsCaption(blocks, at) ? at - 1 : at;
    return caption == at
        ? ""
        : layer.text(blocks.get(caption).start(), blocks.get(caption).end()).replace('\n', ' ');
  }

  /// Whether a caption stands above a figure that is not the one of another.
  private static boolean isBelowItsCaption(List<PlacedBlock> blocks, int figure) {
    if (figure == 0 || blocks.get(figure - 1).type() != Block.Type.CAPTION) {
      return false;
    }
    Block.Type before = figure == 1 ? Block.Type.OTHER : blocks.get(figure - 2).type();
    return before != Block.Type.FIGURE && before != Block.Type.TABLE;
  }

  private static TokenLayer written(
      TokenLayer layer, int figure, Predicate<PlacedBlock> goes, List<Block> said) {
    List<PlacedBlock> placed = layer.blocks();
    List<Block> old = WrittenBlocks.of(layer).blocks();
    int last = last(placed, index(placed, figure));
    var blocks = new ArrayList<Block>();
    var corrected = new ArrayList<Boolean>();
    boolean isSaid = false;
    int word = 0;
    for (int i = 0; i < old.size(); i++) {
      isSaid &= placed.get(i).isDescribed();
      int words = words(old.get(i));
      if (!(isSaid && goes.test(placed.get(i)))) {
        blocks.add(old.get(i));
        layer.words().subList(word, word + words).forEach(one -> corrected.add(one.corrected()));
      }
      word += words;
      if (i == last) {
        isSaid = true;
        for (Block block : said) {
          blocks.add(block);
          for (int n = words(block); n > 0; n--) {
            corrected.add(false);
          }
        }
      }
    }
    TokenLayer written = TokenLayers.of(new PageText(blocks, STORED));
    var marked = new ArrayList<PlacedWord>(written.words().size());
    for (int i = 0; i < written.words().size(); i++) {
      PlacedWord one = written.words().get(i);
      marked.add(
          new PlacedWord(one.start(), one.end(), one.box(), one.confidence(), corrected.get(i)));
    }
    return new TokenLayer(written.text(), marked, written.blocks());
  }

  private static int index(List<PlacedBlock> blocks, int figure) {
    int left = figure;
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).type() == Block.Type.FIGURE && left-- == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("a page without figure " + (figure + 1));
  }

  /// The caption below a figure, or else the figure itself.
  private static int last(List<PlacedBlock> blocks, int figure) {
    boolean hasCaption =
        figure + 1 < blocks.size() && blocks.get(figure + 1).type() == Block.Type.CAPTION;
    return hasCaption ? figure + 1 : figure;
  }

  private static int words(Block block) {
    int words = words(block.lines());
    if (block instanceof Block.Table table) {
      for (Block.Cell cell : table.cells()) {
        words += words(cell.lines());
      }
    }
    return words;
  }

  private static int words(List<Line> lines) {
    return lines.stream().mapToInt(line -> line.words().size()).sum();
  }
}
