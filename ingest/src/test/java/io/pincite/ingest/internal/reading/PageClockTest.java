package io.pincite.ingest.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PageClockTest {
  private final AtomicLong now = new AtomicLong(7);
  private final PageClock clock = new PageClock(now::get);

  @Test
  void whatAPageWaitsForRoomIsNotItsTime() {
    pass(10);
    clock.go();
    pass(2);
    clock.stop();
    pass(500);
    assertThat(clock.worked()).isEqualTo(Duration.ofNanos(2));
    clock.go();
    clock.go();
    pass(3);
    assertThat(clock.worked()).isEqualTo(Duration.ofNanos(5));
  }

  private void pass(long nanos) {
    now.addAndGet(nanos);
  }
}
