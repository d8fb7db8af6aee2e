package io.pincite.retrieval;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Job;
import java.util.List;

/// The generations of the index, for the operator.
public interface Generations {
  /// Newest first.
  List<IndexGeneration> list(Caller caller);

  /// Queues building the live index anew from what PostgreSQL holds, without reading anything again
  /// and embedding only texts that have no vector yet; the old one serves until the new one is
  /// complete.
  Job rebuild(Caller caller);
}
