/// Writes manuscripts of contracts that nobody negotiated: a seed decides kind, parties, dates,
/// amounts, terms and wording.
@NullMarked
package io.pincite.samples.internal.generate;

import org.jspecify.annotations.NullMarked;
