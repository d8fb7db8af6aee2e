package io.pincite.ocr;

import java.util.Set;

/// An engine that reads page images. Safe for use by many threads at once.
public interface PageReader {

  PageReaderCapabilities capabilities();

  /// Reads one page.
  ///
  /// @throws OcrException when the page cannot be read; a page without text is no error but an
  ///     empty [PageText]
  PageText read(PageImage page);

  /// What an engine can really be asked for; anything else is refused, never faked.
  ///
  /// @param languages BCP 47 tags
  /// @param modes names of resolution modes; empty where there is nothing to choose
  record PageReaderCapabilities(String engine, Set<String> languages, Set<String> modes) {
    public PageReaderCapabilities {
      languages = Set.copyOf(languages);
      modes = Set.copyOf(modes);
    }
  }
}
