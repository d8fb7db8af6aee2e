package io.pincite.ingest.internal.jobs;

import io.pincite.ingest.Caller;
import io.pincite.ingest.DataFolder;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.ingest.JobHandler.Progress.For;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.Listing;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.sql.Cursor;
import io.pincite.ingest.internal.sql.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Jobs as rows, with this process's worker.
@ApplicationScoped
class DurableJobs implements Jobs, OpenWork {
  private static final Logger LOG = Logger.getLogger(DurableJobs.class);
  private static final Duration OVERLAP = Duration.ofSeconds(5);

  private final JobStore store;
  private final JobListeners listeners;
  private final Transactions transactions;
  private final Instance<JobHandler> handlers;
  private final String node;
  private final Optional<Worker> worker;
  private final ScheduledExecutorService lookout =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("job-lookout").factory());
  private Map<UUID, Job> seenElsewhere = Map.of();

  DurableJobs(
      DataSource dataSource,
      JobStore store,
      JobListeners listeners,
      Transactions transactions,
      DataFolder dataFolder,
      IngestSettings settings,
      OcrThreads images,
      @Any Instance<JobHandler> handlers) {
    this.store = store;
    this.listeners = listeners;
    this.transactions = transactions;
    this.handlers = handlers;
    // One process at a time has a data folder, so the name tells whose triggers were left behind.
    this.node =
        "node-"
            + UUID.nameUUIDFromBytes(
                dataFolder.root().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    int threads =
        settings.jobThreads().orElse(Math.max(2, Runtime.getRuntime().availableProcessors()));
    this.worker =
        threads == 0
            ? Optional.empty()
            : Optional.of(
                new Worker(
                    dataSource,
                    store,
                    transactions,
                    listeners,
                    this::handler,
                    node,
                    threads,
                    Map.of(
                        For.ENGINE,
                        images.lane(false).documentsAtOnce(),
                        For.SERVERS,
                        images.lane(true).documentsAtOnce(),
                        For.IDLE_ENGINE,
                        1),
                    settings.jobAttempts(),
                    settings.jobRetryPause()));
  }

  private Optional<JobHandler> handler(Job.Type type) {
    return handlers.stream().filter(handler -> handler.type() == type).findFirst();
  }

  /// Last of all that start: handlers need their own parts ready.
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
    worker.ifPresent(
        each -> {
          int released = store.release(node);
          int forgotten = store.triggerForgotten();
          store.triggerPostponed();
          if (released + forgotten > 0) {
            LOG.infof("taking up work that was interrupted: %d jobs", released + forgotten);
          }
          each.start();
        });
    lookout.scheduleWithFixedDelay(this::lookElsewhere, 1, 1, TimeUnit.SECONDS);
  }

  void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
    lookout.shutdownNow();
    worker.ifPresent(Worker::stop);
  }

  /// Tells of what other nodes changed, and calls who waits.
  private void lookElsewhere() {
    worker.ifPresent(Worker::callNext);
    if (listeners.isEmpty()) {
      seenElsewhere = Map.of();
      return;
    }
    try {
      List<JobRow> changed = store.changedElsewhere(node, OVERLAP);
      Map<UUID, Job> before = seenElsewhere;
      var now = new java.util.HashMap<UUID, Job>();
      for (JobRow row : changed) {
        Job job = row.job();
        now.put(job.id(), job);
        if (!job.equals(before.get(job.id()))) {
          listeners.tell(row);
        }
      }
      seenElsewhere = now;
    } catch (RuntimeException e) {
      LOG.debugf("looking for changes of jobs: %s", e.getMessage());
    }
  }

  @Override
  public Job enqueue(
      Caller caller, Job.Type type, Optional<UUID> document, Map<String, Object> payload) {
    return transactions.in(() -> changed(store.insert(caller, type, document, payload, node)));
  }

  @Override
  public Optional<Job> find(Caller caller, UUID job) {
    return store.find(job).filter(row -> row.isVisibleTo(caller)).map(JobRow::job);
  }

  @Override
  public Listing<Job> list(Caller caller, JobFilter filter) {
    int limit = Cursor.checkedLimit(filter.limit());
    List<Job> found = store.list(caller, filter, limit + 1).stream().map(JobRow::job).toList();
    return Cursor.listing(found, limit, Job::id);
  }

  @Override
  public Map<Job.State, Integer> openAndFailed(Caller caller) {
    return store.openAndFailed(caller);
  }

  @Override
  public Job cancel(Caller caller, UUID job) {
    return transactions.in(
        () -> {
          JobRow row = visible(caller, job);
          if (row.job().state().isFinal()) {
            throw new IngestException.Conflict(
                "job-finished",
                "[job %s] it is %s already; only work that goes on can be cancelled."
                    .formatted(job, row.job().state()));
          }
          return cancel(row);
        });
  }

  @Override
  public void cancel(UUID document) {
    cancelAll(store.openOf(document));
  }

  @Override
  public void cancel(UUID document, Job.Type type) {
    cancelAll(store.openOf(document).stream().filter(row -> row.job().type() == type).toList());
  }

  private void cancelAll(List<JobRow> open) {
    for (JobRow each : open) {
      store.findForUpdate(each.job().id()).ifPresent(this::cancel);
    }
  }

  private Job cancel(JobRow row) {
    UUID job = row.job().id();
    return switch (row.job().state()) {
      case QUEUED, RETRYING -> {
        JobRow cancelled = store.cancelWaiting(job, node);
        handler(cancelled.job().type()).ifPresent(each -> each.gaveUp(cancelled.job()));
        transactions.afterCommit(() -> worker.ifPresent(each -> each.cancel(job)));
        yield changed(cancelled);
      }
      case RUNNING -> {
        JobRow asked = store.askToCancel(job, node);
        transactions.afterCommit(() -> worker.ifPresent(each -> each.cancel(job)));
        yield changed(asked);
      }
      case CANCELLED, FAILED, DONE -> row.job();
    };
  }

  @Override
  public Job retry(Caller caller, UUID job) {
    return transactions.in(
        () -> {
          JobRow row = visible(caller, job);
          return switch (row.job().state()) {
            case CANCELLED, FAILED -> {
              JobRow again = store.queueAgain(job, node);
              handler(again.job().type()).ifPresent(each -> each.queuedAgain(again.job()));
              yield changed(again);
            }
            case QUEUED, RETRYING, RUNNING, DONE ->
                throw new IngestException.Conflict(
                    "job-not-failed",
                    "[job %s] it is %s; only failed or cancelled work can be retried."
                        .formatted(job, row.job().state()));
          };
        });
  }

  @Override
  public AutoCloseable listen(Caller caller, Consumer<Job> listener) {
    return listeners.add(caller, listener);
  }

  private JobRow visible(Caller caller, UUID job) {
    return store
        .findForUpdate(job)
        .filter(row -> row.isVisibleTo(caller))
        .orElseThrow(() -> new IngestException.NotFound("job", job));
  }

  /// Tells of a change once it is true, and starts what became due.
  private Job changed(JobRow row) {
    transactions.afterCommit(
        () -> {
          listeners.tell(row);
          worker.ifPresent(Worker::kick);
        });
    return row.job();
  }
}
