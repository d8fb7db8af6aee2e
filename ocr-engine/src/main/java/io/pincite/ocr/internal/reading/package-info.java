/// From the pixels of a page to its text: prepare, find lines, cut them out, read them, put words
/// back in their places.
@NullMarked
package io.pincite.ocr.internal.reading;

import org.jspecify.annotations.NullMarked;
