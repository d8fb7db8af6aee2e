/// What the beans of every module share at start: the clock.
@NullMarked
package io.pincite.ingest.internal.start;

import org.jspecify.annotations.NullMarked;
