package io.pincite.ocr;

import io.pincite.ocr.internal.layout.PageAnalysis;
import java.util.List;

/// Layout analysis: the words, ruling lines and image areas of one page as blocks in reading
/// order. One implementation for text layers and OCR.
///
/// Without state: the same page gives the same blocks, on any number of threads. Every word of the
/// page is in exactly one block, exactly once; text, box and confidence of a word stay as they
/// are, whether a space stands before it is decided anew where words were put into another order.
public final class Layout {

  /// Name and version of these rules; what is derived from a page is kept under it.
  public static final String VERSION = "2";

  /// Blocks in reading order; page headers first, page footers last. A page number stands where it
  /// stands on the page.
  public List<Block> analyse(PageContent page) {
    return PageAnalysis.of(page);
  }
}
