/// PDF files: geometry, text layer and images of their pages.
@NullMarked
package io.pincite.ingest.internal.pdf;

import org.jspecify.annotations.NullMarked;
