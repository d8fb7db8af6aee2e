/// Reading one page: the words for what stands on it, the contract of every engine that reads it,
/// and the layout analysis that turns words, ruling lines and images into blocks in reading order.
///
/// Coordinates are fractions of the page as displayed, origin top-left. Nothing here knows of
/// files, documents or databases.
@NullMarked
package io.pincite.ocr;

import org.jspecify.annotations.NullMarked;
