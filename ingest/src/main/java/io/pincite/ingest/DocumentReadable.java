package io.pincite.ingest;

import java.util.UUID;

/// Fired as a synchronous CDI event in the transaction that makes a document version readable, so
/// that the index can queue its own job in the same transaction. An observer only queues.
public record DocumentReadable(UUID document, int version) {}
