/// The rows of this module in PostgreSQL.
@NullMarked
package io.pincite.retrieval.internal.store;

import org.jspecify.annotations.NullMarked;
