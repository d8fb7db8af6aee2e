/// Blocks as Markdown in which the page's own characters are never markup.
@NullMarked
package io.pincite.ocr.internal.markdown;

import org.jspecify.annotations.NullMarked;
