/// Page texts laid out as one string with the place of every word.
@NullMarked
package io.pincite.ingest.internal.layer;

import org.jspecify.annotations.NullMarked;
