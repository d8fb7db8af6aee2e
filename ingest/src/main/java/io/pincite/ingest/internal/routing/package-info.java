/// Which pages are read from their images, decided page by page on what is to be seen on them.
@NullMarked
package io.pincite.ingest.internal.routing;

import org.jspecify.annotations.NullMarked;
