package io.pincite.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down who guesses: each wrong token from an address makes its next answer come later, and
/// while one is being waited for, more from there are refused. Safe for use by many threads.
@ApplicationScoped
class FailedAttempts {
  private static final int REMEMBERED = 10_000;
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(15);

  private final Clock clock;
  private final Map<String, Failures> byAddress = new LinkedHashMap<>();

  private record Failures(int count, Instant last, Instant until) {}

  @Inject
  FailedAttempts(Clock clock) {
    this.clock = clock;
  }

  /// Whether an answer to this address is still being held back.
  synchronized boolean isWaiting(String address) {
    Failures failures = byAddress.get(address);
    return failures != null && clock.instant().isBefore(failures.until());
  }

  /// Counts a failure.
  ///
  /// @return how long to hold the answer back
  synchronized Duration failed(String address) {
    Instant now = clock.instant();
    Failures before = byAddress.remove(address);
    int count =
        before == null || before.last().plus(FORGIVEN_AFTER).isBefore(now) ? 1 : before.count() + 1;
    Duration delay = SHORTEST.multipliedBy(1L << Math.min(count - 1, 5));
    if (delay.compareTo(LONGEST) > 0) {
      delay = LONGEST;
    }
    byAddress.put(address, new Failures(count, now, now.plus(delay)));
    if (byAddress.size() > REMEMBERED) {
      var oldest = byAddress.entrySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return delay;
  }

  synchronized void succeeded(String address) {
    byAddress.remove(address);
  }
}
