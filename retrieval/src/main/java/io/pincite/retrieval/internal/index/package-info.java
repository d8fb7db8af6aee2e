/// The index port and its Lucene backend.
@NullMarked
package io.pincite.retrieval.internal.index;

import org.jspecify.annotations.NullMarked;
