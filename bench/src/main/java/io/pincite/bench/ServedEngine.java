package io.pincite.bench;

import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.ImageFile;
import io.pincite.ocr.Line;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageRequest;
import io.pincite.ocr.PageText;
import io.pincite.ocr.ReadingListener;
import io.pincite.ocr.VllmOcr;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Our engine `vllm` in one of its modes, many pages at a time; what it read of a picture is kept,
/// so that no picture is asked about twice. Used by one thread; does not close the engine.
final class ServedEngine implements OcrEngine {
  private static final ImageFile.Limits LIMITS = new ImageFile.Limits(36_000_000, 1_000);
  private static final ReadPage NOTHING = new ReadPage("", "", List.of(), List.of(), List.of(), 0);

  private final VllmOcr engine;
  private final Optional<String> mode;
  private final int concurrency;
  private final Map<Path, Served> served = new LinkedHashMap<>();
  private double seconds;

  /// @param mode empty to have the engine choose one for each page
  /// @param concurrency most pages at a time
  ServedEngine(VllmOcr engine, Optional<String> mode, int concurrency) {
    this.engine = engine;
    this.mode = mode;
    this.concurrency = concurrency;
  }

  /// What became of a picture.
  ///
  /// @param page empty where it failed
  /// @param output absent where it failed, or nothing was asked
  /// @param problem why it failed
  record Served(
      ReadPage page,
      List<ReadFormula> formulas,
      Optional<ModelOutput> output,
      Optional<String> problem) {}

  record ReadFormula(BoundingBox box, String latex) {}

  @Override
  public String name() {
    return "vllm " + mode.orElse("chosen");
  }

  @Override
  public List<ReadPage> read(List<Job> jobs) {
    List<Path> open =
        jobs.stream().map(Job::picture).filter(each -> !served.containsKey(each)).toList();
    var permits = new Semaphore(concurrency);
    long start = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new LinkedHashMap<Path, java.util.concurrent.Future<Served>>();
      for (Path picture : open) {
        results.computeIfAbsent(
            picture,
            _ ->
                threads.submit(
                    () -> {
                      permits.acquire();
                      try {
                        return read(picture);
                      } finally {
                        permits.release();
                      }
                    }));
      }
      for (var result : results.entrySet()) {
        served.put(result.getKey(), result.getValue().get());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while pages were read", stopped);
    } catch (java.util.concurrent.ExecutionException problem) {
      throw new IllegalStateException(problem.getCause());
    }
    if (!open.isEmpty()) {
      seconds += (System.nanoTime() - start) / 1e9;
    }
    return jobs.stream().map(job -> served.get(job.picture()).page()).toList();
  }

  private Served read(Path picture) {
    long start = System.nanoTime();
    try (ImageFile file = ImageFile.open(picture, LIMITS)) {
      var request =
          new PageRequest(
              file.page(1), OcrTask.DOCUMENT, mode, Optional.empty(), Optional.empty(), List.of());
      PageText text = engine.read(request, ReadingListener.NONE);
      return of(text, (System.nanoTime() - start) / 1e9);
    } catch (OcrException problem) {
      return new Served(NOTHING, List.of(), Optional.empty(), Optional.of(problem.getMessage()));
    }
  }

  private static Served of(PageText text, double seconds) {
    List<Block> flow = text.blocks().stream().filter(each -> each.type().isInFlow()).toList();
    var inFlow = new PageText(flow, text.provenance(), text.turn(), text.doubts());
    var whole = new StringBuilder();
    var formulas = new ArrayList<ReadFormula>();
    for (Block block : flow) {
      whole.append(KnownLayout.joined(texts(block.lines()))).append('\n');
      if (block instanceof Block.Table table) {
        table
            .cells()
            .forEach(cell -> whole.append(KnownLayout.joined(texts(cell.lines()))).append('\n'));
      }
      if (block instanceof Block.Formula formula) {
        formulas.add(new ReadFormula(formula.box(), String.join(" ", texts(formula.lines()))));
      }
    }
    ReadPage page = PpOcrProcess.of(inFlow, seconds);
    return new Served(
        new ReadPage(
            whole.toString(), page.markdown(), page.lines(), page.words(), page.tables(), seconds),
        List.copyOf(formulas),
        text.output(),
        Optional.empty());
  }

  private static List<String> texts(List<Line> lines) {
    return lines.stream().map(Line::text).toList();
  }

  /// What became of a picture that was read.
  Served of(Path picture) {
    return served.get(picture);
  }

  List<Served> all() {
    return List.copyOf(served.values());
  }

  /// Time in which pages were asked about, all of them together.
  double seconds() {
    return seconds;
  }

  @Override
  public void close() {}
}
