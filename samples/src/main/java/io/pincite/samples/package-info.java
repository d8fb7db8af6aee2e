/// Contracts whose every word, box and answer is known, because they are generated: for tests, for
/// the sample collection of a first start, and for the bench. Also model servers that say what a
/// script tells them.
///
/// Nothing here is shipped, and nothing here knows another module: the truth has its own words, so
/// that it cannot inherit a mistake from the code it judges.
@NullMarked
package io.pincite.samples;

import org.jspecify.annotations.NullMarked;
