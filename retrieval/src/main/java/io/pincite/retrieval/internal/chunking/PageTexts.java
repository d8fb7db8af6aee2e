package io.pincite.retrieval.internal.chunking;

import io.pincite.ingest.PageReading;
import io.pincite.ingest.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The texts of a version's pages as code points.
public final class PageTexts {
  private record Key(int page, int revision) {}

  private final Map<Key, int[]> texts = new HashMap<>();
  private final Set<Key> readByOcr = new HashSet<>();

  public PageTexts(List<PageReading> pages) {
    for (PageReading page : pages) {
      texts.put(new Key(page.page(), page.revision()), page.layer().text().codePoints().toArray());
      switch (page.source()) {
        case OCR, MIXED -> readByOcr.add(new Key(page.page(), page.revision()));
        case TEXT_LAYER, NONE -> {}
      }
    }
  }

  int[] of(Span span) {
    int[] text = texts.get(new Key(span.page(), span.revision()));
    return text == null ? new int[0] : text;
  }

  /// Whether the page a span is on was read by OCR, all or in part.
  boolean isReadByOcr(Span span) {
    return readByOcr.contains(new Key(span.page(), span.revision()));
  }

  /// The first visible character of a span; -1 when it has none.
  int firstVisible(Span span) {
    int[] text = of(span);
    for (int i = span.start(); i < Math.min(span.end(), text.length); i++) {
      if (!Character.isWhitespace(text[i]) && !Character.isSpaceChar(text[i])) {
        return text[i];
      }
    }
    return -1;
  }

  /// Whether two places stand on one line of a page, with at most spaces between them.
  boolean onOneLine(Span left, Span right) {
    if (left.page() != right.page()
        || left.revision() != right.revision()
        || right.start() < left.end()) {
      return false;
    }
    int[] text = of(left);
    for (int i = left.end(); i < Math.min(right.start(), text.length); i++) {
      if (text[i] != ' ') {
        return false;
      }
    }
    return true;
  }
}
