/// The language model: passages and a question in, sentences with quotes out, which are then
/// verified.
@NullMarked
package io.pincite.qa.internal.model;

import org.jspecify.annotations.NullMarked;
