/// The generated samples, read by the product and compared with what their generator wrote down.
@NullMarked
package io.pincite.ingest.knowntruth;

import org.jspecify.annotations.NullMarked;
