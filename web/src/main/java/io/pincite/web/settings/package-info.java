/// Settings people may change while it runs: the language model.
@NullMarked
package io.pincite.web.settings;

import org.jspecify.annotations.NullMarked;
