package io.pincite.ocr;

import io.pincite.ocr.PageContent.StyledWord;
import java.util.List;
import java.util.Optional;

/// A page, and what is wanted of it.
///
/// @param mode resolution mode, one that the engine declares; absent: the engine chooses
/// @param target what is looked for, in words; for [OcrTask#LOCATE], and only there
/// @param prompt what a language model is asked instead of the task's own words: something its
///     makers have not trained it on
/// @param words that are known to stand on the page, with their places, such as the glyphs of a
///     PDF; a model that writes text is held against them. Empty where nothing is known
public record PageRequest(
    PageImage image,
    OcrTask task,
    Optional<String> mode,
    Optional<String> target,
    Optional<String> prompt,
    List<StyledWord> words) {
  public PageRequest {
    if ((task == OcrTask.LOCATE) != target.isPresent()) {
      throw new IllegalArgumentException(
          "something to look for belongs to LOCATE, and to nothing else: " + task + " " + target);
    }
    words = List.copyOf(words);
  }

  /// The page as a document, in the mode of the engine's choice.
  public static PageRequest of(PageImage image) {
    return new PageRequest(
        image, OcrTask.DOCUMENT, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }
}
