package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Line;
import io.pincite.ocr.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A finished line: words of one column on one baseline.
final class TextLine {
  final List<Token> tokens;
  final double x0;
  final double y0;
  final double x1;
  final double y1;
  final double baseline;
  final double size;
  final String text;

  /// Share of its characters that are bold, 0..1.
  final double bold;

  private Optional<Marker> marker = Optional.empty();
  private boolean markerKnown;

  TextLine(Piece piece) {
    this.tokens = piece.tokens;
    this.x0 = piece.x0;
    this.y0 = piece.y0;
    this.x1 = piece.x1;
    this.y1 = piece.y1;
    this.baseline = piece.baseline;
    this.text = textOf(tokens);
    int characters = 0;
    int boldOnes = 0;
    double sizes = 0;
    for (Token token : tokens) {
      int length = token.text().length();
      characters += length;
      sizes += length * token.size;
      if (token.bold) {
        boldOnes += length;
      }
    }
    this.bold = (double) boldOnes / characters;
    this.size = sizes / characters;
  }

  double width() {
    return x1 - x0;
  }

  double centerX() {
    return (x0 + x1) / 2;
  }

  Area area() {
    return new Area(x0, y0, x1, y1);
  }

  /// The number or bullet it starts with. "Section 2 of this Agreement" in the middle of a
  /// sentence is none.
  Optional<Marker> marker() {
    if (!markerKnown) {
      marker = Marker.of(text).filter(found -> !isMention(found));
      markerKnown = true;
    }
    return marker;
  }

  /// Where its text begins behind the number it starts with.
  double textStart() {
    if (marker().isEmpty()) {
      return x0;
    }
    int length = marker().get().length();
    int at = 0;
    for (Token token : tokens) {
      if (at >= length) {
        return token.x0;
      }
      at += token.text().length();
    }
    return x0;
  }

  private boolean isMention(Marker found) {
    String after = text.substring(found.length()).strip();
    if (after.isEmpty() || found.style() == Marker.Style.BULLET) {
      return false;
    }
    char first = after.charAt(0);
    boolean numbered = found.style().isNamed() || found.style() == Marker.Style.DOTTED;
    if (!numbered) {
      return first == ',' || first == ';' || first == ')' || startsWithWord(after, MENTIONS);
    }
    return Character.isLowerCase(first)
        || first == ','
        || first == ';'
        || first == ')'
        || first == '%'
        || first == '(' && found.style() != Marker.Style.DOTTED;
  }

  private static final List<String> MENTIONS =
      List.of("and", "or", "of", "above", "below", "hereof");

  private static boolean startsWithWord(String text, List<String> words) {
    for (String word : words) {
      if (text.startsWith(word)
          && (text.length() == word.length() || !Character.isLetter(text.charAt(word.length())))) {
        return true;
      }
    }
    return false;
  }

  boolean endsInCjk() {
    return tokens.getLast().cjk;
  }

  Line line() {
    List<Word> words = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean space = i > 0 && spaceBetween(tokens.get(i - 1), token);
      Word word = token.word;
      words.add(
          word.spaceBefore() == space
              ? word
              : new Word(word.text(), word.box(), word.confidence(), space));
    }
    return new Line(words);
  }

  static String textOf(List<Token> tokens) {
    if (tokens.size() == 1) {
      return tokens.getFirst().text();
    }
    var text = new StringBuilder(tokens.size() * 6);
    for (int i = 0; i < tokens.size(); i++) {
      if (i > 0 && spaceBetween(tokens.get(i - 1), tokens.get(i))) {
        text.append(' ');
      }
      text.append(tokens.get(i).text());
    }
    return text.toString();
  }

  /// The source knows best where it gave the two words one after the other; otherwise the gap
  /// speaks.
  private static boolean spaceBetween(Token left, Token right) {
    double gap = right.x0 - left.x1;
    double size = Math.max(left.size, right.size);
    if (right.order == left.order + 1) {
      return right.word.spaceBefore() || gap > 0.6 * size;
    }
    return gap > (left.cjk || right.cjk ? 0.5 : 0.12) * size;
  }
}
