/// Cuts a document into chunks.
@NullMarked
package io.pincite.retrieval.internal.chunking;

import org.jspecify.annotations.NullMarked;
