/// What readers correct: made, found again after another reading, and proposed elsewhere.
@NullMarked
package io.pincite.ingest.internal.corrections;

import org.jspecify.annotations.NullMarked;
