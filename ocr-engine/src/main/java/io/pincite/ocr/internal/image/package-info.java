/// What is done to the pixels of a page before and beside reading it. Pure functions on rasters;
/// every change of geometry carries its way back.
@NullMarked
package io.pincite.ocr.internal.image;

import org.jspecify.annotations.NullMarked;
