package io.pincite.ingest.internal.figures;

import io.pincite.ingest.Figures;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.Ocr;
import io.pincite.ocr.OcrTask;
import java.util.Optional;

/// The engine that says what figures show.
public final class AbleEngine {
  private AbleEngine() {}

  /// The engine that was named, or the first that does the task.
  ///
  /// @throws IngestException.Invalid `ocr-mode-not-served` where there is none, or it does no such
  ///     thing; `invalid-field` for a task that is not about figures
  public static String of(Ocr ocr, Figures.Wish wish) {
    if (wish.task() != OcrTask.PARSE_FIGURE && wish.task() != OcrTask.DESCRIBE) {
      throw new IngestException.Invalid(
          "invalid-field",
          "[task] a figure is read by PARSE_FIGURE or DESCRIBE, not by %s.".formatted(wish.task()));
    }
    String engine =
        wish.engine()
            .or(
                () ->
                    ocr.engines().stream()
                        .filter(one -> one.tasks().contains(wish.task()))
                        .map(Ocr.Status::engine)
                        .findFirst())
            .orElseThrow(
                () ->
                    new IngestException.Invalid(
                        "ocr-mode-not-served",
                        "[task] no engine here does %s. Point pincite.ocr.vllm.base-urls at a server of DeepSeek-OCR."
                            .formatted(wish.task())));
    ocr.require(Optional.of(engine), wish.task(), wish.mode(), wish.prompt());
    return engine;
  }
}
