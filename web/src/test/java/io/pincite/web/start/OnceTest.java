package io.pincite.web.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceTest {
  @Test
  void whoeverAsksWhileItIsDoneWaitsUntilItIsDoneAndItIsDoneOnce() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var times = new AtomicInteger();
    var once =
        new Once(
            () -> {
              begun.countDown();
              try {
                mayEnd.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              times.incrementAndGet();
            });
    Thread first = Thread.ofPlatform().start(once);
    begun.await();
    Thread second = Thread.ofPlatform().start(once);

    await().until(() -> second.getState() == Thread.State.BLOCKED);
    assertThat(times).hasValue(0);

    mayEnd.countDown();
    first.join();
    second.join();
    assertThat(times).hasValue(1);
  }
}
