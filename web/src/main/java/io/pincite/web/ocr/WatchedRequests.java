package io.pincite.web.ocr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.Caller;
import io.pincite.ingest.Ids;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.OcrRequests;
import io.pincite.ingest.OcrRequests.Page;
import io.pincite.ingest.OcrRequests.Request;
import io.pincite.ocr.Block;
import io.pincite.web.documents.FigureAddress;
import io.pincite.web.events.EventStream;
import io.pincite.web.jobs.JobJson;
import io.pincite.web.problems.ProblemJson;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Files that clients watch being read. Pages come from what is stored, so that none is missed,
/// wherever it was read; blocks and text of the page at hand come straight from the engine.
@ApplicationScoped
class WatchedRequests {
  private static final Logger LOG = Logger.getLogger(WatchedRequests.class);

  /// Whoever is told of every change looks by itself only in case one was not told.
  private static final long LOOK_AFTER_SECONDS = 5;

  /// Pages that wait for a client. The others wait in the database.
  private static final int MOST_WAITING = 4;

  /// More than wait for a client that keeps up. For one that does not, what was told of pages that
  /// are done is taken back: it is in them.
  private static final int BEHIND = 1_000;

  private final OcrRequests requests;
  private final Jobs jobs;
  private final ObjectMapper json;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ocr-events-", 0).factory());

  WatchedRequests(OcrRequests requests, Jobs jobs, ObjectMapper json) {
    this.requests = requests;
    this.jobs = jobs;
    this.json = json;
  }

  /// A block of a page that is being read.
  ///
  /// @param turn clockwise degrees by which the page as the file shows it is turned for the box
  record BlockEventJson(int page, int turn, OcrBlockJson block) {}

  /// What a model has just written of a page.
  record DeltaEventJson(int page, String text) {}

  /// A page that is read from its beginning once more.
  ///
  /// @param turn of the blocks that come now
  record RestartEventJson(int page, int turn) {}

  /// What an event is about that is void once its page is done, or begun anew.
  private record PartOf(int page, Object what) {}

  /// What an event is about that says what became of a page.
  private record Done(int page) {}

  /// Sends what happens until the job is over or the client hangs up.
  ///
  /// @param after the ordinal of the last page that the client has
  void watch(Caller who, Request request, int after, EventStream stream) {
    var watch = new Watch(who, request, after, stream);
    AutoCloseable pages = requests.listen(request.job(), watch);
    AutoCloseable job =
        jobs.listen(
            who,
            changed -> {
              if (changed.id().equals(request.job())) {
                watch.look();
              }
            });
    stream.whenOver(
        () -> {
          close(pages);
          close(job);
          watch.look();
        });
    threads.execute(() -> send(watch));
  }

  private static void close(AutoCloseable subscription) {
    try {
      subscription.close();
    } catch (Exception e) {
      LOG.warn("a subscription to a file being read could not be closed", e);
    }
  }

  @ActivateRequestContext
  void send(Watch watch) {
    try {
      watch.send();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      watch.failed(e);
    } finally {
      watch.end();
    }
  }

  /// One client's view of a file. What it has got is told by the ordinal of the last page, which is
  /// that page's id.
  ///
  /// A client that is slow gets all pages and blocks, text in one piece a page; for one that is
  /// far behind, what was told of pages that are done is taken back.
  final class Watch implements OcrRequests.Listener {
    private static final String TEXT = "text";
    private static final String RESTART = "restart";

    private final Caller who;
    private final Request request;
    private final EventStream stream;
    private final Semaphore changes = new Semaphore(1);
    private final Set<Integer> done = ConcurrentHashMap.newKeySet();

    /// Pages of which the client was told something since they were begun.
    private final Set<Integer> told = ConcurrentHashMap.newKeySet();

    private volatile int sent;

    Watch(Caller who, Request request, int after, EventStream stream) {
      this.who = who;
      this.request = request;
      this.sent = after;
      this.stream = stream;
    }

    void look() {
      changes.release();
    }

    @Override
    public void begun(int page, int turn) {
      if (!done.contains(page) && told.remove(page)) {
        forget(page);
        stream.tell(new PartOf(page, RESTART), "restart", text(new RestartEventJson(page, turn)));
      }
    }

    @Override
    public void block(int page, int turn, Block block) {
      if (done.contains(page)) {
        return;
      }
      told.add(page);
      // Its text is in the block.
      stream.forget(new PartOf(page, TEXT)::equals);
      stream.tell(
          new PartOf(page, new Object()),
          "block",
          text(new BlockEventJson(page, turn, OcrBlockJson.of(block))));
    }

    @Override
    public void delta(int page, String more) {
      if (!done.contains(page)) {
        told.add(page);
        stream.grow(
            new PartOf(page, TEXT),
            "delta",
            more,
            together -> text(new DeltaEventJson(page, together)));
      }
    }

    @Override
    public void stored(int page) {
      done.add(page);
      forgetIfBehind(page);
      look();
    }

    private void forgetIfBehind(int page) {
      if (stream.waiting() > BEHIND) {
        forget(page);
      }
    }

    /// What waits of a page that is done or void.
    private void forget(int page) {
      stream.forget(about -> about instanceof PartOf part && part.page() == page);
    }

    private void send() throws InterruptedException {
      String progress = "";
      while (!stream.isGone()) {
        if (changes.tryAcquire(LOOK_AFTER_SECONDS, TimeUnit.SECONDS)) {
          changes.drainPermits();
        }
        // Before the pages, so that a job that is over has all of them.
        Optional<Job> job = jobs.find(who, request.job());
        sendPages();
        if (job.isEmpty() || job.get().state().isFinal()) {
          job.ifPresent(this::sendEnd);
          return;
        }
        String now = text(JobJson.of(job.get()));
        if (!now.equals(progress)) {
          stream.tell("progress", "progress", now);
          progress = now;
        }
      }
    }

    private void sendPages() throws InterruptedException {
      List<Page> some;
      do {
        some = requests.pages(who, request.job(), sent, MOST_WAITING);
        for (Page page : some) {
          stream.awaitFewerThan(MOST_WAITING, Done.class::isInstance);
          done.add(page.number());
          forgetIfBehind(page.number());
          sent = page.ordinal();
          stream.send(
              new Done(page.number()),
              Integer.toString(sent),
              "page",
              text(
                  OcrPageJson.of(
                      page,
                      request.task(),
                      request.format(),
                      FigureAddress.ofRequest(request.job(), page.number()))));
        }
      } while (!some.isEmpty() && !stream.isGone());
    }

    private void sendEnd(Job job) {
      switch (job.state()) {
        case DONE -> event("done", JobJson.of(job));
        case CANCELLED ->
            event(
                "error",
                ProblemJson.of(
                    "job-cancelled",
                    "[%s] reading it was cancelled. Retry the job to read the pages that are missing."
                        .formatted(request.name())));
        case FAILED ->
            event(
                "error",
                job.problem()
                    .map(ProblemJson::of)
                    .orElseGet(() -> ProblemJson.of("job-failed", "The job has failed.")));
        case QUEUED, RUNNING, RETRYING ->
            throw new IllegalStateException("a job that goes on has no end: " + job.state());
      }
    }

    private void failed(RuntimeException e) {
      String reference = Ids.next().toString();
      LOG.errorf(e, "reference=%s", reference);
      event(
          "error",
          ProblemJson.of(
              "internal-error",
              "Something went wrong on our side. The log has it under the reference %s."
                  .formatted(reference)));
    }

    private void end() {
      stream.end();
    }

    private void event(String name, Object form) {
      stream.tell(new Object(), name, text(form));
    }

    private String text(Object form) {
      try {
        return json.writeValueAsString(form);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
