package io.pincite.web.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What waits for a client that takes its time.
class EventStreamTest {
  private final Vertx vertx = Vertx.vertx();
  private final EventStream stream = new EventStream(new SseImpl(), vertx);
  private final List<String> taken = new ArrayList<>();
  private Optional<Flow.Subscription> client = Optional.empty();

  @BeforeEach
  void connect() {
    stream
        .events()
        .subscribe(
            new Flow.Subscriber<OutboundSseEvent>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                client = Optional.of(subscription);
              }

              @Override
              public void onNext(OutboundSseEvent event) {
                if (event.getName() != null) {
                  taken.add(event.getName() + " " + event.getData());
                }
              }

              @Override
              public void onError(Throwable problem) {
                taken.add("error " + problem);
              }

              @Override
              public void onComplete() {
                taken.add("end");
              }
            });
    take(1); // the comment that opens the line
  }

  @AfterEach
  void close() {
    vertx.close();
  }

  private void take(long count) {
    client.orElseThrow().request(count);
  }

  @Test
  void textThatGrowsIsOneEventUntilItIsTaken() {
    for (int i = 0; i < 100_000; i++) {
      stream.grow("page 1", "delta", "ab", text -> "" + text.length());
    }
    assertThat(stream.waiting()).isEqualTo(1);
    take(1);
    stream.grow("page 1", "delta", "c", text -> text);
    take(1);

    assertThat(taken).containsExactly("delta 200000", "delta c");
  }

  @Test
  void whatIsForgottenDoesNotComeAndTheRestKeepsItsOrder() {
    stream.tell("a", "block", "1");
    stream.tell("b", "block", "2");
    stream.grow("t", "delta", "x", text -> text);
    stream.send("c", "7", "page", "3");
    stream.forget("b"::equals);
    stream.forget("t"::equals);
    stream.end();
    take(9);

    assertThat(taken).containsExactly("block 1", "page 3", "end");
  }

  @Test
  void whoHasMoreWaitsUntilThereIsRoomOrNobodyToSendTo() throws Exception {
    stream.send(1, "1", "page", "1");
    stream.send(2, "2", "page", "2");
    var through = new CountDownLatch(1);
    Thread sender =
        Thread.startVirtualThread(
            () -> {
              try {
                stream.awaitFewerThan(2, Integer.class::isInstance);
                through.countDown();
                stream.send(3, "3", "page", "3");
                stream.awaitFewerThan(1, Integer.class::isInstance);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(through.getCount()).isEqualTo(1);
    take(1);
    through.await();
    client.orElseThrow().cancel();
    sender.join();

    assertThat(taken).containsExactly("page 1");
    assertThat(stream.isGone()).isTrue();
  }
}
