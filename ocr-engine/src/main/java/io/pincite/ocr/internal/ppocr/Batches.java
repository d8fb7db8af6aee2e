package io.pincite.ocr.internal.ppocr;

import io.pincite.ocr.OcrException;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Gathers inputs of one width from whatever threads have some, and runs them together: the way to
/// keep a graphics card busy. While one batch runs the next one gathers, so nobody waits for
/// others to come. Safe for use by many threads.
final class Batches implements AutoCloseable {

  /// Pixels that the inputs of a batch are wide together. Each 8 of them come back as a probability
  /// for each of some 6,600 characters: 54 MB.
  private static final int MOST_WIDTH = 16_384;

  private final Network network;
  private final int height;
  private final int most;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private final Thread runner;
  private boolean closed;

  /// @param most inputs in a batch
  Batches(Network network, int height, int most) {
    this.network = network;
    this.height = height;
    this.most = most;
    this.runner = Thread.ofPlatform().name("ocr-batches").daemon().start(this::serve);
  }

  private record Request(FloatBuffer input, int width, CompletableFuture<Share> answer) {}

  /// What a network made of one input among several.
  ///
  /// @param from index of the first value that belongs to the input
  record Share(FloatBuffer values, int from, int steps) {}

  /// Waits until the input was run with others of its width.
  Share run(FloatBuffer input, int width) {
    var request = new Request(input, width, new CompletableFuture<>());
    synchronized (waiting) {
      if (closed) {
        throw new IllegalStateException("these batches are closed");
      }
      waiting.add(request);
      waiting.notifyAll();
    }
    try {
      return request.answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OcrException cause) {
        throw cause;
      }
      throw new OcrException.EngineFailed("reading a batch of lines failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("reading a line was interrupted");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private void serve() {
    while (true) {
      List<Request> batch;
      try {
        batch = next();
      } catch (InterruptedException e) {
        return;
      }
      if (batch.isEmpty()) {
        return;
      }
      try {
        answer(batch);
      } catch (RuntimeException | Error e) {
        batch.forEach(request -> request.answer.completeExceptionally(e));
      }
    }
  }

  /// The longest waiting one and those that fit it; none when closed and done.
  private List<Request> next() throws InterruptedException {
    synchronized (waiting) {
      while (waiting.isEmpty()) {
        if (closed) {
          return List.of();
        }
        waiting.wait();
      }
      int width = waiting.getFirst().width;
      int fit = Math.max(1, Math.min(most, MOST_WIDTH / width));
      List<Request> batch = new ArrayList<>();
      Iterator<Request> requests = waiting.iterator();
      while (requests.hasNext() && batch.size() < fit) {
        Request request = requests.next();
        if (request.width == width) {
          batch.add(request);
          requests.remove();
        }
      }
      return batch;
    }
  }

  private void answer(List<Request> batch) {
    int width = batch.getFirst().width;
    int each = 3 * height * width;
    FloatBuffer input;
    if (batch.size() == 1) {
      input = batch.getFirst().input;
    } else {
      input = Network.buffer(each * batch.size());
      for (int i = 0; i < batch.size(); i++) {
        input.put(i * each, batch.get(i).input, 0, each);
      }
    }
    Network.Output output = network.run(input, batch.size(), 3, height, width);
    int steps = (int) output.shape()[1];
    int share = output.values().length / batch.size();
    FloatBuffer values = FloatBuffer.wrap(output.values());
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answer.complete(new Share(values, i * share, steps));
    }
  }

  /// Those that wait are answered; no others are taken.
  @Override
  public void close() {
    synchronized (waiting) {
      closed = true;
      waiting.notifyAll();
    }
    try {
      runner.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
