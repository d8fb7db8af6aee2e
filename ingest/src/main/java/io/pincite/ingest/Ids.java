package io.pincite.ingest;

import java.security.SecureRandom;
import java.util.UUID;

/// Makes ids: UUIDs of version 7 (RFC 9562), so that newer rows have greater ids. Within one
/// process each id is greater than the one before. Safe for use by many threads.
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Milliseconds since 1970 in the upper 48 bits that count, a counter in the lower 12.
  private static long lastTick;

  private Ids() {}

  public static UUID next() {
    long tick = nextTick(System.currentTimeMillis());
    long most = (tick >>> 12 << 16) | 0x7000L | (tick & 0xFFFL);
    long least = RANDOM.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  /// A clock that stands still or goes back only moves the counter on, over into the next
  /// millisecond after 4,096 ids.
  private static synchronized long nextTick(long millis) {
    lastTick = Math.max(lastTick + 1, millis << 12);
    return lastTick;
  }
}
