/// What is kept of answering: answers with their citations, conversations, feedback, briefs,
/// settings.
@NullMarked
package io.pincite.qa.internal.store;

import org.jspecify.annotations.NullMarked;
