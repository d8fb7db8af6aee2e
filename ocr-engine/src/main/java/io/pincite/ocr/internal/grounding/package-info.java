/// Grounded text: what a vision-language model wrote of a page, block by block with the boxes it
/// named, and how that becomes words in their places.
@NullMarked
package io.pincite.ocr.internal.grounding;

import org.jspecify.annotations.NullMarked;
