/// What readers correct, over HTTP.
@NullMarked
package io.pincite.web.corrections;

import org.jspecify.annotations.NullMarked;
