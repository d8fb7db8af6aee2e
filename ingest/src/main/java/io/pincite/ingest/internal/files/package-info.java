/// The original files, kept by their content.
@NullMarked
package io.pincite.ingest.internal.files;

import org.jspecify.annotations.NullMarked;
