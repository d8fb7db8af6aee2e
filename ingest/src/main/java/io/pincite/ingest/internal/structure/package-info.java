/// Documents put together again from their pages.
@NullMarked
package io.pincite.ingest.internal.structure;

import org.jspecify.annotations.NullMarked;
