/// Lists over HTTP: items and the cursor of the next page.
@NullMarked
package io.pincite.web.lists;

import org.jspecify.annotations.NullMarked;
