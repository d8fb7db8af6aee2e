package io.pincite.ocr.internal.vllm;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/// A server as [Servers] knows it. All but the semaphore is guarded by them.
final class Server {
  enum State {
    IN_SERVICE,
    RESTING,
    /// Its rest is over and one request looks whether it is well; others leave it alone.
    CHECKED
  }

  final ServerAddress address;
  final Semaphore places;
  State state = State.IN_SERVICE;
  int outstanding;
  long asked;
  long restsUntil;
  int failures;

  /// What is known of it, until it fails or refuses: another program may come back.
  Optional<Known> known = Optional.empty();

  /// @param model as it is called there
  record Known(Dialect dialect, String model, boolean takesWhitelist) {}

  Server(ServerAddress address, int concurrency) {
    this.address = address;
    this.places = new Semaphore(concurrency, true);
  }
}
