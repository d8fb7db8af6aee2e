/// Search: a query in, ranked passages with reasons out. Owns chunks, their vectors and the
/// generations of the index.
@NullMarked
package io.pincite.retrieval;

import org.jspecify.annotations.NullMarked;
