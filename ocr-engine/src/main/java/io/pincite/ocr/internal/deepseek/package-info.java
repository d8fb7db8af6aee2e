/// DeepSeek-OCR's language: what it can be asked, in which resolutions it looks at a page, and the
/// pixels it is shown, bit for bit those it was trained on. Who runs the model is another matter.
@NullMarked
package io.pincite.ocr.internal.deepseek;

import org.jspecify.annotations.NullMarked;
