/// What other modules ask of documents and collections, within what the caller may see.
@NullMarked
package io.pincite.ingest.internal.documents;

import org.jspecify.annotations.NullMarked;
