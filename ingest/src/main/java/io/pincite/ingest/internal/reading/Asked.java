package io.pincite.ingest.internal.reading;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.internal.ocr.EngineStart.Started;
import io.pincite.ingest.internal.ocr.OcrEngines;
import io.pincite.ingest.internal.store.ReadBy;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Which engine is to do what with the images of a page, and who stands in for it.
///
/// @param standIn starts the engine that reads what the other could not
/// @param isLastTry whether the engine is not asked another time when it fails
/// @param isPatient whether the engine tries again by itself when it fails
/// @param words that stand on the page for certain; empty where none are known
/// @param instead why this engine reads although another one was asked
record Asked(
    Started engine,
    OcrTask task,
    Optional<String> mode,
    Optional<String> target,
    Optional<String> prompt,
    Optional<Supplier<Started>> standIn,
    boolean isLastTry,
    boolean isPatient,
    List<StyledWord> words,
    Optional<String> instead) {

  /// What is wanted of an engine by its name; where it cannot be had and is not asked another time,
  /// of its stand-in.
  ///
  /// @throws IngestException.Unavailable `ocr-not-available` when there is none or it does not
  ///     start
  static Asked of(
      OcrEngines engines,
      String engine,
      OcrTask task,
      Optional<String> mode,
      Optional<String> target,
      Optional<String> prompt,
      boolean isLastTry) {
    Optional<Supplier<Started>> standIn =
        engines.standInFor(engine, task, prompt).map(other -> () -> engines.running(other));
    try {
      return new Asked(
          engines.running(engine),
          task,
          mode,
          target,
          prompt,
          standIn,
          isLastTry,
          engines.isPatient(engine),
          List.of(),
          Optional.empty());
    } catch (IngestException.Unavailable e) {
      if (!isLastTry || standIn.isEmpty()) {
        throw e;
      }
      Started other = standIn.get().get();
      return new Asked(
          other,
          task,
          Optional.empty(),
          target,
          prompt,
          Optional.empty(),
          true,
          false,
          List.of(),
          Optional.of(
              "%s read it, for %s could not be had: %s"
                  .formatted(other.identity().engine(), engine, e.getMessage())));
    }
  }

  /// The same of another engine, which has its own modes.
  ///
  /// @param why for people
  Asked instead(Started other, String why) {
    return new Asked(
        other,
        task,
        Optional.empty(),
        target,
        prompt,
        Optional.empty(),
        isLastTry,
        false,
        List.of(),
        Optional.of(why));
  }

  /// The same, held against these words, where the engine writes text as a model does.
  Asked against(List<StyledWord> known) {
    return engine.reader().capabilities().prompts()
        ? new Asked(
            engine, task, mode, target, prompt, standIn, isLastTry, isPatient, known, instead)
        : this;
  }

  ReadBy by() {
    return ReadBy.of(engine.identity(), task, mode, target, prompt);
  }

  PageRequest request(PageImage image) {
    return new PageRequest(image, task, mode, target, prompt, words);
  }

  String name() {
    return engine.identity().engine();
  }
}
