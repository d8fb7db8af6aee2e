/// Collections over HTTP.
@NullMarked
package io.pincite.web.collections;

import org.jspecify.annotations.NullMarked;
