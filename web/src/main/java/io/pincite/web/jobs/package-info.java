/// Long work over HTTP: its state, its progress as events.
@NullMarked
package io.pincite.web.jobs;

import org.jspecify.annotations.NullMarked;
