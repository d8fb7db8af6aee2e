package io.pincite.ingest.internal.reading;

import io.pincite.ingest.OcrRequests.Listener;
import io.pincite.ocr.Block;
import io.pincite.ocr.ReadingListener;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Those who watch files being read by this process. One that fails does not disturb the others.
/// Safe for use by many threads.
@Singleton
public class OcrListeners {
  private static final Logger LOG = Logger.getLogger(OcrListeners.class);

  private record Subscription(UUID job, Listener listener) {}

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  public AutoCloseable add(UUID job, Listener listener) {
    var subscription = new Subscription(job, listener);
    subscriptions.add(subscription);
    return () -> subscriptions.removeIf(each -> each == subscription);
  }

  /// Tells what an engine says of a page.
  ReadingListener of(UUID job, int page) {
    return new ReadingListener() {
      private int begunTurn;

      @Override
      public void begun(int turn) {
        begunTurn = turn;
        tell(job, listener -> listener.begun(page, turn));
      }

      @Override
      public void block(Block block) {
        int turn = begunTurn;
        tell(job, listener -> listener.block(page, turn, block));
      }

      @Override
      public void delta(String text) {
        tell(job, listener -> listener.delta(page, text));
      }
    };
  }

  void stored(UUID job, int page) {
    tell(job, listener -> listener.stored(page));
  }

  private void tell(UUID job, Consumer<Listener> what) {
    for (Subscription each : subscriptions) {
      if (each.job().equals(job)) {
        try {
          what.accept(each.listener());
        } catch (RuntimeException e) {
          LOG.warnf(e, "a listener failed on job %s", job);
        }
      }
    }
  }
}
