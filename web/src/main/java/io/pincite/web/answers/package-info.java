/// Questions, answers and citations over HTTP.
@NullMarked
package io.pincite.web.answers;

import org.jspecify.annotations.NullMarked;
