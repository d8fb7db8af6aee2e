package io.pincite.retrieval.internal.embedding;

import io.pincite.retrieval.RetrievalSettings;
import io.pincite.retrieval.internal.index.ChunkIndex.Space;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Embeds texts on platform threads of its own, one text a thread: native code would hold a virtual
/// thread's carrier. Questions have threads to themselves, so that they wait for no passage that is
/// under way; passages go before what is embedded ahead of need.
/// A model is loaded when its language first comes up.
@ApplicationScoped
public class Embedder {
  /// Who waits for it.
  public enum Urgency {
    QUESTION,
    PASSAGE,
    AHEAD
  }

  private record Task(
      Space space, String text, Urgency urgency, long order, CompletableFuture<float[]> outcome) {}

  private final PriorityBlockingQueue<Task> questions = queue();
  private final PriorityBlockingQueue<Task> passages = queue();
  private final AtomicLong order = new AtomicLong();
  private final Map<Space, EmbeddingModel> models = new EnumMap<>(Space.class);
  private final int threads;
  private boolean started;
  private volatile boolean stopped;

  @Inject
  Embedder(RetrievalSettings settings) {
    this(
        settings.embeddingThreads() > 0
            ? settings.embeddingThreads()
            : Runtime.getRuntime().availableProcessors());
  }

  public Embedder(int threads) {
    this.threads = threads;
  }

  /// The vector of a text as it stands; an instruction before a question is the caller's.
  public CompletableFuture<float[]> embed(Space space, String text, Urgency urgency) {
    start();
    var task = new Task(space, text, urgency, order.getAndIncrement(), new CompletableFuture<>());
    (urgency == Urgency.QUESTION ? questions : passages).add(task);
    return task.outcome();
  }

  private synchronized void start() {
    if (started) {
      return;
    }
    started = true;
    for (int i = 1; i <= threads; i++) {
      Thread.ofPlatform().daemon().name("embed-passages-" + i).start(() -> work(passages));
      Thread.ofPlatform().daemon().name("embed-questions-" + i).start(() -> work(questions));
    }
  }

  private static PriorityBlockingQueue<Task> queue() {
    return new PriorityBlockingQueue<>(
        64, Comparator.comparing(Task::urgency).thenComparingLong(Task::order));
  }

  private void work(PriorityBlockingQueue<Task> queue) {
    while (!stopped) {
      try {
        Task task = queue.take();
        if (task.outcome().isDone()) {
          continue;
        }
        try {
          task.outcome().complete(model(task.space()).embed(task.text()));
        } catch (RuntimeException | Error e) {
          task.outcome().completeExceptionally(e);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private EmbeddingModel model(Space space) {
    synchronized (models) {
      return models.computeIfAbsent(
          space, missing -> EmbeddingModel.load(EmbeddingModel.Kind.of(missing)));
    }
  }

  @PreDestroy
  void stop() {
    // The native sessions end with the process: closing one under a running thread would crash it.
    stopped = true;
    questions.forEach(task -> task.outcome().cancel(false));
    passages.forEach(task -> task.outcome().cancel(false));
  }
}
