package io.pincite.ingest.internal.ocr;

import io.pincite.ingest.OcrSettings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The threads on which pages are drawn and wait for their engine, of all documents together, and
/// the room for their images. Engines of this process and engines on servers have their own, so
/// that a server that hangs holds up nobody else. Safe for use by many threads.
@Singleton
public class OcrThreads {
  private static final long PIXELS_A_PERMIT = 10_000;

  private static final Duration KEPT = Duration.ofSeconds(30);

  private final Lane here;
  private final Lane servers;

  public OcrThreads(OcrSettings settings) {
    int local = pagesInFlight(settings);
    // A thread has one page, so there are no more images than threads.
    this.here =
        new Lane(
            platform("page-image-", local),
            Optional.empty(),
            local,
            local,
            settings.maxPagePixels());
    // A page that waits for a server costs no processor, and no image: that is drawn, made ready
    // and let go.
    this.servers =
        new Lane(
            Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("served-page-", 1).factory()),
            Optional.of(platform("served-image-", local)),
            pagesAtServers(settings),
            local,
            settings.maxPagePixels());
  }

  private static ExecutorService platform(String name, int number) {
    var threads =
        new ThreadPoolExecutor(
            number,
            number,
            KEPT.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name, 1).factory());
    // A library without scans has none of these threads.
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /// How many pages an engine in this process works on at once.
  static int pagesInFlight(OcrSettings settings) {
    return settings.pagesInFlight() > 0
        ? settings.pagesInFlight()
        : Runtime.getRuntime().availableProcessors() + 1;
  }

  /// As many as the servers take.
  private static int pagesAtServers(OcrSettings settings) {
    int number = settings.vllm().baseUrls().map(List::size).orElse(0);
    return Math.max(1, (int) Math.min(10_000, (long) number * settings.vllm().concurrency()));
  }

  /// @param remote whether the engine works on servers
  public Lane lane(boolean remote) {
    return remote ? servers : here;
  }

  /// Threads and room of their own. Pages are taken in the order in which they were handed over.
  public static final class Lane {
    private final ExecutorService threads;

    /// Where the threads of pages are virtual: those that work.
    private final Optional<ExecutorService> working;

    private final int atOnce;

    /// Pages that are worked on.
    private final Semaphore places;

    /// Images, whatever their size.
    private final Semaphore images;

    /// Files that pages have open: as many as there are images, which are drawn from them.
    private final Semaphore files;

    private final Semaphore room;
    private final int allRoom;

    private Lane(
        ExecutorService threads,
        Optional<ExecutorService> working,
        int atOnce,
        int images,
        long pixels) {
      this.threads = threads;
      this.working = working;
      this.atOnce = atOnce;
      this.places = new Semaphore(atOnce, true);
      this.images = new Semaphore(images, true);
      this.files = new Semaphore(images, true);
      this.allRoom = permits(pixels);
      this.room = new Semaphore(allRoom, true);
    }

    /// How many pages are worked on at once.
    public int atOnce() {
      return atOnce;
    }

    /// How many documents hand over their images at once: one more than pages are worked on, so
    /// that documents of one page keep the engine busy while the next one comes.
    public int documentsAtOnce() {
      return atOnce + 1;
    }

    private void stop() {
      threads.shutdown();
      // Pages under way hand it their images; its threads are daemons, and go when idle.
    }

    public Future<?> submit(Runnable page) {
      return call(Executors.callable(page));
    }

    public <T> Future<T> call(Callable<T> page) {
      return threads.submit(
          () -> {
            places.acquire();
            try {
              return page.call();
            } finally {
              places.release();
            }
          });
    }

    /// Does work that keeps a processor busy for long, and waits for it: virtual threads share a
    /// few carriers, and while these work nobody hears what servers say.
    public <T> T work(Supplier<T> work) {
      if (working.isEmpty()) {
        return work.get();
      }
      Future<T> done = working.get().submit(work::get);
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return done.get();
          } catch (InterruptedException e) {
            // It is soon done, and uses what its page has.
            interrupted = true;
          }
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw new IllegalStateException(e);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    /// Waits until one more file may be open. Whoever has room for an image has a file already.
    public Room roomForFile() {
      files.acquireUninterruptibly();
      return files::release;
    }

    /// Waits until there is room for an image of so many pixels; a larger one than all room
    /// together waits for all of it.
    public Room roomFor(double pixels) {
      int permits = Math.clamp(permits((long) pixels), 1, allRoom);
      images.acquireUninterruptibly();
      room.acquireUninterruptibly(permits);
      return () -> {
        room.release(permits);
        images.release();
      };
    }
  }

  /// Room that is taken, until it is closed.
  public interface Room extends AutoCloseable {
    @Override
    void close();
  }

  private static int permits(long pixels) {
    return (int) Math.min(Integer.MAX_VALUE, (pixels + PIXELS_A_PERMIT - 1) / PIXELS_A_PERMIT);
  }

  /// Takes no more pages. Those that were handed over are run, for their documents wait for them; a
  /// document that is stopped makes short work of them.
  @PreDestroy
  public void stop() {
    here.stop();
    servers.stop();
  }
}
