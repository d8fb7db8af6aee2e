/// From question to recorded answer: look, answer, verify, record.
@NullMarked
package io.pincite.qa.internal.answering;

import org.jspecify.annotations.NullMarked;
