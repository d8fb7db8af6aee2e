package io.pincite.ingest.internal.jobs;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Job;
import java.util.Optional;
import java.util.UUID;

/// A job with what decides who may see it.
record JobRow(
    Job job, String tenant, String actor, Optional<UUID> collection, boolean cancelAsked) {

  boolean isVisibleTo(Caller caller) {
    if (!tenant.equals(caller.tenant())) {
      return false;
    }
    return caller.collections().isEmpty()
        || collection.map(caller::maySee).orElse(actor.equals(caller.actor()));
  }
}
