/// Documents: a file in, a stored document of read pages out. Owns files, documents and their
/// versions, pages and their readings, collections and jobs.
@NullMarked
package io.pincite.ingest;

import org.jspecify.annotations.NullMarked;
