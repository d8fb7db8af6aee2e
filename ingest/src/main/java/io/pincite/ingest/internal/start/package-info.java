/// What comes first at start: the clock, and the lock on the data folder.
@NullMarked
package io.pincite.ingest.internal.start;

import org.jspecify.annotations.NullMarked;
