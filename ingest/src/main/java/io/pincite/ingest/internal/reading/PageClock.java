package io.pincite.ingest.internal.reading;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How long a page has been worked on; it stands still while the page waits its turn. Safe for use
/// by many threads.
final class PageClock {
  private final LongSupplier nanoTime;
  private long before;
  private long goingSince;
  private boolean goes;

  /// @param nanoTime as of [System#nanoTime()]
  PageClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void go() {
    if (!goes) {
      goes = true;
      goingSince = nanoTime.getAsLong();
    }
  }

  synchronized void stop() {
    before = worked().toNanos();
    goes = false;
  }

  synchronized Duration worked() {
    return Duration.ofNanos(goes ? before + nanoTime.getAsLong() - goingSince : before);
  }
}
