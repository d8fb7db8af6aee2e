package io.pincite.ingest.internal.ocr;

import io.pincite.ingest.OcrSettings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads on which pages are drawn and wait for the engine, of all documents together, and
/// the room for their images. Pages are taken in the order in which they were handed over. Safe for
/// use by many threads.
@Singleton
public class OcrThreads {
  private static final long PIXELS_A_PERMIT = 10_000;

  /// A4 in square points.
  private static final double SQUARE_POINTS = 595 * 842;

  private static final Duration KEPT = Duration.ofSeconds(30);

  private final ThreadPoolExecutor threads;
  private final int atOnce;
  private final Semaphore room;
  private final int allRoom;

  public OcrThreads(OcrSettings settings) {
    this.atOnce = pagesAtOnce(settings);
    this.allRoom = permits(settings.maxPagePixels());
    this.room = new Semaphore(allRoom, true);
    this.threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            KEPT.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("page-image-", 1).factory());
    // A library without scans has none of these threads.
    threads.allowCoreThreadTimeOut(true);
  }

  /// How many pages an engine in this process works on at once.
  static int pagesInFlight(OcrSettings settings) {
    return settings.pagesInFlight() > 0
        ? settings.pagesInFlight()
        : Runtime.getRuntime().availableProcessors() + 1;
  }

  /// Pages that wait for a server cost no processor, only room for their images: as many as the
  /// servers take, and as there is room for.
  static int pagesAtOnce(OcrSettings settings) {
    int local = pagesInFlight(settings);
    int servers = settings.vllm().baseUrls().map(List::size).orElse(0);
    if (settings.pagesInFlight() > 0 || servers == 0) {
      return local;
    }
    double inches = SQUARE_POINTS / (72 * 72);
    long fitting = (long) (settings.maxPagePixels() / (inches * settings.dpi() * settings.dpi()));
    long wanted = (long) servers * settings.vllm().concurrency();
    return (int) Math.max(local, Math.min(fitting, wanted));
  }

  /// How many pages are worked on at once.
  public int atOnce() {
    return atOnce;
  }

  /// How many documents hand over their images at once: one more than pages are worked on, so that
  /// documents of one page keep the engine busy while the next one comes.
  public int documentsAtOnce() {
    return atOnce + 1;
  }

  public Future<?> submit(Runnable page) {
    return threads.submit(page);
  }

  public <T> Future<T> call(Callable<T> page) {
    return threads.submit(page);
  }

  /// Waits until there is room for an image of so many pixels; a larger one than all room together
  /// waits for all of it.
  public Room roomFor(double pixels) {
    int permits = Math.clamp(permits((long) pixels), 1, allRoom);
    room.acquireUninterruptibly(permits);
    return () -> room.release(permits);
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
    threads.shutdown();
  }
}
