/// The engine that reads page images, and what it read.
@NullMarked
package io.pincite.ingest.internal.ocr;

import org.jspecify.annotations.NullMarked;
