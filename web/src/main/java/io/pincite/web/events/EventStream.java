package io.pincite.web.events;

import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/// The events on their way to one client. They wait here until the client takes them, so that a
/// slow client holds up nobody; of events about the same thing only the latest waits. A comment
/// goes out every fifteen seconds, so that proxies keep the line open and a client that has gone is
/// noticed.
///
/// Safe for use by many threads; [#send] never blocks.
public final class EventStream {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final Sse sse;
  private final Vertx vertx;
  private final Map<Object, OutboundSseEvent> waiting = new LinkedHashMap<>();
  private final AtomicInteger turns = new AtomicInteger();
  private Flow.@org.jspecify.annotations.Nullable Subscriber<? super OutboundSseEvent> subscriber;
  private long wanted;
  private boolean ended;
  private boolean gone;
  private Runnable whenGone = () -> {};
  private long timer = -1;

  public EventStream(Sse sse, Vertx vertx) {
    this.sse = sse;
    this.vertx = vertx;
  }

  /// What the HTTP layer sends; subscribed to once.
  public Multi<OutboundSseEvent> events() {
    Flow.Publisher<OutboundSseEvent> publisher = this::subscribe;
    return Multi.createFrom().publisher(publisher);
  }

  /// Adds an event.
  ///
  /// @param about events about the same thing replace one another while they wait
  public void send(Object about, String id, String name, String json) {
    OutboundSseEvent event = sse.newEventBuilder().id(id).name(name).data(json).build();
    synchronized (this) {
      if (gone || ended) {
        return;
      }
      waiting.remove(about);
      waiting.put(about, event);
    }
    deliver();
  }

  /// Adds an event that nothing replaces.
  public void send(String id, String name, String json) {
    send(new Object(), id, name, json);
  }

  /// Ends the stream when all that waits has been taken.
  public void end() {
    synchronized (this) {
      ended = true;
    }
    deliver();
  }

  /// Whether the client has hung up.
  public synchronized boolean isGone() {
    return gone;
  }

  /// Done once, when the stream is over: the client has hung up or has it all.
  public void whenOver(Runnable action) {
    boolean now;
    synchronized (this) {
      whenGone = action;
      now = gone;
    }
    if (now) {
      action.run();
    }
  }

  private void subscribe(Flow.Subscriber<? super OutboundSseEvent> taker) {
    synchronized (this) {
      subscriber = taker;
      timer = vertx.setPeriodic(HEARTBEAT.toMillis(), _ -> heartbeat());
    }
    taker.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {
            synchronized (EventStream.this) {
              wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
            }
            deliver();
          }

          @Override
          public void cancel() {
            over();
          }
        });
    // The headers go out with the first line: the client knows at once that it is connected.
    heartbeat();
  }

  private void heartbeat() {
    synchronized (this) {
      if (!waiting.isEmpty()) {
        return;
      }
      waiting.put("heartbeat", sse.newEventBuilder().comment("here").build());
    }
    deliver();
  }

  /// Events go out one at a time, in order, by whichever thread comes first.
  private void deliver() {
    if (turns.getAndIncrement() != 0) {
      return;
    }
    do {
      while (deliverOne()) {}
    } while (turns.decrementAndGet() != 0);
  }

  private boolean deliverOne() {
    OutboundSseEvent event;
    Flow.Subscriber<? super OutboundSseEvent> taker;
    synchronized (this) {
      taker = subscriber;
      if (taker == null || gone) {
        return false;
      }
      if (waiting.isEmpty()) {
        if (!ended) {
          return false;
        }
        event = null;
      } else {
        if (wanted == 0) {
          return false;
        }
        wanted--;
        var first = waiting.entrySet().iterator();
        event = first.next().getValue();
        first.remove();
      }
    }
    if (event == null) {
      over();
      taker.onComplete();
      return false;
    }
    taker.onNext(event);
    return true;
  }

  private void over() {
    Runnable action;
    synchronized (this) {
      if (gone) {
        return;
      }
      gone = true;
      waiting.clear();
      action = whenGone;
      vertx.cancelTimer(timer);
    }
    action.run();
  }
}
