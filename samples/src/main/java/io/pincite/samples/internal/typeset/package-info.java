/// A small typesetter: marked-up text in, a PDF and the place of every word in it out.
@NullMarked
package io.pincite.samples.internal.typeset;

import org.jspecify.annotations.NullMarked;
