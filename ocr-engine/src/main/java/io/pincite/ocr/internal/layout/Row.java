package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.List;

/// Pieces that stand on one baseline, from left to right; a thing is a row of its own.
final class Row {
  final List<Piece> pieces;
  final double x0;
  final double x1;
  final double y0;
  final double y1;
  final double baseline;
  final double size;

  Row(List<Piece> pieces) {
    this.pieces = pieces;
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    double largest = 0;
    double on = 0;
    for (Piece piece : pieces) {
      left = Math.min(left, piece.x0);
      top = Math.min(top, piece.y0);
      right = Math.max(right, piece.x1);
      bottom = Math.max(bottom, piece.y1);
      if (piece.size > largest) {
        largest = piece.size;
        on = piece.baseline;
      }
    }
    this.x0 = left;
    this.y0 = top;
    this.x1 = right;
    this.y1 = bottom;
    this.size = largest;
    this.baseline = on;
  }

  /// All its words as one piece.
  Piece joined() {
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    List<Token> tokens = new ArrayList<>();
    for (Piece piece : pieces) {
      tokens.addAll(piece.tokens);
    }
    tokens.sort(Rows.BY_PLACE);
    return new Piece(tokens);
  }

  boolean isText() {
    return pieces.getFirst().isText();
  }

  Area area() {
    return new Area(x0, y0, x1, y1);
  }
}
