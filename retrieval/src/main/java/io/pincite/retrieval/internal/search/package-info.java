/// Understands a query, asks the index, fuses the rankings.
@NullMarked
package io.pincite.retrieval.internal.search;

import org.jspecify.annotations.NullMarked;
