/// Unpacks and runs the PostgreSQL server that comes with Pincite.
@NullMarked
package io.pincite.ingest.internal.postgres;

import org.jspecify.annotations.NullMarked;
