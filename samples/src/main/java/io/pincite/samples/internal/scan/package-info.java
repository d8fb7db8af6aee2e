/// Pages as a scanner, a fax or a phone sees them: pixels and what is done to them.
@NullMarked
package io.pincite.samples.internal.scan;

import org.jspecify.annotations.NullMarked;
