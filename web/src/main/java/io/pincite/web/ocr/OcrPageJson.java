package io.pincite.web.ocr;

import io.pincite.ingest.OcrRequests.Format;
import io.pincite.ingest.OcrRequests.Page;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.FigureLinks;
import io.pincite.ocr.FigureText;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import io.pincite.web.documents.PageJson;
import io.pincite.web.problems.ProblemJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A page that is done: read, or why not. Of one that could not be read there is nothing else.
///
/// @param width after upright rotation, in `unit`
/// @param turn clockwise degrees the page as the file shows it was turned by to stand upright
/// @param sourceCode why it was read so; FALLBACK where another engine read than the one asked
/// @param sourceReason the same for people, in English
/// @param confidence mean over its words, 0 to 1
/// @param markdown where Markdown or JSON is wanted
/// @param text where text or JSON is wanted
/// @param html where HTML is wanted
/// @param words where JSON is wanted; their offsets are code points of the text
/// @param raw what a model wrote, tags and all, where JSON is wanted
record OcrPageJson(
    int number,
    Optional<ProblemJson> problem,
    Optional<Double> width,
    Optional<Double> height,
    Optional<PageJson.Unit> unit,
    Optional<Integer> turn,
    Optional<String> engine,
    Optional<String> mode,
    Optional<SourceReason.Code> sourceCode,
    Optional<String> sourceReason,
    Optional<Double> confidence,
    Optional<String> markdown,
    Optional<String> text,
    Optional<String> html,
    List<OcrBlockJson> blocks,
    Optional<List<PageJson.WordJson>> words,
    Optional<String> raw,
    List<PageJson.DoubtJson> doubts,
    Optional<PageJson.UsageJson> usage) {

  private static final String FIGURE = "figure";

  /// @param task that was asked for
  /// @param figures where figures of the page can be fetched
  static OcrPageJson of(Page page, OcrTask task, Format format, FigureLinks figures) {
    return switch (page) {
      case Page.Read read -> of(read.reading(), task, format, figures);
      case Page.Failed failed ->
          new OcrPageJson(
              failed.number(),
              Optional.of(ProblemJson.of(failed.problem())),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Optional.empty());
    };
  }

  private static OcrPageJson of(
      PageReading page, OcrTask task, Format format, FigureLinks figures) {
    Optional<String> raw = page.usage().flatMap(PageReading.Usage::output).map(ModelOutput::text);
    Optional<PageText> figure =
        raw.filter(_ -> task == OcrTask.PARSE_FIGURE).flatMap(written -> figure(page, written));
    List<OcrBlockJson> blocks =
        figure
            .map(whole -> whole.blocks().stream().map(OcrBlockJson::of).toList())
            .orElseGet(() -> OcrBlockJson.of(page.layer()));
    // What else a model says of a picture has no place on it, and so no blocks.
    Optional<String> said = raw.filter(_ -> blocks.isEmpty());
    boolean whole = format == Format.JSON;
    return new OcrPageJson(
        page.page(),
        Optional.empty(),
        Optional.of(page.width()),
        Optional.of(page.height()),
        Optional.of(PageJson.Unit.of(page.unit())),
        Optional.of(page.turn()),
        Optional.of(page.engine()),
        page.mode(),
        Optional.of(page.sourceReason().code()),
        Optional.of(page.sourceReason().text()),
        page.confidence(),
        when(
            whole || format == Format.MARKDOWN,
            () ->
                said.or(() -> figure.map(PageText::markdown))
                    .orElseGet(() -> page.layer().markdown(figures))),
        when(
            whole || format == Format.TEXT,
            () -> said.or(() -> figure.map(_ -> text(blocks))).orElseGet(page.layer()::text)),
        when(
            format == Format.HTML,
            () -> said.map(OcrHtml::ofText).orElseGet(() -> OcrHtml.of(blocks, figures))),
        blocks,
        when(whole, () -> PageJson.words(page)),
        raw.filter(_ -> whole),
        PageJson.DoubtJson.of(page.geometry()),
        page.usage().map(PageJson.UsageJson::of));
  }

  /// A picture that is a figure as a whole: what is said of it stands all over it.
  private static Optional<PageText> figure(PageReading page, String written) {
    List<Block> blocks = FigureText.blocks(written, BoundingBox.WHOLE_PAGE, FIGURE);
    return page.layer().blocks().isEmpty() && !blocks.isEmpty()
        ? Optional.of(new PageText(blocks, Provenance.of(page.engine(), "1")))
        : Optional.empty();
  }

  private static String text(List<OcrBlockJson> blocks) {
    return blocks.stream().map(OcrBlockJson::text).collect(Collectors.joining("\n\n"));
  }

  private static <T> Optional<T> when(boolean wanted, Supplier<T> form) {
    return wanted ? Optional.of(form.get()) : Optional.empty();
  }
}
