package io.pincite.ingest.internal.corrections;

import io.pincite.ingest.Correction;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.TokenLayer;
import io.pincite.ingest.TokenLayer.PlacedWord;
import io.pincite.ingest.internal.layer.CorrectedLayer;
import io.pincite.ingest.internal.layer.LineEdit;
import io.pincite.ingest.internal.layer.Turned;
import io.pincite.ocr.BoundingBox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Corrections of a page found again in another reading of it: by their place on the page first,
/// and by what was read or written there among the words at that place.
final class Reanchoring {
  /// A run stands at a correction's place when they share this much of the smaller extent, across
  /// and down: engines draw the box of the same word a little differently, and neighbours share
  /// next to nothing.
  private static final double SHARED = 0.5;

  /// At the same place of the same image two engines differ in a few letters. More than half of
  /// them, and it is rather another thing that stands there.
  private static final double MOST_OTHER_LETTERS = 0.5;

  /// An engine may part a word where another joins two.
  private static final int WORDS_MORE = 2;

  private Reanchoring() {}

  /// A reading with the corrections that were found in it.
  ///
  /// @param states what became of each correction
  record Reapplied(TokenLayer layer, Map<UUID, Correction.State> states) {}

  /// @param corrections that hold, oldest first
  static Reapplied on(PageReading reading, List<Correction> corrections) {
    TokenLayer layer = reading.layer();
    var states = new LinkedHashMap<UUID, Correction.State>();
    for (Correction correction : corrections) {
      Optional<Run> place = place(layer, reading.turn(), correction);
      if (place.isEmpty()) {
        boolean agreed = correction.corrected().isEmpty() && isEmptyAt(layer, reading, correction);
        states.put(
            correction.id(), agreed ? Correction.State.AGREED : Correction.State.NOT_APPLIED);
      } else if (place.get().text().equals(correction.corrected())) {
        states.put(correction.id(), Correction.State.AGREED);
      } else {
        layer =
            CorrectedLayer.of(layer, place.get().first(), place.get().end(), correction.corrected())
                .layer();
        states.put(correction.id(), Correction.State.APPLIED);
      }
    }
    return new Reapplied(layer, states);
  }

  /// Words of a line.
  ///
  /// @param first index of the first
  /// @param end index after the last
  record Run(int first, int end, String text) {}

  /// Where the words of a correction stand on a page, if they do.
  ///
  /// @param turn of the page
  static Optional<Run> place(TokenLayer layer, int turn, Correction correction) {
    BoundingBox box = turned(correction.box(), turn - correction.turn());
    int most =
        Math.max(
                LineEdit.split(correction.read()).size(),
                LineEdit.split(correction.corrected()).size())
            + WORDS_MORE;
    Optional<Run> best = Optional.empty();
    double fewest = MOST_OTHER_LETTERS;
    for (int first = 0; first < layer.words().size(); first++) {
      if (!reaches(layer.words().get(first).box(), box)) {
        continue;
      }
      for (int end = first + 1; end <= Math.min(layer.words().size(), first + most); end++) {
        PlacedWord last = layer.words().get(end - 1);
        int start = layer.words().get(first).start();
        List<BoundingBox> boxes = layer.boxes(start, last.end());
        if (boxes.size() != 1) {
          break;
        }
        if (!standsAt(boxes.getFirst(), box)) {
          continue;
        }
        var run = new Run(first, end, layer.text(start, last.end()));
        double other = otherLetters(run.text(), correction);
        // Of equals the longer: what was read may be part of what was written, or the other way.
        if (other < fewest
            || other == fewest
                && best.filter(so -> so.text().length() >= run.text().length()).isEmpty()) {
          best = Optional.of(run);
          fewest = other;
        }
      }
    }
    return best;
  }

  /// The share of letters in which a text differs from what was read, or from what was written.
  private static double otherLetters(String text, Correction correction) {
    double fromRead = share(text, correction.read());
    double fromReplaced = share(text, correction.replaced());
    double fromWritten = correction.corrected().isEmpty() ? 1 : share(text, correction.corrected());
    return Math.min(fromWritten, Math.min(fromRead, fromReplaced));
  }

  private static double share(String one, String other) {
    return (double) Letters.distance(one, other)
        / Math.max(Letters.count(one), Letters.count(other));
  }

  private static boolean isEmptyAt(TokenLayer layer, PageReading reading, Correction correction) {
    BoundingBox box = turned(correction.box(), reading.turn() - correction.turn());
    return layer.words().stream().noneMatch(word -> standsAt(word.box(), box));
  }

  private static boolean reaches(BoundingBox word, BoundingBox box) {
    return word.intersectionArea(box) > 0;
  }

  private static boolean standsAt(BoundingBox run, BoundingBox box) {
    double across = Math.min(run.x1(), box.x1()) - Math.max(run.x0(), box.x0());
    double down = Math.min(run.y1(), box.y1()) - Math.max(run.y0(), box.y0());
    return across >= SHARED * Math.min(run.width(), box.width())
        && down >= SHARED * Math.min(run.height(), box.height());
  }

  /// Where a box lies once the page is turned further by this many degrees clockwise.
  static BoundingBox turned(BoundingBox box, int degrees) {
    return Turned.by(box, degrees);
  }
}
