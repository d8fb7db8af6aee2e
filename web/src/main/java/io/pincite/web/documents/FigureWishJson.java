package io.pincite.web.documents;

import io.pincite.ingest.Figures;
import io.pincite.ocr.OcrTask;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a figure is to be read.
///
/// @param task PARSE_FIGURE or DESCRIBE
/// @param engine an engine by its name, if not the first that does the task
/// @param mode one of that engine's modes
/// @param prompt what it is asked instead of the task's own words
public record FigureWishJson(
    Optional<String> task,
    Optional<String> engine,
    Optional<String> mode,
    Optional<String> prompt) {
  /// What a model is asked is a sentence or two.
  private static final int LONGEST_PROMPT = 2_000;

  public static Figures.Wish wish(@Nullable FigureWishJson body) {
    if (body == null || body.task().isEmpty()) {
      throw WebException.missing("task", "the body");
    }
    return new Figures.Wish(
        Parameters.choice("task", body.task().get(), OcrTask.class)
            .orElseThrow(() -> WebException.missing("task", "the body")),
        body.engine().flatMap(Parameters::text),
        body.mode().flatMap(Parameters::text),
        body.prompt()
            .flatMap(Parameters::text)
            .map(text -> Parameters.limited("prompt", text, LONGEST_PROMPT)));
  }
}
