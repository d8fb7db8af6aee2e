package io.pincite.web.corrections;

import io.pincite.ingest.Correction;
import io.pincite.web.documents.BoxJson;
import java.time.Instant;
import java.util.UUID;

/// That a reader changed words of a page.
///
/// @param before the revision that was corrected
/// @param after the revision that the correction made
/// @param box of the words, on the page as `before` turned it
/// @param read what the engine had read there
/// @param replaced what stood there just before
/// @param corrected empty where words were taken out
/// @param seenIn the newest revision that `state` was found on
record CorrectionJson(
    UUID id,
    UUID document,
    int version,
    int page,
    int before,
    int after,
    BoxJson box,
    String read,
    String replaced,
    String corrected,
    String engine,
    Correction.State state,
    int seenIn,
    String actor,
    Instant at) {
  static CorrectionJson of(Correction correction) {
    return new CorrectionJson(
        correction.id(),
        correction.document(),
        correction.version(),
        correction.page(),
        correction.before(),
        correction.after(),
        BoxJson.of(correction.box()),
        correction.read(),
        correction.replaced(),
        correction.corrected(),
        correction.engine(),
        correction.state(),
        correction.seenIn(),
        correction.actor(),
        correction.at());
  }
}
