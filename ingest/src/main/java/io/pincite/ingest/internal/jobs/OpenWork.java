package io.pincite.ingest.internal.jobs;

import io.pincite.ingest.Job;
import java.util.UUID;

/// The work that is queued or goes on.
public interface OpenWork {

  /// Cancels all of it that is about a document, in the open transaction.
  void cancel(UUID document);

  /// Cancels what there is of one type, in the open transaction.
  void cancel(UUID document, Job.Type type);
}
