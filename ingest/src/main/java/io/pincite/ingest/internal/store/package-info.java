/// Documents, collections and page readings as rows.
@NullMarked
package io.pincite.ingest.internal.store;

import org.jspecify.annotations.NullMarked;
