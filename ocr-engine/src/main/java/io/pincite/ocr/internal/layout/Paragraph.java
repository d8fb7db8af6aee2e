package io.pincite.ocr.internal.layout;

import io.pincite.ocr.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lines that are read as one, before it is known what they are.
final class Paragraph {
  final List<TextLine> lines;
  final double x0;
  final double y0;
  final double x1;
  final double y1;
  final double size;

  /// Share of its characters that are bold.
  final double bold;

  final String text;
  final Optional<Marker> marker;

  Paragraph(List<TextLine> lines) {
    this.lines = lines;
    Area area = lines.getFirst().area();
    double sizes = 0;
    double bolds = 0;
    int characters = 0;
    var joined = new StringBuilder();
    for (TextLine line : lines) {
      area = area.union(line.area());
      int length = line.text.length();
      characters += length;
      sizes += length * line.size;
      bolds += length * line.bold;
      if (!joined.isEmpty() && !line.tokens.getFirst().cjk) {
        joined.append(' ');
      }
      joined.append(line.text);
    }
    this.x0 = area.x0();
    this.y0 = area.y0();
    this.x1 = area.x1();
    this.y1 = area.y1();
    this.size = sizes / characters;
    this.bold = bolds / characters;
    this.text = joined.toString();
    this.marker = lines.getFirst().marker();
  }

  Area area() {
    return new Area(x0, y0, x1, y1);
  }

  TextLine first() {
    return lines.getFirst();
  }

  /// What stands behind its number.
  String afterMarker() {
    return marker
        .map(found -> text.substring(Math.min(found.length(), text.length())).strip())
        .orElse(text);
  }

  List<Line> finished() {
    List<Line> finished = new ArrayList<>(lines.size());
    for (TextLine line : lines) {
      finished.add(line.line());
    }
    return finished;
  }
}
