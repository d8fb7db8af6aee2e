package io.pincite.ingest;

import java.util.Map;
import java.util.UUID;

/// Fired as a synchronous CDI event in the transaction that removes a document's rows, before they
/// go.
///
/// @param receipt what was removed, by kind; observers add their own counts
public record DocumentDeleting(UUID document, Map<String, Long> receipt) {}
