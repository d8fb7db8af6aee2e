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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The events on their way to one client. They wait here until the client takes them, so that a
/// slow client holds up nobody; of events about the same thing only the latest waits, and text that
/// grows is one event until it is taken. A comment goes out every fifteen seconds, so that proxies
/// keep the line open and a client that has gone is noticed.
///
/// Safe for use by many threads; [#send] never blocks.
public final class EventStream {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final Sse sse;
  private final Vertx vertx;
  private final Map<Object, Event> waiting = new LinkedHashMap<>();
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

  private sealed interface Event permits Event.Whole, Growing {
    OutboundSseEvent toSend();

    record Whole(OutboundSseEvent toSend) implements Event {}
  }

  /// Text that more may be added to until it is sent.
  private final class Growing implements Event {
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final UnaryOperator<String> json;

    private Growing(String name, UnaryOperator<String> json) {
      this.name = name;
      this.json = json;
    }

    @Override
    public OutboundSseEvent toSend() {
      return sse.newEventBuilder().name(name).data(json.apply(text.toString())).build();
    }
  }

  /// What the HTTP layer sends; subscribed to once.
  public Multi<OutboundSseEvent> events() {
    Flow.Publisher<OutboundSseEvent> publisher = this::subscribe;
    return Multi.createFrom().publisher(publisher);
  }

  /// Adds an event.
  ///
  /// @param id which the client names when it comes back
  /// @param about events about the same thing replace one another while they wait
  public void send(Object about, String id, String name, String json) {
    put(about, sse.newEventBuilder().id(id).name(name).data(json).build());
  }

  /// Adds an event that says nothing about how far the client has come: it has no id.
  ///
  /// @param about events about the same thing replace one another while they wait
  public void tell(Object about, String name, String json) {
    put(about, sse.newEventBuilder().name(name).data(json).build());
  }

  private void put(Object about, OutboundSseEvent event) {
    synchronized (this) {
      if (gone || ended) {
        return;
      }
      waiting.remove(about);
      waiting.put(about, new Event.Whole(event));
    }
    deliver();
  }

  /// Adds text, to what waits about this thing if there is anything, else in an event without id.
  ///
  /// @param json of all the text that has come together when the event is sent
  public void grow(Object about, String name, String more, UnaryOperator<String> json) {
    synchronized (this) {
      if (gone || ended) {
        return;
      }
      if (waiting.computeIfAbsent(about, _ -> new Growing(name, json)) instanceof Growing text) {
        text.text.append(more);
      }
    }
    deliver();
  }

  /// Takes back what waits about these things.
  public synchronized void forget(Predicate<Object> about) {
    waiting.keySet().removeIf(about);
    notifyAll();
  }

  /// Waits until fewer events than this wait about these things, or the stream is over. For whoever
  /// has more than a client should be able to let wait here.
  public synchronized void awaitFewerThan(int most, Predicate<Object> about)
      throws InterruptedException {
    while (!gone && waiting.keySet().stream().filter(about).count() >= most) {
      wait();
    }
  }

  /// How many events wait.
  public synchronized int waiting() {
    return waiting.size();
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
      waiting.put("heartbeat", new Event.Whole(sse.newEventBuilder().comment("here").build()));
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
        event = first.next().getValue().toSend();
        first.remove();
        notifyAll();
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
      notifyAll();
      action = whenGone;
      vertx.cancelTimer(timer);
    }
    action.run();
  }
}
