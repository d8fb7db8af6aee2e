/// Search over HTTP.
@NullMarked
package io.pincite.web.search;

import org.jspecify.annotations.NullMarked;
