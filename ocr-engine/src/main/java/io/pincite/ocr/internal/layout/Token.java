package io.pincite.ocr.internal.layout;

import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.Word;

/// A word in points of a [Frame].
final class Token {
  final Word word;
  final int order;
  final double x0;
  final double y0;
  final double x1;
  final double y1;
  final double baseline;
  final double size;
  final boolean bold;
  final boolean italic;
  final boolean cjk;

  Token(StyledWord styled, int order, Area area, double baseline) {
    this.word = styled.word();
    this.order = order;
    this.x0 = area.x0();
    this.y0 = area.y0();
    this.x1 = area.x1();
    this.y1 = area.y1();
    this.baseline = baseline;
    double height = area.height();
    double given = styled.fontSizePoints();
    // Sources that do not know the size give none, or a nominal 1 that a matrix scales.
    this.size = given > 1.5 ? given : Math.max(height * 0.8, 1);
    this.bold = styled.bold();
    this.italic = styled.italic();
    this.cjk = Scripts.isCjk(word.text().codePointAt(0));
  }

  String text() {
    return word.text();
  }

  Area area() {
    return new Area(x0, y0, x1, y1);
  }
}
