package io.pincite.ingest.internal.ocr;

import io.pincite.ocr.VllmOcr.ServerHealth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How the servers of an engine fared when somebody last looked. Safe for use by many threads.
final class ServersSeen {
  /// A page that shows it asks every few seconds, and each look is a few requests to each server.
  private static final Duration REMEMBERED = Duration.ofSeconds(5);

  /// Whoever asks waits so long for a new look, then takes the one before.
  private static final Duration WAITED = Duration.ofSeconds(1);

  private final Supplier<List<ServerHealth>> look;
  private @Nullable CompletableFuture<List<ServerHealth>> looking;
  private Optional<List<ServerHealth>> before = Optional.empty();

  /// By [System#nanoTime()].
  private long begun;

  ServersSeen(Supplier<List<ServerHealth>> look) {
    this.look = look;
  }

  /// Empty while the first look is not over.
  Optional<List<ServerHealth>> latest() {
    try {
      return Optional.of(current().get(WAITED.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return earlier();
    } catch (ExecutionException | TimeoutException e) {
      return earlier();
    }
  }

  private synchronized Optional<List<ServerHealth>> earlier() {
    return before;
  }

  private synchronized CompletableFuture<List<ServerHealth>> current() {
    CompletableFuture<List<ServerHealth>> under = looking;
    long now = System.nanoTime();
    if (under != null && (!under.isDone() || now - begun < REMEMBERED.toNanos())) {
      return under;
    }
    var next = new CompletableFuture<List<ServerHealth>>();
    looking = next;
    begun = now;
    Thread.ofVirtual().name("model-servers-seen").start(() -> complete(next));
    return next;
  }

  private void complete(CompletableFuture<List<ServerHealth>> next) {
    try {
      List<ServerHealth> health = look.get();
      synchronized (this) {
        before = Optional.of(health);
      }
      next.complete(health);
    } catch (RuntimeException e) {
      next.completeExceptionally(e);
    }
  }
}
