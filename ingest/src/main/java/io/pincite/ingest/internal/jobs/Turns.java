package io.pincite.ingest.internal.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Whose turn it is to wait for threads that all jobs share: a few jobs at a time, the others in
/// the order in which they came. A job that is called has its turn kept for it, so that none is
/// sent away twice. Safe for use by many threads.
final class Turns {
  private final int most;
  private final long keptNanos;

  /// Whose turn it is, those included for whom it is kept.
  private final Map<UUID, Turn> taken = new HashMap<>();

  private final LinkedHashSet<UUID> waiting = new LinkedHashSet<>();

  private record Turn(boolean hasCome, long since) {}

  /// @param most jobs whose turn it is at a time
  /// @param kept how long a turn is kept for a job that was called and does not come
  Turns(int most, Duration kept) {
    this.most = most;
    this.keptNanos = kept.toNanos();
  }

  /// The job begins.
  ///
  /// @return false when it waits and is not called yet: it cannot go on now
  synchronized boolean comes(UUID job) {
    if (waiting.contains(job)) {
      return false;
    }
    taken.computeIfPresent(job, (_, turn) -> new Turn(true, turn.since()));
    return true;
  }

  /// @return false when as many others have their turn already, or wait for it longer
  synchronized boolean take(UUID job) {
    if (taken.containsKey(job)) {
      return true;
    }
    if (!waiting.isEmpty() || taken.size() >= most) {
      return false;
    }
    taken.put(job, new Turn(true, System.nanoTime()));
    return true;
  }

  /// @return who is called now
  synchronized List<UUID> await(UUID job) {
    if (taken.containsKey(job)) {
      // Called before it could be.
      return List.of(job);
    }
    waiting.add(job);
    return called();
  }

  /// The job's attempt is over.
  ///
  /// @return who is called now
  synchronized List<UUID> leave(UUID job) {
    taken.remove(job);
    return called();
  }

  /// The job does not come any more.
  synchronized void forget(UUID job) {
    waiting.remove(job);
    Turn turn = taken.get(job);
    if (turn != null && !turn.hasCome()) {
      taken.remove(job);
    }
  }

  /// Who waits may be called by now: one that was called before may not have come.
  ///
  /// @return who is called now
  synchronized List<UUID> called() {
    long now = System.nanoTime();
    taken.values().removeIf(turn -> !turn.hasCome() && now - turn.since() > keptNanos);
    var called = new ArrayList<UUID>();
    while (!waiting.isEmpty() && taken.size() < most) {
      UUID next = waiting.removeFirst();
      taken.put(next, new Turn(false, now));
      called.add(next);
    }
    return called;
  }
}
