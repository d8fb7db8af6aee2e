/// The built-in answerer: a question and passages in, the sentences that answer it out, with the
/// part of them that is the short answer.
@NullMarked
package io.pincite.qa.internal.extractive;

import org.jspecify.annotations.NullMarked;
