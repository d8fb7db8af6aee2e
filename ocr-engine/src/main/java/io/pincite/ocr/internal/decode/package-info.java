/// Picture files, page by page: sizes without decoding, pixels within limits. The codecs are
/// libraries'; what is here decides what they are asked, and what becomes of their answers.
@NullMarked
package io.pincite.ocr.internal.decode;

import org.jspecify.annotations.NullMarked;
