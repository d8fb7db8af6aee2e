package io.pincite.web;

import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.internal.ocr.EngineStart;
import io.pincite.ocr.Block;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageRequest;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.ReadingListener;
import io.pincite.ocr.VllmOcr;
import io.pincite.ocr.VllmOcrSettings;
import io.pincite.samples.ReplayScript.Step;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.Sample;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/// DeepSeek-OCR as Pincite asks it, of a server that replays what it writes of the samples. It
/// waits before the answer, or in the middle of it, where a test wants it to.
@Singleton
public class Replayed implements EngineStart {
  public static final String NAME = "replayed";
  private static final int NEVER = Integer.MAX_VALUE;
  private static final ReplayServer SERVER = ReplayServer.start();
  private static volatile CountDownLatch onGoing = new CountDownLatch(0);
  private static volatile int waitsAfterBlocks = NEVER;

  /// It waits from now on: before it asks for a page, or, of each page, once it has heard so many
  /// blocks and the beginning of the next one.
  ///
  /// @param blocks 0 to wait before a page
  public static void pauseAfter(int blocks) {
    waitsAfterBlocks = blocks;
    onGoing = new CountDownLatch(1);
  }

  public static void goOn() {
    waitsAfterBlocks = NEVER;
    onGoing.countDown();
  }

  /// The next answer breaks off after so many tokens.
  public static void breakOffAfter(int tokens) {
    SERVER.follow(new Step.Resets(tokens));
  }

  @Override
  public PageReader.PageReaderCapabilities capabilities() {
    return new PageReader.PageReaderCapabilities(
        NAME,
        Set.of("en"),
        Set.of("gundam", "base-640"),
        EnumSet.of(OcrTask.DOCUMENT, OcrTask.FREE_OCR),
        false);
  }

  @Override
  public Started start(OcrSettings settings) {
    SERVER.knowing(Sample.NDA).knowing(Sample.EMPLOYMENT);
    VllmOcr engine =
        VllmOcr.start(VllmOcrSettings.of(SERVER.baseUrl().toString()), new Sideways.Seer());
    return new Started(
        new Reader(engine),
        new Provenance(NAME, "1", Optional.empty(), Optional.empty(), Map.of()),
        SERVER.baseUrl().toString(),
        Optional.empty(),
        engine);
  }

  private final class Reader implements PageReader {
    private final VllmOcr engine;

    private Reader(VllmOcr engine) {
      this.engine = engine;
    }

    @Override
    public PageReaderCapabilities capabilities() {
      return Replayed.this.capabilities();
    }

    @Override
    public PageText read(PageImage page) {
      return read(PageRequest.of(page), ReadingListener.NONE);
    }

    @Override
    public PageText read(PageRequest request, ReadingListener listener) {
      if (waitsAfterBlocks == 0) {
        await();
      }
      var asked =
          new PageRequest(
              request.image(),
              request.task(),
              request.mode(),
              request.target(),
              request.prompt(),
              List.of());
      return engine.read(asked, new Slow(listener));
    }
  }

  /// Passes on what it hears.
  private static final class Slow implements ReadingListener {
    private final ReadingListener to;
    private int blocks;

    private Slow(ReadingListener to) {
      this.to = to;
    }

    @Override
    public void begun(int turn) {
      blocks = 0;
      to.begun(turn);
    }

    @Override
    public void block(Block block) {
      blocks++;
      to.block(block);
    }

    @Override
    public void delta(String text) {
      to.delta(text);
      if (blocks >= waitsAfterBlocks && !text.isBlank()) {
        await();
      }
    }
  }

  private static void await() {
    try {
      onGoing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }
}
