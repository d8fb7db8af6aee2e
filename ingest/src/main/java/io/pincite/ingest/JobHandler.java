package io.pincite.ingest;

import java.util.Map;

/// Does the work of one type of job: a CDI bean, found by its type. Runs outside any transaction,
/// may be interrupted by a crash anywhere, and is then run again: every step must stand being
/// repeated.
public interface JobHandler {

  Job.Type type();

  /// Does the work, or goes on where an earlier attempt stopped.
  ///
  /// @return the job's result
  /// @throws IngestException.Permanent for what trying again cannot mend; anything else is retried
  ///     with growing pauses, a limited number of times
  Map<String, Object> run(Job job, Progress progress) throws Exception;

  /// Called once when the job has failed for good or was cancelled, in the transaction that records
  /// it.
  default void gaveUp(Job job) {}

  /// Called when failed or cancelled work was queued again, in the transaction that records it.
  default void queuedAgain(Job job) {}

  /// How work tells where it is and hears that it should stop.
  interface Progress {
    /// Records where the work is; cheap enough to call for every page.
    ///
    /// @throws JobCancelledException when the job was cancelled
    void at(String stage, int done, int total);

    /// Keeps what came of the work so far, in the open transaction: an attempt after a crash finds
    /// it in [Job#result].
    default void soFar(Map<String, Object> result) {}

    /// Whom jobs wait for. Those who wait for one do not stand in line for the other.
    enum For {
      /// An engine of this process.
      ENGINE,
      /// Servers elsewhere.
      SERVERS,
      /// An engine of this process that nobody else wants: one job at a time.
      IDLE_ENGINE
    }

    /// From now on the job does nothing of its own but waits for threads that all jobs share; other
    /// jobs are worked on meanwhile. Means nothing where jobs are not counted.
    ///
    /// @throws JobPostponedException when enough jobs wait already: this one is run again when its
    ///     turn comes
    default void onlyWaits(For whom) {}
  }

  /// Ends an attempt that goes on later, with what it has stored so far, and does not count;
  /// handlers let it pass. One that only waits may throw it to let others have its turn.
  final class JobPostponedException extends RuntimeException {}

  /// Ends the work of a cancelled job; handlers let it pass.
  final class JobCancelledException extends RuntimeException {}
}
