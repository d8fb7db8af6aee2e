package io.pincite.ingest;

import java.time.Instant;
import java.util.UUID;

/// A set of documents; every document is in exactly one.
public record Collection(UUID id, String name, int documents, Instant createdAt) {
  /// The one that exists from the first migration on.
  public static final UUID DEFAULT = UUID.fromString("01900000-0000-7000-8000-000000000001");
}
