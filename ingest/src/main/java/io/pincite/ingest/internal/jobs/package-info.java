/// Durable work: rows, the workers that run them, those who listen.
@NullMarked
package io.pincite.ingest.internal.jobs;

import org.jspecify.annotations.NullMarked;
