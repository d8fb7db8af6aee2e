package io.pincite.ingest.internal.reading;

import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.pages.PageFile;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one page has while it is read: an open file, its clock, the lane it runs in, and a way to
/// break off what its engine does. For one thread, but for [#breakOff].
final class PageRun implements AutoCloseable {
  private final OcrThreads.Lane lane;
  private final Supplier<PageFile> take;
  private final Consumer<PageFile> giveBack;
  private final PageClock clock = new PageClock(System::nanoTime);
  private @Nullable PageFile file;
  private OcrThreads.@Nullable Room fileRoom;
  private @Nullable Thread asking;
  private boolean brokenOff;

  /// @param take an open file that nobody else uses
  /// @param giveBack takes it again
  PageRun(OcrThreads.Lane lane, Supplier<PageFile> take, Consumer<PageFile> giveBack) {
    this.lane = lane;
    this.take = take;
    this.giveBack = giveBack;
  }

  OcrThreads.Lane lane() {
    return lane;
  }

  PageClock clock() {
    return clock;
  }

  /// The file, taken where it was let go before: opened by a thread that may work, when fewer are
  /// open than pages are drawn at once.
  PageFile file() {
    PageFile taken = file;
    if (taken == null) {
      clock.stop();
      OcrThreads.Room room = lane.roomForFile();
      clock.go();
      try {
        taken = lane.work(take);
      } catch (Throwable e) {
        room.close();
        throw e;
      }
      file = taken;
      fileRoom = room;
    }
    return taken;
  }

  /// Others may have the file while this page waits.
  void letFileGo() {
    PageFile taken = file;
    file = null;
    if (taken != null) {
      giveBack.accept(taken);
    }
    OcrThreads.Room room = fileRoom;
    fileRoom = null;
    if (room != null) {
      room.close();
    }
  }

  /// Asks an engine, and nothing else: only here the thread is interrupted.
  ///
  /// @throws CancellationException when the page is broken off
  <T> T asking(Supplier<T> engine) {
    synchronized (this) {
      requireWanted();
      asking = Thread.currentThread();
    }
    T answer;
    try {
      answer = engine.get();
    } catch (RuntimeException e) {
      synchronized (this) {
        if (brokenOff && !(e instanceof CancellationException)) {
          var cancelled = new CancellationException("the page was broken off");
          cancelled.initCause(e);
          throw cancelled;
        }
      }
      throw e;
    } finally {
      synchronized (this) {
        asking = null;
        if (brokenOff) {
          // What interrupted the engine must not interrupt the database.
          Thread.interrupted();
        }
      }
    }
    requireWanted();
    return answer;
  }

  /// @throws CancellationException when the page is broken off
  synchronized void requireWanted() {
    if (brokenOff) {
      throw new CancellationException("the page was broken off");
    }
  }

  /// Ends what the engine does, soon; its answer is not wanted any more.
  synchronized void breakOff() {
    brokenOff = true;
    if (asking != null) {
      asking.interrupt();
    }
  }

  @Override
  public void close() {
    letFileGo();
  }
}
