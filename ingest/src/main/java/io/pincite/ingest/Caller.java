package io.pincite.ingest;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// On whose behalf something is asked, and what they may see. Every query takes one.
///
/// @param collections the permitted ones; empty means every collection of the tenant
public record Caller(String tenant, String actor, Optional<Set<UUID>> collections) {
  public static final String DEFAULT_TENANT = "default";

  public Caller {
    collections = collections.map(Set::copyOf);
  }

  /// The person at this machine, who may see everything.
  public static final Caller LOCAL = new Caller(DEFAULT_TENANT, "local", Optional.empty());

  /// Pincite itself, at work on its own jobs.
  public static final Caller SYSTEM = new Caller(DEFAULT_TENANT, "system", Optional.empty());

  public boolean maySee(UUID collection) {
    return collections.map(permitted -> permitted.contains(collection)).orElse(true);
  }
}
