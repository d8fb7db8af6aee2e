package io.pincite.ingest;

import io.pincite.ocr.Doubt;
import io.pincite.ocr.ModelOutput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What one page says according to one reading of it. Never changes: reading again, or a
/// correction, makes a new revision.
///
/// @param width of the page as displayed, upright, in `unit`
/// @param rotation clockwise degrees the file asks to be turned by before display
/// @param sourceReason why this source was chosen
/// @param confidence mean word confidence; absent for a text layer and a page without words
/// @param turn clockwise degrees, 0, 90, 180 or 270, that the page as the file shows it has to be
///     turned by to stand upright; all boxes are fractions of the page so turned
/// @param doubts regions that were not, or not safely, read
/// @param usage what reading its image took; absent where its image was not read
public record PageReading(
    int page,
    int revision,
    double width,
    double height,
    Unit unit,
    int rotation,
    Source source,
    SourceReason sourceReason,
    String engine,
    Optional<String> mode,
    Optional<Double> confidence,
    TokenLayer layer,
    int turn,
    List<Doubt> doubts,
    Optional<Usage> usage) {
  public PageReading {
    doubts = List.copyOf(doubts);
  }

  /// What an engine took to read a page.
  ///
  /// @param millis of the engine's work, also where its reading was known already
  /// @param output what a model wrote, where one did
  public record Usage(long millis, Optional<ModelOutput> output) {}

  /// A page of which nothing is known about what reading it took.
  public PageReading(
      int page,
      int revision,
      double width,
      double height,
      Unit unit,
      int rotation,
      Source source,
      SourceReason sourceReason,
      String engine,
      Optional<String> mode,
      Optional<Double> confidence,
      TokenLayer layer,
      int turn,
      List<Doubt> doubts) {
    this(
        page,
        revision,
        width,
        height,
        unit,
        rotation,
        source,
        sourceReason,
        engine,
        mode,
        confidence,
        layer,
        turn,
        doubts,
        Optional.empty());
  }

  /// A page that stands upright as the file shows it and was read without doubt.
  public PageReading(
      int page,
      int revision,
      double width,
      double height,
      Unit unit,
      int rotation,
      Source source,
      SourceReason sourceReason,
      String engine,
      Optional<String> mode,
      Optional<Double> confidence,
      TokenLayer layer) {
    this(
        page,
        revision,
        width,
        height,
        unit,
        rotation,
        source,
        sourceReason,
        engine,
        mode,
        confidence,
        layer,
        0,
        List.of());
  }

  /// The same with one more sentence on where its text comes from, and these doubts.
  public PageReading noted(String sentence, List<Doubt> all) {
    return new PageReading(
        page,
        revision,
        width,
        height,
        unit,
        rotation,
        source,
        sourceReason.and(SourceReason.Code.PICTURE_NOT_SHOWN, sentence),
        engine,
        mode,
        confidence,
        layer,
        turn,
        all,
        usage);
  }

  /// Whether somebody should look at the page: a region of it is in doubt, or its words are on the
  /// whole not sure enough for a quote to be called exact.
  public boolean isDoubtful() {
    return !doubts.isEmpty() || confidence.filter(mean -> mean < SURE).isPresent();
  }

  /// A quote that rests on a word below this is never exact.
  private static final double SURE = 0.6;

  /// All of it but the text.
  public PageGeometry geometry() {
    return new PageGeometry(
        page,
        revision,
        width,
        height,
        unit,
        rotation,
        source,
        sourceReason,
        engine,
        mode,
        confidence,
        turn,
        doubts,
        correctedWords(),
        layer.figures().size());
  }

  /// How many of its words readers wrote.
  public int correctedWords() {
    return (int) layer.words().stream().filter(TokenLayer.PlacedWord::corrected).count();
  }

  /// The revision after this one, in which readers' words, or a model's about figures, stand among
  /// those that were read.
  ///
  /// @param with the same page with those words
  public PageReading corrected(TokenLayer with) {
    OptionalDouble mean =
        with.words().stream()
            // Of what a model says of a figure nobody knows how sure it is.
            .filter(word -> !with.isDescribed(word.start(), word.end()))
            .mapToDouble(TokenLayer.PlacedWord::confidence)
            .average();
    return new PageReading(
        page,
        revision + 1,
        width,
        height,
        unit,
        rotation,
        source,
        sourceReason,
        engine,
        mode,
        confidence.isPresent() && mean.isPresent()
            ? Optional.of(Math.round(mean.getAsDouble() * 1000) / 1000.0)
            : Optional.empty(),
        with,
        turn,
        doubts,
        usage);
  }

  public enum Source {
    TEXT_LAYER,
    OCR,
    MIXED,
    /// Nothing could be read: the page needs OCR.
    NONE
  }

  public enum Unit {
    /// 1/72 inch
    PT,
    PX
  }
}
