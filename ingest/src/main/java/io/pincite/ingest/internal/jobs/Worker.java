package io.pincite.ingest.internal.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import io.pincite.ingest.JobHandler.JobCancelledException;
import io.pincite.ingest.JobHandler.JobPostponedException;
import io.pincite.ingest.JobHandler.Progress.For;
import io.pincite.ingest.Problem;
import io.pincite.ingest.internal.sql.Transactions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// One node's share of the work: threads that take due jobs and run their handlers. Any number of
/// them, in one process or several, work on the same rows.
///
/// So many jobs as there are places work at a time. A job that only waits for threads shared by all
/// gives its place to others; as many threads more as may wait make sure that a place never stands
/// empty.
final class Worker {
  static final String TASK = "job";
  private static final Logger LOG = Logger.getLogger(Worker.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  // A process is taken for dead after four missed heartbeats, looked for every second one: at most
  // 30 s.
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(15);
  private static final long PROGRESS_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  // Who is postponed is called when it is its turn; this is for a call that was lost, and as long
  // as work of a process that died waits.
  private static final Duration LONGEST_WITHOUT_A_CALL = Duration.ofSeconds(30);

  private final JobStore store;
  private final Transactions transactions;
  private final JobListeners listeners;
  private final Function<Job.Type, Optional<JobHandler>> handlers;
  private final String node;
  private final int attempts;
  private final Duration firstPause;
  private final int threads;
  private final Semaphore places;
  private final Map<For, Turns> turns;
  private final Scheduler scheduler;
  private final Set<UUID> busyWith = ConcurrentHashMap.newKeySet();
  private final Map<UUID, Run> running = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /// @param places jobs that work at a time
  /// @param waiting jobs besides that only wait, by whom they wait for
  Worker(
      DataSource dataSource,
      JobStore store,
      Transactions transactions,
      JobListeners listeners,
      Function<Job.Type, Optional<JobHandler>> handlers,
      String node,
      int places,
      Map<For, Integer> waiting,
      int attempts,
      Duration firstPause) {
    this.store = store;
    this.transactions = transactions;
    this.listeners = listeners;
    this.handlers = handlers;
    this.node = node;
    this.attempts = attempts;
    this.firstPause = firstPause;
    int waitingInAll = waiting.values().stream().mapToInt(Integer::intValue).sum();
    this.threads = places + waitingInAll;
    this.places = new Semaphore(places, true);
    this.turns = new EnumMap<>(For.class);
    waiting.forEach(
        (whom, most) -> turns.put(whom, new Turns(most, LONGEST_WITHOUT_A_CALL.multipliedBy(2))));
    var task =
        Tasks.custom(TASK, Void.class)
            .onDeadExecutionRevive()
            // What happened could not even be recorded: the database is away. Soon again.
            .onFailure(
                (complete, operations) ->
                    operations.reschedule(
                        complete, complete.getTimeDone().plus(PAUSE_AFTER_FAILURE)))
            .execute((TaskInstance<Void> instance, ExecutionContext _) -> run(instance));
    this.scheduler =
        Scheduler.create(dataSource, task)
            .schedulerName(new SchedulerName.Fixed(node))
            .threads(threads)
            // More is fetched when half of the places are free, however many jobs wait.
            .pollUsingLockAndFetch((waitingInAll + 0.5 * places) / threads, 1.0)
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .enablePriority()
            .alwaysPersistTimestampInUTC()
            .shutdownMaxWait(PATIENCE_AT_STOP)
            .failureLogging(LogLevel.WARN, false)
            .build();
  }

  void start() {
    scheduler.start();
  }

  /// Stops running work at its next step and gives it back.
  void stop() {
    stopping = true;
    // Who waits for a place sees that there is nothing to do any more.
    places.release(threads);
    scheduler.stop();
  }

  /// Looks for due work now rather than within a second.
  void kick() {
    if (!stopping) {
      scheduler.triggerCheckForDueExecutions();
    }
  }

  void cancel(UUID job) {
    Run run = running.get(job);
    if (run != null) {
      run.cancelled = true;
    } else {
      turns.values().forEach(each -> each.forget(job));
    }
  }

  /// Calls those whose turn it has become because another does not come; to be done now and then.
  void callNext() {
    turns.values().forEach(each -> call(each.called()));
  }

  private CompletionHandler<Void> run(TaskInstance<Void> instance) {
    UUID id = UUID.fromString(instance.getId());
    if (!busyWith.add(id)) {
      // Taken for dead while it is only slow: the attempt that runs goes on alone.
      return later(Duration.ofSeconds(5));
    }
    try {
      // It stands in one line at most.
      for (Turns each : turns.values()) {
        if (!each.comes(id)) {
          return untilCalled(id, each);
        }
      }
      return attemptInPlace(id);
    } finally {
      busyWith.remove(id);
    }
  }

  private CompletionHandler<Void> attemptInPlace(UUID id) {
    try (var place = new Place()) {
      return stopping ? later(Duration.ZERO) : attempt(id, place);
    } finally {
      running.remove(id);
      turns.values().forEach(each -> call(each.leave(id)));
    }
  }

  private CompletionHandler<Void> untilCalled(UUID id, Turns line) {
    return (complete, operations) -> {
      operations.reschedule(complete, complete.getTimeDone().plus(LONGEST_WITHOUT_A_CALL));
      // Only now can it be called.
      call(line.await(id));
    };
  }

  /// Makes those due whose turn it is. A call that is lost is made up for by their own trigger.
  private void call(List<UUID> next) {
    try {
      next.forEach(store::triggerNow);
    } catch (RuntimeException e) {
      LOG.warnf("calling the jobs whose turn it is: %s", e.getMessage());
    }
    if (!next.isEmpty()) {
      kick();
    }
  }

  private CompletionHandler<Void> attempt(UUID id, Place place) {
    Optional<JobRow> begun = store.begin(id, node);
    if (begun.isEmpty()) {
      return over();
    }
    JobRow row = begun.get();
    Job job = row.job();
    listeners.tell(row);
    Optional<JobHandler> handler = handlers.apply(job.type());
    if (row.cancelAsked()) {
      return giveUp(job, Job.State.CANCELLED, Optional.empty(), handler);
    }
    if (handler.isEmpty()) {
      return giveUp(
          job,
          Job.State.FAILED,
          Optional.of(
              new Problem(
                  "no-such-work", "[job %s] nothing here does %s.".formatted(id, job.type()))),
          handler);
    }
    if (job.attempts() > attempts) {
      return giveUp(
          job,
          Job.State.FAILED,
          Optional.of(
              job.problem()
                  .orElse(
                      new Problem(
                          "interrupted",
                          "[job %s] the process ended %d times while doing this. Retry it, and look at the log if it happens again."
                              .formatted(id, attempts)))),
          handler);
    }
    var run = new Run(job, place);
    running.put(id, run);
    try {
      Map<String, Object> result = handler.get().run(job, run);
      record(() -> store.done(run.job, result, node));
      return over();
    } catch (JobCancelledException e) {
      return stopped(job, run, handler);
    } catch (JobPostponedException e) {
      return postponed(job, run.line());
    } catch (IngestException.Permanent e) {
      return giveUp(job, Job.State.FAILED, Optional.of(e.problem()), handler);
    } catch (Throwable e) {
      if (stopping) {
        return stopped(job, run, handler);
      }
      return failed(job, e, handler);
    }
  }

  private CompletionHandler<Void> stopped(Job job, Run run, Optional<JobHandler> handler) {
    if (run.lost) {
      // Another attempt counts now, and its trigger with it.
      return (_, _) -> {};
    }
    if (run.cancelled) {
      return giveUp(job, Job.State.CANCELLED, Optional.empty(), handler);
    }
    record(() -> store.putBack(job, node));
    return later(Duration.ZERO);
  }

  private CompletionHandler<Void> postponed(Job job, Turns line) {
    Optional<JobRow> row = record(() -> store.putBack(job, node));
    if (row.isEmpty()) {
      return (_, _) -> {};
    }
    if (row.get().cancelAsked()) {
      return later(Duration.ZERO);
    }
    return untilCalled(job.id(), line);
  }

  private CompletionHandler<Void> failed(Job job, Throwable failure, Optional<JobHandler> handler) {
    var problem = problem(job, failure);
    if (job.attempts() >= attempts) {
      LOG.errorf(
          failure,
          "job %s (%s) failed, attempt %d, the last",
          job.id(),
          job.type(),
          job.attempts());
      return giveUp(job, Job.State.FAILED, Optional.of(problem), handler);
    }
    LOG.warnf(
        failure,
        "job %s (%s) failed, attempt %d of %d",
        job.id(),
        job.type(),
        job.attempts(),
        attempts);
    record(() -> store.failed(job, Job.State.RETRYING, Optional.of(problem), node));
    return later(pauseAfter(job.attempts()));
  }

  private Duration pauseAfter(int attempt) {
    Duration pause = firstPause.multipliedBy(1L << 2 * Math.min(attempt - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static Problem problem(Job job, Throwable failure) {
    return failure instanceof IngestException e
        ? e.problem()
        : new Problem(
            "internal",
            "[job %s] %s failed unexpectedly: %s. Retry it; the log has the details."
                .formatted(job.id(), job.type(), failure));
  }

  private CompletionHandler<Void> giveUp(
      Job job, Job.State state, Optional<Problem> problem, Optional<JobHandler> handler) {
    record(
        () ->
            transactions.inNew(
                () -> {
                  Optional<JobRow> row = store.failed(job, state, problem, node);
                  row.ifPresent(last -> handler.ifPresent(each -> each.gaveUp(last.job())));
                  return row;
                }));
    return over();
  }

  /// The outcome must not be lost because the database is away for a moment.
  private Optional<JobRow> record(Supplier<Optional<JobRow>> outcome) {
    for (int attempt = 1; ; attempt++) {
      try {
        Optional<JobRow> row = outcome.get();
        row.ifPresent(listeners::tell);
        return row;
      } catch (RuntimeException e) {
        if (attempt == 10 || stopping) {
          throw e;
        }
        LOG.warnf("recording the outcome of a job, attempt %d of 10: %s", attempt, e.getMessage());
        try {
          TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  private static CompletionHandler<Void> over() {
    return (_, operations) -> operations.remove();
  }

  private static CompletionHandler<Void> later(Duration pause) {
    return (complete, operations) ->
        operations.reschedule(complete, complete.getTimeDone().plus(pause));
  }

  /// The place of one attempt, given to others when it is over or only waits.
  private final class Place implements AutoCloseable {
    private boolean held = true;

    Place() {
      places.acquireUninterruptibly();
    }

    @Override
    public void close() {
      if (held) {
        held = false;
        places.release();
      }
    }
  }

  /// One attempt while it runs. Progress is written a few times a second at most, so that telling
  /// it costs next to nothing.
  private final class Run implements JobHandler.Progress {
    private volatile boolean cancelled;
    private volatile boolean lost;
    private volatile Job job;
    private final Place place;
    private long writtenAt;
    private For waitsFor = For.ENGINE;

    Run(Job job, Place place) {
      this.job = job;
      this.place = place;
    }

    @Override
    public synchronized void onlyWaits(For whom) {
      if (cancelled || lost || stopping) {
        throw new JobCancelledException();
      }
      waitsFor = whom;
      if (!line().take(job.id())) {
        throw new JobPostponedException();
      }
      place.close();
    }

    /// In which it has been sent away.
    synchronized Turns line() {
      return Objects.requireNonNull(turns.get(waitsFor));
    }

    @Override
    public void soFar(Map<String, Object> result) {
      store.soFar(job, result);
    }

    @Override
    public synchronized void at(String stage, int done, int total) {
      if (cancelled || lost || stopping) {
        throw new JobCancelledException();
      }
      boolean newStage = !job.stage().equals(Optional.of(stage));
      job = at(job, stage, done, total);
      long now = System.nanoTime();
      if (newStage || now - writtenAt >= PROGRESS_PAUSE_NANOS) {
        writtenAt = now;
        write(stage, done, total);
      }
    }

    private void write(String stage, int done, int total) {
      Optional<JobRow> row =
          transactions.inNew(() -> store.progress(job, stage, done, total, node));
      if (row.isEmpty()) {
        lost = true;
        throw new JobCancelledException();
      }
      listeners.tell(row.get());
      if (row.get().cancelAsked()) {
        cancelled = true;
        throw new JobCancelledException();
      }
    }

    private static Job at(Job job, String stage, int done, int total) {
      return new Job(
          job.id(),
          job.type(),
          job.state(),
          Optional.of(stage),
          done,
          total,
          job.attempts(),
          job.document(),
          job.payload(),
          job.result(),
          job.createdAt(),
          job.finishedAt(),
          job.problem());
    }
  }
}
