package io.pincite.ocr.internal.vllm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Cuts an exchange off that is silent for too long, or takes too long. Looks once per silence, not
/// once per byte.
final class Watch implements AutoCloseable {
  private final Time time;
  private final long silence;
  private final long until;
  private volatile long heard;
  private volatile boolean silent;
  private volatile boolean late;
  private Runnable cut;
  private Time.@Nullable Alarm alarm;
  private boolean closed;

  /// @param cut ends the exchange; called at most once, by another thread
  Watch(Time time, Duration silence, Duration longest, Runnable cut) {
    this.time = time;
    this.silence = silence.toNanos();
    this.heard = time.nanos();
    this.until = heard + longest.toNanos();
    this.cut = cut;
    synchronized (this) {
      arm();
    }
  }

  /// Something came.
  void heard() {
    heard = time.nanos();
  }

  /// From now on the exchange ends another way. Cuts at once where it was to be cut already.
  synchronized void cutBy(Runnable other) {
    cut = other;
    if (hasCut()) {
      other.run();
    }
  }

  boolean hasCut() {
    return silent || late;
  }

  /// Whether it was cut because of its length, not because of silence.
  boolean tookTooLong() {
    return late;
  }

  private void arm() {
    long now = time.nanos();
    long wait = Math.min(heard + silence - now, until - now);
    alarm = time.alarm(Duration.ofNanos(Math.max(1, wait)), this::look);
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    long now = time.nanos();
    late = until - now <= 0;
    silent = !late && heard + silence - now <= 0;
    if (hasCut()) {
      cut.run();
    } else {
      arm();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (alarm != null) {
      alarm.off();
    }
  }
}
