/// The figures of stored pages.
@NullMarked
package io.pincite.ingest.internal.figures;

import org.jspecify.annotations.NullMarked;
