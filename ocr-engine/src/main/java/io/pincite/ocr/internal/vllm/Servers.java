package io.pincite.ocr.internal.vllm;

import io.pincite.ocr.internal.vllm.Server.Known;
import io.pincite.ocr.internal.vllm.Server.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who is asked next: of the servers in service the one with the fewest pages outstanding. One that
/// fails is left alone for a while, then looked at by the next request. Safe for use by many
/// threads.
final class Servers {
  /// A server is looked at again at least this often: a page waits no longer for one that is back.
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final List<Server> all;
  private final Time time;
  private final Duration rest;

  Servers(List<ServerAddress> addresses, int concurrency, Duration rest, Time time) {
    this.all = addresses.stream().map(address -> new Server(address, concurrency)).toList();
    this.time = time;
    this.rest = rest;
  }

  /// A place at a server. Where it is to be looked at first, [#well] or [#failed] must follow.
  record Place(Server server, boolean toBeChecked) {}

  /// Waits for a place.
  Place take() throws InterruptedException {
    while (true) {
      Place place = choose();
      boolean taken = false;
      try {
        place.server().places.acquire();
        taken = true;
      } finally {
        if (!taken) {
          giveUp(place);
        }
      }
      if (place.toBeChecked() || !isOvertaken(place.server())) {
        return place;
      }
      leave(place);
    }
  }

  private synchronized Place choose() {
    long now = time.nanos();
    Server best = null;
    for (Server server : all) {
      if (server.state == State.RESTING && server.restsUntil - now <= 0 && all.size() > 1) {
        server.state = State.CHECKED;
        server.outstanding++;
        server.asked++;
        return new Place(server, true);
      }
      if (server.state == State.IN_SERVICE && (best == null || isLess(server, best))) {
        best = server;
      }
    }
    if (best == null) {
      // All rest: the page itself is the trial.
      best = all.getFirst();
      for (Server server : all) {
        best = server.restsUntil - best.restsUntil < 0 ? server : best;
      }
    }
    best.outstanding++;
    best.asked++;
    return new Place(best, false);
  }

  private static boolean isLess(Server one, Server other) {
    return one.outstanding != other.outstanding
        ? one.outstanding < other.outstanding
        : one.asked < other.asked;
  }

  /// Whether it failed while a place at it was waited for, and another would serve.
  private synchronized boolean isOvertaken(Server server) {
    return server.state != State.IN_SERVICE
        && all.stream().anyMatch(other -> other.state == State.IN_SERVICE);
  }

  private synchronized void giveUp(Place place) {
    place.server().outstanding--;
    if (place.toBeChecked()) {
      place.server().state = State.RESTING;
    }
  }

  void leave(Place place) {
    place.server().places.release();
    synchronized (this) {
      place.server().outstanding--;
    }
  }

  synchronized void well(Server server) {
    server.state = State.IN_SERVICE;
    server.failures = 0;
  }

  /// Leaves a server alone.
  ///
  /// @param atLeast what it asked for
  synchronized void failed(Server server, Optional<Duration> atLeast) {
    forget(server);
    rest(server, atLeast.orElse(Duration.ZERO));
  }

  /// Leaves a server alone that is overloaded, but well.
  synchronized void busy(Server server, Duration asked) {
    rest(server, asked);
  }

  private void rest(Server server, Duration atLeast) {
    Duration longest = min(rest.multipliedBy(1L << Math.min(server.failures, 10)), LONGEST_REST);
    Duration chosen = atLeast.compareTo(longest) > 0 ? atLeast : longest;
    server.failures++;
    server.state = State.RESTING;
    server.restsUntil = time.nanos() + chosen.toNanos();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /// Whether a server could be asked right now.
  synchronized boolean oneIsInService() {
    return all.stream().anyMatch(server -> server.state == State.IN_SERVICE);
  }

  synchronized Optional<Known> known(Server server) {
    return server.known;
  }

  synchronized void know(Server server, Known known) {
    server.known = Optional.of(known);
  }

  /// Another program, or another model, may be there by now.
  synchronized void forget(Server server) {
    server.known = Optional.empty();
  }

  boolean isOne() {
    return all.size() == 1;
  }

  List<ServerAddress> addresses() {
    return all.stream().map(server -> server.address).toList();
  }
}
