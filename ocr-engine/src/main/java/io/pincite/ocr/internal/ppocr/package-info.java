/// The networks of PP-OCR: where lines stand on a page, which way up they are, what they say.
@NullMarked
package io.pincite.ocr.internal.ppocr;

import org.jspecify.annotations.NullMarked;
