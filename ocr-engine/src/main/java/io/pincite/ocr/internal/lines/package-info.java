/// The seam between finding lines on a page and reading them: what every line reader gets and
/// gives.
@NullMarked
package io.pincite.ocr.internal.lines;

import org.jspecify.annotations.NullMarked;
