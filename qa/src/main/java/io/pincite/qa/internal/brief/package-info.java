/// The brief of a document: the fixed contract questions, answered when it arrives.
@NullMarked
package io.pincite.qa.internal.brief;

import org.jspecify.annotations.NullMarked;
