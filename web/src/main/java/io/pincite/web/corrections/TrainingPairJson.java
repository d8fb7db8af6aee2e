package io.pincite.web.corrections;

import io.pincite.ingest.Correction;
import io.pincite.ingest.Corrections;
import io.pincite.ingest.Corrections.LineOnPage;
import io.pincite.web.documents.BoxJson;
import java.util.Optional;
import java.util.UUID;

/// What a recogniser can learn from a correction: a place on an image, what it read there and what
/// it should have.
///
/// @param image path of the page's image that `box` lies on
/// @param line the whole line as it stands now; left out where the words stand nowhere any more
record TrainingPairJson(
    UUID document,
    int page,
    String image,
    BoxJson box,
    String read,
    String corrected,
    String engine,
    Correction.State state,
    Optional<TaughtLineJson> line) {

  /// @param image path of the page's image that `box` lies on
  record TaughtLineJson(String image, BoxJson box, String text) {}

  static TrainingPairJson of(Corrections.TrainingPair pair) {
    Correction correction = pair.correction();
    return new TrainingPairJson(
        correction.document(),
        correction.page(),
        image(correction, correction.before()),
        BoxJson.of(correction.box()),
        correction.read(),
        correction.corrected(),
        correction.engine(),
        correction.state(),
        pair.line().map(line -> line(correction, line)));
  }

  private static TaughtLineJson line(Correction correction, LineOnPage line) {
    return new TaughtLineJson(
        image(correction, line.revision()), BoxJson.of(line.box()), line.text());
  }

  private static String image(Correction correction, int revision) {
    return "/api/v1/documents/%s/pages/%d/image?version=%d&revision=%d"
        .formatted(correction.document(), correction.page(), correction.version(), revision);
  }
}
