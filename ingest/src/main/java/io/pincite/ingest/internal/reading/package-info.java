/// Reading documents, deleting them, page images.
@NullMarked
package io.pincite.ingest.internal.reading;

import org.jspecify.annotations.NullMarked;
