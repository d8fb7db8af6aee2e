package io.pincite.ingest.internal.layer;

import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ocr.Block;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A page with other words on one of its lines: all lines are written down again, with the places
/// of words, lines, cells and blocks that follow from that. A line without a word left is gone.
public final class CorrectedLayer {
  private static final Provenance STORED = Provenance.of("stored", "1");

  private final int first;
  private final int end;
  private final List<Word> before;
  private final List<PlacedWord> places;
  private final LineEdit edit;
  private final List<Boolean> corrected = new ArrayList<>();
  private int at;

  private CorrectedLayer(
      int first, int end, List<Word> before, List<PlacedWord> places, LineEdit edit) {
    this.first = first;
    this.end = end;
    this.before = before;
    this.places = places;
    this.edit = edit;
  }

  /// A page with its new words.
  ///
  /// @param changes as of [LineEdit]; none where the text is the same
  public record Edited(TokenLayer layer, List<LineEdit.Change> changes) {
    public Edited {
      changes = List.copyOf(changes);
    }
  }

  /// @param first index of the first word to be replaced
  /// @param end index after the last; all of them on one line
  /// @param text what shall stand there; may be empty
  public static Edited of(TokenLayer layer, int first, int end, String text) {
    PageText page = WrittenBlocks.of(layer);
    List<Word> words = words(page);
    if (words.size() != layer.words().size()) {
      throw new IllegalStateException("a page has words that stand on no line");
    }
    LineEdit edit =
        LineEdit.of(words.subList(first, end), text, neighbours(layer, words, first, end));
    if (edit.changes().isEmpty()) {
      return new Edited(layer, List.of());
    }
    return new CorrectedLayer(first, end, words, layer.words(), edit).write(page);
  }

  private static LineEdit.Neighbours neighbours(
      TokenLayer layer, List<Word> words, int first, int end) {
    return new LineEdit.Neighbours(
        first > 0 && areOnOneLine(layer, first - 1, first)
            ? Optional.of(words.get(first - 1).box())
            : Optional.empty(),
        end < words.size() && areOnOneLine(layer, end - 1, end)
            ? Optional.of(words.get(end).box())
            : Optional.empty());
  }

  private static boolean areOnOneLine(TokenLayer layer, int word, int next) {
    int start = layer.words().get(word).start();
    return layer.boxes(start, layer.words().get(next).end()).size() == 1;
  }

  private static List<Word> words(PageText page) {
    var words = new ArrayList<Word>();
    for (Block block : page.blocks()) {
      block.lines().forEach(line -> words.addAll(line.words()));
      if (block instanceof Block.Table table) {
        table.cells().forEach(cell -> cell.lines().forEach(line -> words.addAll(line.words())));
      }
    }
    return words;
  }

  private Edited write(PageText page) {
    List<Block> blocks = page.blocks().stream().map(this::write).toList();
    TokenLayer written = TokenLayers.of(new PageText(blocks, STORED));
    var marked = new ArrayList<PlacedWord>(written.words().size());
    for (int i = 0; i < written.words().size(); i++) {
      PlacedWord word = written.words().get(i);
      marked.add(
          new PlacedWord(
              word.start(), word.end(), word.box(), word.confidence(), corrected.get(i)));
    }
    return new Edited(new TokenLayer(written.text(), marked, written.blocks()), edit.changes());
  }

  private Block write(Block block) {
    List<Line> lines = write(block.lines());
    List<Block.Cell> cells =
        block instanceof Block.Table table
            ? table.cells().stream()
                .map(
                    cell ->
                        new Block.Cell(
                            cell.row(),
                            cell.column(),
                            cell.rowSpan(),
                            cell.colSpan(),
                            cell.header(),
                            write(cell.lines()),
                            cell.box()))
                .toList()
            : List.of();
    return WrittenBlocks.block(
        block.type(), TokenLayers.level(block).orElse(1), lines, cells, block.box(), block.label());
  }

  private List<Line> write(List<Line> lines) {
    var kept = new ArrayList<Line>();
    for (Line line : lines) {
      var words = new ArrayList<Word>();
      for (int n = line.words().size(); n > 0; n--) {
        if (at == first) {
          for (LineEdit.NewWord word : edit.words()) {
            words.add(word.word());
            corrected.add(word.isNew() || places.get(first + word.old()).corrected());
          }
        }
        if (at < first || at >= end) {
          words.add(before.get(at));
          corrected.add(places.get(at).corrected());
        }
        at++;
      }
      if (!words.isEmpty()) {
        kept.add(new Line(words));
      }
    }
    return kept;
  }
}
