/// Where native libraries are unpacked.
@NullMarked
package io.pincite.ocr.internal.natives;

import org.jspecify.annotations.NullMarked;
