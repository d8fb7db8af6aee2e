package io.pincite.ingest;

import io.pincite.ingest.internal.ocr.EngineStart;
import io.pincite.ocr.Block;
import io.pincite.ocr.FakePageReader;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageRequest;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.ReadingListener;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A second engine beside [FakeEngine]: it writes text as a language model does, in two modes, does
/// every task, and fails, repeats itself or waits where a test wants it to.
@Alternative
@Priority(1)
@Singleton
public class FakeWriter implements EngineStart {
  public static final String NAME = "writer";
  private static final int VISION_TOKENS = 100;

  private final FakePageReader reader = new FakePageReader();
  private final Queue<PageRequest> requests = new ConcurrentLinkedQueue<>();
  private volatile ModelOutput.End end = ModelOutput.End.COMPLETE;
  private volatile boolean fails;
  private volatile Optional<List<Block>> written = Optional.empty();
  private final AtomicInteger breaks = new AtomicInteger();
  private final AtomicInteger unpaused = new AtomicInteger();
  private volatile Optional<CountDownLatch> pause = Optional.empty();

  /// What it was asked for since it was last forgotten, without the images.
  public List<PageRequest> requests() {
    return List.copyOf(requests);
  }

  public void reset() {
    requests.clear();
    end = ModelOutput.End.COMPLETE;
    fails = false;
    breaks.set(0);
    written = Optional.empty();
    pause.ifPresent(CountDownLatch::countDown);
    pause = Optional.empty();
    unpaused.set(0);
  }

  /// How what it writes ends from now on.
  public void endsWith(ModelOutput.End other) {
    end = other;
  }

  /// What every page says from now on.
  public void writes(List<Block> blocks) {
    written = Optional.of(List.copyOf(blocks));
  }

  /// Every page fails as an engine does from now on.
  public void fail() {
    fails = true;
  }

  /// The next so many readings fail after the first words, and after the pause if there is one.
  public void breakAfterPause(int times) {
    breaks.set(times);
  }

  /// It waits in the middle of a page, after the first words, until the latch is down.
  public void pauseUntil(CountDownLatch latch) {
    pauseAfter(0, latch);
  }

  /// The same once this many more pages are read.
  public void pauseAfter(int pages, CountDownLatch latch) {
    unpaused.set(pages);
    pause = Optional.of(latch);
  }

  @Override
  public PageReader.PageReaderCapabilities capabilities() {
    return new PageReader.PageReaderCapabilities(
        NAME, Set.of("en"), Set.of("small", "large"), EnumSet.allOf(OcrTask.class), true);
  }

  @Override
  public Started start(OcrSettings settings) {
    return new Started(
        new Writer(),
        new Provenance(
            NAME, "1", Optional.of("writer-model"), Optional.empty(), java.util.Map.of()),
        "http://localhost:1/v1",
        Optional.empty(),
        () -> {});
  }

  private final class Writer implements PageReader {
    @Override
    public PageReaderCapabilities capabilities() {
      return FakeWriter.this.capabilities();
    }

    @Override
    public PageText read(PageImage page) {
      return read(PageRequest.of(page), ReadingListener.NONE);
    }

    @Override
    public PageText read(PageRequest request, ReadingListener listener) {
      capabilities().require(request);
      requests.add(request);
      if (fails) {
        throw new OcrException.EngineFailed("the server is away.", new Exception());
      }
      listener.begun(0);
      listener.delta("Written ");
      if (unpaused.getAndDecrement() <= 0) {
        pause.ifPresent(FakeWriter::await);
      }
      if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new OcrException.EngineFailed("the server went away.", new Exception());
      }
      String mode = request.mode().orElse("small");
      PageText read = reader.read(request.image());
      read.blocks().forEach(listener::block);
      listener.delta("in " + mode);
      return new PageText(
          request.task() == OcrTask.DOCUMENT ? written.orElse(read.blocks()) : List.of(),
          new Provenance(
              NAME, "1", Optional.of("writer-model"), Optional.of(mode), java.util.Map.of()),
          read.turn(),
          read.doubts(),
          Optional.of(
              new ModelOutput("Written in " + mode, Optional.of(mode), VISION_TOKENS, 250, end)));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException();
    }
  }
}
