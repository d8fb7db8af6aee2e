/// Page images, drawn on demand and kept on disk.
@NullMarked
package io.pincite.ingest.internal.images;

import org.jspecify.annotations.NullMarked;
