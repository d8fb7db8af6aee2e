package io.pincite.ingest.internal.start;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The clock that every bean is given.
final class SystemClock {
  @Produces
  @Singleton
  Clock utc() {
    return Clock.systemUTC();
  }
}
