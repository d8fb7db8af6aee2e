package io.pincite.ingest.internal.layer;

import io.pincite.ingest.FigureReading;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedBlock;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.FigureText;
import io.pincite.ocr.OcrTask;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/// What was said of figures, found again in another reading of their page by the figures' places.
///
/// @param states what became of each
public record Refigured(TokenLayer layer, Map<UUID, FigureReading.State> states) {
  /// Two engines draw the box of the same figure a little differently; less than half in common,
  /// and it is rather another one.
  private static final double SAME = 0.5;

  /// One answer holds for a figure and task.
  private record Said(int figure, OcrTask task) {}

  /// @param turn of the page, clockwise degrees
  /// @param readings that hold, oldest first
  public static Refigured on(TokenLayer layer, int turn, List<FigureReading> readings) {
    TokenLayer figured = layer;
    var states = new LinkedHashMap<UUID, FigureReading.State>();
    var holding = new HashMap<Said, UUID>();
    for (FigureReading reading : readings) {
      OptionalInt figure = place(layer, turn, reading);
      if (figure.isPresent()) {
        // Boxes of two engines may hold apart what is one figure to a third.
        UUID earlier = holding.put(new Said(figure.getAsInt(), reading.task()), reading.id());
        if (earlier != null) {
          states.put(earlier, FigureReading.State.REPLACED);
        }
        BoundingBox box = layer.figures().get(figure.getAsInt()).box();
        figured =
            FiguredLayer.with(
                figured,
                figure.getAsInt(),
                FigureText.blocks(reading.written(), box, FigureText.label(reading.task())));
      }
      states.put(
          reading.id(),
          figure.isPresent() ? FigureReading.State.APPLIED : FigureReading.State.NOT_APPLIED);
    }
    return new Refigured(figured, states);
  }

  /// Which figure of a page a reading is of, as an index among them.
  ///
  /// @param turn of the page, clockwise degrees
  public static OptionalInt place(TokenLayer layer, int turn, FigureReading reading) {
    BoundingBox box = Turned.by(reading.box(), turn - reading.turn());
    List<PlacedBlock> figures = layer.figures();
    OptionalInt best = OptionalInt.empty();
    double most = SAME;
    for (int i = 0; i < figures.size(); i++) {
      double shared = figures.get(i).box().iou(box);
      if (shared >= most) {
        most = shared;
        best = OptionalInt.of(i);
      }
    }
    return best;
  }
}
