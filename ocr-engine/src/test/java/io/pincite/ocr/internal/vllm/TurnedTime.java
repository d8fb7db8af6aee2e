package io.pincite.ocr.internal.vllm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Time that a test turns. A pause turns it by itself.
final class TurnedTime implements Time {
  private record Set(long at, Runnable ring) {}

  private final List<Set> alarms = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Runnable duringPause = () -> {};
  private long now;

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public void pause(Duration duration) {
    Runnable meanwhile;
    synchronized (this) {
      pauses.add(duration);
      meanwhile = duringPause;
    }
    meanwhile.run();
    turn(duration);
  }

  @Override
  public synchronized Alarm alarm(Duration after, Runnable ring) {
    var set = new Set(now + after.toNanos(), ring);
    alarms.add(set);
    return () -> {
      synchronized (this) {
        alarms.remove(set);
      }
    };
  }

  /// What happens while someone pauses.
  synchronized void duringPause(Runnable happens) {
    duringPause = happens;
  }

  synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  /// Turns the time on and rings what is due.
  void turn(Duration duration) {
    List<Set> due;
    synchronized (this) {
      now += duration.toNanos();
      due = alarms.stream().filter(set -> set.at() <= now).toList();
      alarms.removeAll(due);
    }
    due.forEach(set -> set.ring().run());
  }
}
