/// The jobs that take documents up into the index and build generations.
@NullMarked
package io.pincite.retrieval.internal.indexing;

import org.jspecify.annotations.NullMarked;
