/// Office files turned into PDF.
@NullMarked
package io.pincite.ingest.internal.office;

import org.jspecify.annotations.NullMarked;
