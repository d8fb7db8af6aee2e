package io.pincite.ingest;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Durable work: rows in PostgreSQL, run by whichever node is free, resumed after a crash.
public interface Jobs {

  /// Queues work in the open transaction: it starts after the commit, and never after a rollback.
  Job enqueue(Caller caller, Job.Type type, Optional<UUID> document, Map<String, Object> payload);

  Optional<Job> find(Caller caller, UUID job);

  /// Newest first.
  Listing<Job> list(Caller caller, JobFilter filter);

  /// How many jobs there are that are to be done, under way, or failed for good; other states are
  /// missing.
  Map<Job.State, Integer> openAndFailed(Caller caller);

  /// Asks work to stop at its next step; queued work stops at once.
  Job cancel(Caller caller, UUID job);

  /// Queues failed or cancelled work again.
  Job retry(Caller caller, UUID job);

  /// Tells of every change of any job of the caller's tenant from now on, on the thread that made
  /// it; a listener must be quick. Changes made by other nodes are seen too, later.
  ///
  /// @return closes the subscription
  AutoCloseable listen(Caller caller, Consumer<Job> listener);

  record JobFilter(
      Optional<Job.Type> type,
      Optional<Job.State> state,
      Optional<UUID> document,
      int limit,
      Optional<String> cursor) {}
}
