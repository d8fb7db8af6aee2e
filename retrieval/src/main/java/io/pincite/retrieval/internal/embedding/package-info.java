/// Vectors of texts, by models that run in this process.
@NullMarked
package io.pincite.retrieval.internal.embedding;

import org.jspecify.annotations.NullMarked;
