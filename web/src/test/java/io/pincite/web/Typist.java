package io.pincite.web;

import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.internal.ocr.EngineStart;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Line;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageRequest;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.ocr.ReadingListener;
import io.pincite.ocr.Word;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/// A second engine beside the real one: whatever the image, it types the same two words in two
/// goes, as a language model does.
@Singleton
public class Typist implements EngineStart {
  public static final String NAME = "typist";
  private static volatile CountDownLatch onGoing = new CountDownLatch(0);
  private static final Provenance IDENTITY =
      new Provenance(NAME, "1", Optional.empty(), Optional.empty(), Map.of());

  /// It stops after the first word from now on.
  public static void pause() {
    onGoing = new CountDownLatch(1);
  }

  public static void goOn() {
    onGoing.countDown();
  }

  @Override
  public PageReader.PageReaderCapabilities capabilities() {
    return new PageReader.PageReaderCapabilities(
        NAME,
        Set.of("en"),
        Set.of("tiny"),
        EnumSet.of(OcrTask.DOCUMENT, OcrTask.DESCRIBE, OcrTask.LOCATE),
        true);
  }

  @Override
  public Started start(OcrSettings settings) {
    return new Started(new Reader(), IDENTITY, "cpu", Optional.empty(), () -> {});
  }

  private final class Reader implements PageReader {
    @Override
    public PageReaderCapabilities capabilities() {
      return Typist.this.capabilities();
    }

    @Override
    public PageText read(PageImage page) {
      return read(PageRequest.of(page), ReadingListener.NONE);
    }

    @Override
    public PageText read(PageRequest request, ReadingListener listener) {
      listener.delta("Hello ");
      await();
      var hello = new Word("Hello", new BoundingBox(0.1, 0.1, 0.3, 0.2), 0.9, false);
      var world = new Word("<world>", new BoundingBox(0.4, 0.1, 0.6, 0.2), 0.9, true);
      var block =
          new Block.Paragraph(
              List.of(new Line(List.of(hello, world))),
              new BoundingBox(0.1, 0.1, 0.6, 0.2),
              "text");
      boolean isDocument = request.task() == OcrTask.DOCUMENT;
      if (isDocument) {
        listener.block(block);
      }
      listener.delta("<world>");
      return new PageText(
          isDocument ? List.of(block) : List.of(),
          new Provenance(NAME, "1", Optional.empty(), request.mode(), Map.of()),
          0,
          List.of(),
          Optional.of(
              new ModelOutput(
                  "Hello <world>", request.mode(), 100, 250, ModelOutput.End.COMPLETE)));
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
