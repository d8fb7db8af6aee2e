package io.pincite.ocr.internal.reading;

import io.pincite.ocr.OcrException;
import io.pincite.ocr.internal.profile.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The threads on which the work of all pages is done, first come first served: whoever has a page
/// to read hands its pieces over and waits. Platform threads: native calls would pin a virtual
/// thread's carrier.
public final class Workers implements AutoCloseable {
  private final ExecutorService threads;
  private final int number;

  public Workers(int number) {
    this.number = number;
    this.threads =
        Executors.newFixedThreadPool(
            number, Thread.ofPlatform().name("ocr-", 0).daemon().factory());
  }

  public int number() {
    return number;
  }

  public <T> T run(Callable<T> work) {
    return runAll(List.of(work)).getFirst();
  }

  private static <T> T timed(Callable<T> piece) throws Exception {
    var event = new Work();
    event.begin();
    try {
      return piece.call();
    } finally {
      event.commit();
    }
  }

  /// Results in the order of the pieces of work. When one fails the others are dropped and its
  /// exception is thrown.
  public <T> List<T> runAll(List<Callable<T>> pieces) {
    List<Future<T>> running = new ArrayList<>(pieces.size());
    try {
      for (Callable<T> piece : pieces) {
        running.add(threads.submit(() -> timed(piece)));
      }
      List<T> results = new ArrayList<>(pieces.size());
      for (Future<T> piece : running) {
        results.add(piece.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new OcrException.EngineFailed("reading a page failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("reading a page was interrupted");
      cancelled.initCause(e);
      throw cancelled;
    } finally {
      // Those that are through do not mind; one that runs is left to end, native code cannot stop.
      running.forEach(piece -> piece.cancel(false));
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
