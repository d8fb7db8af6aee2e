package io.pincite.web.documents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.pincite.ingest.PageGeometry;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.TokenLayer;
import io.pincite.ocr.Block;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.FigureLinks;
import io.pincite.ocr.ModelOutput;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A page as it was read.
public record PageJson(
    @JsonUnwrapped Geometry geometry,
    String text,
    String markdown,
    List<BlockJson> blocks,
    Optional<UsageJson> usage) {

  /// What an engine took to read the page's image.
  ///
  /// @param compression text tokens for each vision token
  /// @param effectiveMode the resolution mode that took effect, as the count of tokens proves
  /// @param linesUnread of the page that nobody but the model has read so far
  public record UsageJson(
      long millis,
      Optional<Integer> visionTokens,
      Optional<Integer> textTokens,
      Optional<Double> compression,
      Optional<String> effectiveMode,
      Optional<Integer> linesUnread) {
    public static UsageJson of(PageReading.Usage usage) {
      Optional<ModelOutput> output = usage.output();
      return new UsageJson(
          usage.millis(),
          output.map(ModelOutput::visionTokens).filter(tokens -> tokens > 0),
          output.map(ModelOutput::textTokens).filter(tokens -> tokens > 0),
          output.flatMap(ModelOutput::compression).map(ratio -> Math.round(ratio * 100) / 100.0),
          output.flatMap(ModelOutput::mode),
          output.map(ModelOutput::linesUnread).filter(lines -> lines > 0));
    }
  }

  /// How large a page is and where its text came from.
  ///
  /// @param width after upright rotation, in `unit`
  /// @param rotation clockwise degrees the file itself asks the page to be turned by
  /// @param turn clockwise degrees the page was turned by beyond that to stand upright; its image
  ///     is shown so
  /// @param sourceCode why its text comes from there
  /// @param sourceReason the same for people, in English, with the page's own figures
  /// @param confidence mean over its words, 0 to 1, where they were read from an image
  /// @param doubts regions that were not, or not safely, read
  /// @param corrected how many of its words readers wrote
  /// @param figures how many figures it has; left out where there is none
  public record Geometry(
      int number,
      int revision,
      double width,
      double height,
      Unit unit,
      int rotation,
      int turn,
      PageReading.Source source,
      SourceReason.Code sourceCode,
      String sourceReason,
      Optional<String> engine,
      Optional<String> mode,
      Optional<Double> confidence,
      List<DoubtJson> doubts,
      int corrected,
      Optional<Integer> figures) {
    static Geometry of(PageGeometry page) {
      return new Geometry(
          page.page(),
          page.revision(),
          page.width(),
          page.height(),
          Unit.of(page.unit()),
          page.rotation(),
          page.turn(),
          page.source(),
          page.sourceReason().code(),
          page.sourceReason().text(),
          Optional.of(page.engine()).filter(engine -> !engine.isBlank()),
          page.mode(),
          page.confidence(),
          DoubtJson.of(page),
          page.corrected(),
          Optional.of(page.figures()).filter(figures -> figures > 0));
    }
  }

  /// @param kind HANDWRITING, BELOW_RESOLUTION, MIRRORED, UNCERTAIN or READERS_DISAGREE
  /// @param readings what either reader saw, where they disagree
  public record DoubtJson(Doubt.Kind kind, BoxJson box, Optional<ReadingsJson> readings) {
    public static List<DoubtJson> of(PageGeometry page) {
      return page.doubts().stream()
          .map(
              doubt ->
                  new DoubtJson(
                      doubt.kind(),
                      BoxJson.of(doubt.box()),
                      doubt.readings().map(ReadingsJson::of)))
          .toList();
    }
  }

  /// What two readers saw in one place.
  ///
  /// @param model what the model wrote; empty where it left out what the other saw
  /// @param other what the other reader saw
  public record ReadingsJson(String model, String other) {
    public static ReadingsJson of(Doubt.Readings readings) {
      return new ReadingsJson(readings.model(), readings.other());
    }
  }

  @Schema(name = "PageUnit")
  public enum Unit {
    pt,
    px;

    public static Unit of(PageReading.Unit unit) {
      return switch (unit) {
        case PT -> pt;
        case PX -> px;
      };
    }
  }

  /// @param described true where it is what a model says that a figure shows; its box is the
  ///     figure's
  public record BlockJson(
      Block.Type type,
      Optional<Integer> level,
      @Schema(nullable = true) @JsonInclude(JsonInclude.Include.NON_EMPTY) String label,
      BoxJson box,
      int start,
      int end,
      List<LineJson> lines,
      @Schema(nullable = true) @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CellJson> cells,
      Optional<Boolean> described) {
    static BlockJson of(TokenLayer.PlacedBlock block) {
      return new BlockJson(
          block.type(),
          block.level(),
          block.label(),
          BoxJson.of(block.box()),
          block.start(),
          block.end(),
          block.lines().stream()
              .map(line -> new LineJson(BoxJson.of(line.box()), line.start(), line.end()))
              .toList(),
          block.cells().stream().map(CellJson::of).toList(),
          block.isDescribed() ? Optional.of(true) : Optional.empty());
    }
  }

  public record LineJson(BoxJson box, int start, int end) {}

  public record CellJson(
      int row,
      int column,
      int rowSpan,
      int colSpan,
      boolean header,
      BoxJson box,
      int start,
      int end) {
    static CellJson of(TokenLayer.PlacedCell cell) {
      return new CellJson(
          cell.row(),
          cell.column(),
          cell.rowSpan(),
          cell.colSpan(),
          cell.header(),
          BoxJson.of(cell.box()),
          cell.start(),
          cell.end());
    }
  }

  /// @param corrected whether a reader wrote it
  /// @param described true where a model says it of a figure; its box is the figure's
  public record WordJson(
      String text,
      BoxJson box,
      int start,
      int end,
      double confidence,
      boolean corrected,
      Optional<Boolean> described) {}

  /// A page whose figures cannot be fetched.
  public static PageJson of(PageReading page) {
    return of(page, FigureLinks.NONE);
  }

  public static PageJson of(PageReading page, FigureLinks figures) {
    return new PageJson(
        Geometry.of(page.geometry()),
        page.layer().text(),
        page.layer().markdown(figures),
        page.layer().blocks().stream().map(BlockJson::of).toList(),
        page.usage().map(UsageJson::of));
  }

  public static List<WordJson> words(PageReading page) {
    String text = page.layer().text();
    boolean hasDescribed =
        page.layer().blocks().stream().anyMatch(TokenLayer.PlacedBlock::isDescribed);
    var words = new java.util.ArrayList<WordJson>(page.layer().words().size());
    int codePoints = 0;
    int chars = 0;
    for (TokenLayer.PlacedWord word : page.layer().words()) {
      int from = text.offsetByCodePoints(chars, word.start() - codePoints);
      int to = text.offsetByCodePoints(from, word.end() - word.start());
      words.add(
          new WordJson(
              text.substring(from, to),
              BoxJson.of(word.box()),
              word.start(),
              word.end(),
              word.confidence(),
              word.corrected(),
              hasDescribed && page.layer().isDescribed(word.start(), word.end())
                  ? Optional.of(true)
                  : Optional.empty()));
      codePoints = word.end();
      chars = to;
    }
    return words;
  }
}
