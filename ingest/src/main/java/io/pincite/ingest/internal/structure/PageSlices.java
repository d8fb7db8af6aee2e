package io.pincite.ingest.internal.structure;

/// Cuts a page's text by code points.
final class PageSlices {
  private final String text;
  private final boolean plain;

  PageSlices(String text) {
    this.text = text;
    plain = text.codePointCount(0, text.length()) == text.length();
  }

  String text(int start, int end) {
    if (plain) {
      return text.substring(start, end);
    }
    int from = text.offsetByCodePoints(0, start);
    return text.substring(from, text.offsetByCodePoints(from, end - start));
  }
}
