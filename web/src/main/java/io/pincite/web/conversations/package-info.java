/// Conversations over HTTP.
@NullMarked
package io.pincite.web.conversations;

import org.jspecify.annotations.NullMarked;
