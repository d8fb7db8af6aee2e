package io.pincite.ingest.internal.reading;

import io.pincite.ingest.JobHandler.JobCancelledException;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.pages.PageFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// The page images of one file on their way through the threads that all files share.
final class ImagePages {

  /// One page whose image is to be read, and what becomes of it.
  interface ImagePage {
    ImageReader.Outcome read(PageRun run);

    void store(ImageReader.Outcome outcome);

    /// It takes longer than a page may; what comes of it now counts no more.
    void tooSlow();

    /// Runs the work, and deals with what goes wrong in it.
    ///
    /// @param stillCounts whether what goes wrong is of interest
    void guarded(Runnable work, java.util.function.BooleanSupplier stillCounts);
  }

  private final OcrThreads.Lane lane;
  private final boolean remote;
  private final Duration pageTime;
  private final Supplier<PageFile> opened;
  private final AtomicBoolean stopped;
  private final Runnable tick;
  private final Queue<PageFile> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Object landed = new Object();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /// @param remote whether their engine works on servers
  /// @param opened the file, opened once more
  /// @param stopped set by whoever wants no more pages
  /// @param tick called now and then by the thread that waits; throws to end the waiting
  ImagePages(
      OcrThreads threads,
      boolean remote,
      Duration pageTime,
      Supplier<PageFile> opened,
      AtomicBoolean stopped,
      Runnable tick) {
    this.lane = threads.lane(remote);
    this.remote = remote;
    this.pageTime = pageTime;
    this.opened = opened;
    this.stopped = stopped;
    this.tick = tick;
  }

  /// Hands over as many pages at a time as are worked on at once, so that the pages of several
  /// files take turns.
  void readAll(List<? extends ImagePage> inOrder) throws Exception {
    var tasks = new ArrayList<PageTask>();
    try {
      for (ImagePage one : inOrder) {
        awaitFewerThan(lane.atOnce(), tasks);
        if (stopped.get()) {
          break;
        }
        var task = new PageTask(one);
        inFlight.incrementAndGet();
        tasks.add(task);
        task.begin();
      }
      awaitFewerThan(1, tasks);
    } catch (Throwable e) {
      stopped.set(true);
      throw e;
    } finally {
      if (stopped.get()) {
        tasks.forEach(PageTask::breakOff);
      }
      // Whoever stops waits for what is under way; nothing else uses the open files then.
      awaitLanding();
      idle.forEach(PageFile::close);
    }
    rethrow(Optional.ofNullable(failures.peek()));
  }

  static void rethrow(Optional<Throwable> failure) {
    switch (failure.orElse(null)) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void awaitFewerThan(int most, List<PageTask> tasks) throws InterruptedException {
    while (inFlight.get() >= most) {
      synchronized (landed) {
        if (inFlight.get() >= most) {
          landed.wait(100);
        }
      }
      tasks.removeIf(PageTask::isOver);
      tasks.forEach(PageTask::watch);
      if (stopped.get()) {
        tasks.forEach(PageTask::breakOff);
      }
      tick.run();
    }
    tick.run();
  }

  private void awaitLanding() {
    boolean interrupted = false;
    while (inFlight.get() > 0) {
      synchronized (landed) {
        try {
          if (inFlight.get() > 0) {
            landed.wait(100);
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void land() {
    synchronized (landed) {
      inFlight.decrementAndGet();
      landed.notifyAll();
    }
  }

  /// One page, drawn, read and stored.
  private final class PageTask implements Runnable {
    private final ImagePage page;
    private final PageRun run;
    private volatile boolean over;
    private boolean late;

    PageTask(ImagePage page) {
      this.page = page;
      this.run =
          new PageRun(lane, () -> Optional.ofNullable(idle.poll()).orElseGet(opened), idle::add);
    }

    void begin() {
      try {
        lane.submit(this);
      } catch (RuntimeException e) {
        land();
        throw e;
      }
    }

    boolean isOver() {
      return over;
    }

    /// A page that takes too long has failed; its thread comes back when the engine does.
    synchronized void watch() {
      if (!over && !late && run.clock().worked().compareTo(pageTime) > 0) {
        late = true;
        page.tooSlow();
        breakOff();
      }
    }

    /// A server works on for whoever does not hang up; what this process has begun is soon done.
    void breakOff() {
      if (remote) {
        run.breakOff();
      }
    }

    private synchronized boolean isInTime() {
      return !late;
    }

    @Override
    public void run() {
      run.clock().go();
      try {
        if (!stopped.get()) {
          page.guarded(this::readAndStore, this::isInTime);
        }
      } catch (JobCancelledException e) {
        // A page that was only too slow says nothing about the others.
        if (stopped.get() || isInTime()) {
          stopped.set(true);
          failures.add(e);
        }
      } catch (Throwable e) {
        stopped.set(true);
        failures.add(e);
      } finally {
        over = true;
        land();
      }
    }

    private void readAndStore() {
      ImageReader.Outcome outcome;
      try (run) {
        outcome = page.read(run);
      }
      synchronized (this) {
        if (!late) {
          page.store(outcome);
          over = true;
        }
      }
    }
  }
}
