/// Verification: a quote and the passage it is said to stand in, in; where it stands, and how
/// surely, out.
@NullMarked
package io.pincite.qa.internal.verification;

import org.jspecify.annotations.NullMarked;
