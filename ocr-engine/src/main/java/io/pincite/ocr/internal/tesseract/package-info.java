/// Tesseract in process: the second recogniser, for lines in Latin letters.
@NullMarked
package io.pincite.ocr.internal.tesseract;

import org.jspecify.annotations.NullMarked;
