package io.pincite.ingest;

import io.pincite.ingest.internal.ocr.EngineStart;
import io.pincite.ocr.FakePageReader;
import io.pincite.ocr.FoundLines;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.awt.image.BufferedImage;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The engine of these tests: no model, but everything else as with one. It counts what it reads,
/// and does something else where a test wants it to.
@Alternative
@Priority(1)
@Singleton
public class FakeEngine implements EngineStart {
  private final FakePageReader reader = new FakePageReader();
  private final AtomicInteger images = new AtomicInteger();
  private volatile UnaryOperator<PageText> change = UnaryOperator.identity();
  private volatile Optional<String> refusal = Optional.empty();
  private volatile Optional<PageReader> finder = Optional.empty();
  private final AtomicInteger failures = new AtomicInteger();
  private final Queue<WeakReference<BufferedImage>> pixels = new ConcurrentLinkedQueue<>();

  /// How many images it has read since it was last forgotten.
  public int images() {
    return images.get();
  }

  public void reset() {
    images.set(0);
    change = UnaryOperator.identity();
    refusal = Optional.empty();
    finder = Optional.empty();
    failures.set(0);
    pixels.clear();
  }

  /// The next readings fail as an engine does.
  public void failTimes(int times) {
    failures.set(times);
  }

  /// How many of the images that it was given are still in memory.
  public long imagesInMemory() {
    System.gc();
    return pixels.stream().filter(image -> image.get() != null).count();
  }

  /// What its readings become.
  public void change(UnaryOperator<PageText> other) {
    change = other;
  }

  /// Lines are found, and read one by one, by this engine from now on.
  public void findBy(PageReader other) {
    finder = Optional.of(other);
  }

  /// Every page fails with this from now on.
  public void refuse(String message) {
    refusal = Optional.of(message);
  }

  @Override
  public PageReader.PageReaderCapabilities capabilities() {
    return new PageReader.PageReaderCapabilities("ppocr", Set.of("en"));
  }

  @Override
  public Started start(OcrSettings settings) {
    return new Started(
        new Reader(), Provenance.of("ppocr", "fake"), "cpu", Optional.empty(), () -> {});
  }

  private final class Reader implements PageReader {
    @Override
    public PageReaderCapabilities capabilities() {
      return FakeEngine.this.capabilities();
    }

    @Override
    public Optional<FoundLines> find(Supplier<PageImage> page) {
      return finder.flatMap(other -> other.find(page));
    }

    @Override
    public void awaitIdle() {
      finder.ifPresent(PageReader::awaitIdle);
    }

    @Override
    public PageText read(PageImage page) {
      images.incrementAndGet();
      pixels.add(new WeakReference<>(page.pixels()));
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new OcrException.EngineFailed("the engine lost its thread.", new Exception());
      }
      refusal.ifPresent(
          message -> {
            throw new OcrException.UnreadableImage(message);
          });
      // As engines do, on a thread of its own: virtual ones that work keep others from waiting.
      PageText read;
      try {
        read =
            CompletableFuture.supplyAsync(() -> reader.read(page), Thread.ofPlatform()::start)
                .join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof OcrException cause ? cause : e;
      }
      return change.apply(
          new PageText(read.blocks(), Provenance.of("ppocr", "fake"), read.turn(), read.doubts()));
    }
  }
}
