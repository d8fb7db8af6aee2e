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
import java.util.stream.IntStream;

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

  /// What a prompt that begins so is answered with: formulas of every kind.
  public static final String FORMULAS = "Formulas";

  /// What a prompt that begins so is answered with: [#RAW], of which nothing has a place.
  public static final String UNTRAINED = "Untrained";

  /// As a model might write it that copies what it sees, or was made to by a page.
  public static final String RAW =
      """
      # A heading & **bold**
      <h2>Not one</h2> <b>nor bold</b> 1 < 2 \\* $5 <img src="x" onerror="window.harmed = 1">
      <script>window.harmed = 1</script> [a link](javascript:window.harmed=1)
      ![a picture](/api/v1/ocr/00000000-0000-0000-0000-000000000000/pages/1/figures/1)

      <table><tr><td onclick="window.harmed = 1">cell <img src="x" onerror="window.harmed = 1"></td></tr></table>
      """;

  private static List<Block> formulas() {
    return List.of(
        new Block.Paragraph(
            List.of(line(0.1, "Let \\(x_{i} < \\hat{y}\\) cost $5 and $6.")),
            new BoundingBox(0.1, 0.1, 0.9, 0.15),
            "text"),
        new Block.Formula(
            List.of(line(0.2, "E = \\frac{1}{n} \\sum_{i=1}^{n} (y_i - \\hat{y}_i)^2 \\tag{1}")),
            new BoundingBox(0.1, 0.2, 0.9, 0.25),
            "equation"),
        new Block.Formula(
            List.of(line(0.3, "\\unknown{x} <b>")),
            new BoundingBox(0.1, 0.3, 0.9, 0.35),
            "equation"),
        new Block.Formula(
            List.of(
                line(
                    0.5,
                    "\\begin{aligned} a &= \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} \\\\ &= b"
                        + " \\end{aligned}")),
            new BoundingBox(0.1, 0.5, 0.9, 0.6),
            "equation"),
        new Block.Caption(
            List.of(line(0.4, "Table 1: of \\(\\alpha\\)")),
            new BoundingBox(0.1, 0.4, 0.9, 0.45),
            "table_caption"));
  }

  private static Line line(double top, String text) {
    String[] words = text.split(" ", -1);
    return new Line(
        IntStream.range(0, words.length)
            .mapToObj(
                i ->
                    new Word(
                        words[i],
                        new BoundingBox(0.1 + i * 0.05, top, 0.14 + i * 0.05, top + 0.04),
                        1,
                        i > 0))
            .toList());
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
      if (request.prompt().filter(p -> p.startsWith(UNTRAINED)).isPresent()) {
        return raw(request);
      }
      listener.delta("Hello ");
      await();
      var hello = new Word("Hello", new BoundingBox(0.1, 0.1, 0.3, 0.2), 0.9, false);
      var world = new Word("<world>", new BoundingBox(0.4, 0.1, 0.6, 0.2), 0.9, true);
      var block =
          new Block.Paragraph(
              List.of(new Line(List.of(hello, world))),
              new BoundingBox(0.1, 0.1, 0.6, 0.2),
              "text");
      boolean areFormulas = request.prompt().filter(p -> p.startsWith(FORMULAS)).isPresent();
      List<Block> blocks = areFormulas ? formulas() : List.of(block);
      boolean isDocument = request.task() == OcrTask.DOCUMENT;
      if (isDocument) {
        blocks.forEach(listener::block);
      }
      listener.delta("<world>");
      return new PageText(
          isDocument ? blocks : List.of(),
          new Provenance(NAME, "1", Optional.empty(), request.mode(), Map.of()),
          0,
          List.of(),
          Optional.of(
              new ModelOutput(
                  "Hello <world>", request.mode(), 100, 250, ModelOutput.End.COMPLETE)));
    }
  }

  private static PageText raw(PageRequest request) {
    return new PageText(
        List.of(),
        new Provenance(NAME, "1", Optional.empty(), request.mode(), Map.of()),
        0,
        List.of(),
        Optional.of(new ModelOutput(RAW, request.mode(), 100, 250, ModelOutput.End.COMPLETE)));
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
