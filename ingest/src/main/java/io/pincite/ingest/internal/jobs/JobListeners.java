package io.pincite.ingest.internal.jobs;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Job;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Those who want to hear of changes of jobs. A listener that fails does not disturb the others.
@Singleton
class JobListeners {
  private static final Logger LOG = Logger.getLogger(JobListeners.class);

  private record Subscription(Caller caller, Consumer<Job> listener) {}

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  AutoCloseable add(Caller caller, Consumer<Job> listener) {
    var subscription = new Subscription(caller, listener);
    subscriptions.add(subscription);
    return () -> subscriptions.removeIf(each -> each == subscription);
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  void tell(JobRow row) {
    for (Subscription subscription : subscriptions) {
      if (row.isVisibleTo(subscription.caller())) {
        try {
          subscription.listener().accept(row.job());
        } catch (RuntimeException e) {
          LOG.warnf(e, "a listener failed on job %s", row.job().id());
        }
      }
    }
  }
}
