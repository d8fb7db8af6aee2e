/// Layout analysis: from words, ruling lines and image areas to blocks in reading order.
///
/// Everything works in points in a [Frame] in which the text at hand is upright.
@NullMarked
package io.pincite.ocr.internal.layout;

import org.jspecify.annotations.NullMarked;
