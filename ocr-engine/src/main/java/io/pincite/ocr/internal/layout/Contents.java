package io.pincite.ocr.internal.layout;

import java.util.List;

/// A table of contents without dots: titles and the numbers of their pages.
record Contents(List<Row> entries, Area area) implements Thing {

  static Contents of(List<Row> entries) {
    Area area = entries.getFirst().area();
    for (Row entry : entries) {
      area = area.union(entry.area());
    }
    return new Contents(List.copyOf(entries), area);
  }
}
