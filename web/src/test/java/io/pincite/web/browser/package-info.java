/// The user interface in a real browser, in front of the real application.
@NullMarked
package io.pincite.web.browser;

import org.jspecify.annotations.NullMarked;
