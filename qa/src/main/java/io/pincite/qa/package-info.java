/// Answers: a question in, an answer with verified citations out. Owns answers, citations,
/// conversations, briefs and the choice of language model.
@NullMarked
package io.pincite.qa;

import org.jspecify.annotations.NullMarked;
