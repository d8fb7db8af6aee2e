/// Errors as clients see them: RFC 9457 problems with a stable code, never a stack trace.
@NullMarked
package io.pincite.web.problems;

import org.jspecify.annotations.NullMarked;
