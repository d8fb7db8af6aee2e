package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Block;
import io.pincite.ocr.Line;
import io.pincite.ocr.PageContent;
import java.util.ArrayList;
import java.util.List;

/// One page from words to blocks.
public final class PageAnalysis {

  private PageAnalysis() {}

  public static List<Block> of(PageContent page) {
    Frame frame = Frame.of(page, 0);
    List<Token> tokens = new ArrayList<>(page.words().size());
    for (int i = 0; i < page.words().size(); i++) {
      tokens.add(frame.token(page.words().get(i), i));
    }
    List<Block> blocks = new ArrayList<>();
    List<TextLine> lines = new ArrayList<>();
    for (Row row : Rows.of(tokens)) {
      List<Token> all = new ArrayList<>();
      for (Piece piece : row.pieces) {
        all.addAll(piece.tokens);
      }
      var line = new TextLine(new Piece(all));
      if (!lines.isEmpty()
          && line.baseline - lines.getLast().baseline > 1.5 * Math.max(line.size, 1)) {
        blocks.add(paragraph(frame, lines));
        lines = new ArrayList<>();
      }
      lines.add(line);
    }
    if (!lines.isEmpty()) {
      blocks.add(paragraph(frame, lines));
    }
    return blocks;
  }

  private static Block paragraph(Frame frame, List<TextLine> lines) {
    Area area = lines.getFirst().area();
    List<Line> finished = new ArrayList<>(lines.size());
    for (TextLine line : lines) {
      area = area.union(line.area());
      finished.add(line.line());
    }
    return new Block.Paragraph(finished, frame.box(area), "paragraph");
  }
}
