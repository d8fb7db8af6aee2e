package io.pincite.ocr.internal.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A run of words on one row without a wide gap, or a thing that is placed as one: a table whose
/// rules were drawn, a picture.
final class Piece {

  static final Comparator<Piece> LEFT_TO_RIGHT =
      Comparator.<Piece>comparingDouble(piece -> piece.x0).thenComparingDouble(piece -> piece.y0);

  /// From left to right; empty for a thing.
  final List<Token> tokens;

  final Optional<Thing> thing;
  final double x0;
  final double y0;
  final double x1;
  final double y1;
  final double baseline;

  /// Of most of its characters.
  final double size;

  Piece(List<Token> tokens) {
    this.tokens = tokens;
    this.thing = Optional.empty();
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    Token main = tokens.getFirst();
    for (Token token : tokens) {
      left = Math.min(left, token.x0);
      top = Math.min(top, token.y0);
      right = Math.max(right, token.x1);
      bottom = Math.max(bottom, token.y1);
      if (token.size > main.size * 1.02) {
        main = token;
      }
    }
    this.x0 = left;
    this.y0 = top;
    this.x1 = right;
    this.y1 = bottom;
    this.baseline = main.baseline;
    this.size = main.size;
  }

  Piece(Thing thing) {
    this.tokens = List.of();
    this.thing = Optional.of(thing);
    this.x0 = thing.area().x0();
    this.y0 = thing.area().y0();
    this.x1 = thing.area().x1();
    this.y1 = thing.area().y1();
    this.baseline = thing.area().y0();
    this.size = 10;
  }

  Piece joined(Piece other) {
    List<Token> all = new ArrayList<>(tokens.size() + other.tokens.size());
    all.addAll(tokens);
    all.addAll(other.tokens);
    all.sort(Rows.BY_PLACE);
    return new Piece(all);
  }

  boolean isText() {
    return thing.isEmpty();
  }

  Area area() {
    return new Area(x0, y0, x1, y1);
  }

  double width() {
    return x1 - x0;
  }

  int characters() {
    int count = 0;
    for (Token token : tokens) {
      count += token.text().length();
    }
    return count;
  }

  String text() {
    return TextLine.textOf(tokens);
  }
}
