/// Plain SQL in the open transaction, and when to wait for a commit.
@NullMarked
package io.pincite.ingest.internal.sql;

import org.jspecify.annotations.NullMarked;
