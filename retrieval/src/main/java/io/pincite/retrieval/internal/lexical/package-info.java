/// Analysis of text into the terms that are searched.
@NullMarked
package io.pincite.retrieval.internal.lexical;

import org.jspecify.annotations.NullMarked;
