package io.pincite.ingest.internal.reading;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.ReadRequest;
import io.pincite.ingest.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a READ job was asked for.
///
/// @param again whether pages that are read already are read once more
/// @param onlyUnread only those that nothing could read so far
/// @param pages only these; empty for all
/// @param choice when pages are read from their images, other than the document's own choice
/// @param engine who reads the images, other than the document's own engine
/// @param mode one of that engine's modes, or of the document's own where no engine is named
public record ReadPayload(
    boolean again,
    boolean onlyUnread,
    Set<Integer> pages,
    Optional<OcrChoice> choice,
    Optional<String> engine,
    Optional<String> mode) {
  private static final String TEXT_LAYER = "text-layer";

  public ReadPayload {
    pages = Set.copyOf(pages);
  }

  boolean asksFor(int page) {
    return pages.isEmpty() || pages.contains(page);
  }

  /// The job's payload for reading again.
  public static Map<String, Object> of(ReadRequest request) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("again", true);
    if (request.onlyNeedingOcr()) {
      payload.put("onlyUnread", true);
    }
    if (!request.pages().isEmpty()) {
      payload.put(
          "pages",
          new TreeSet<>(request.pages())
              .stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    // A document's choice stands in its row; an engine that is named holds for this time only.
    request
        .engine()
        .map(engine -> engine.equals(TEXT_LAYER) ? OcrChoice.NEVER : OcrChoice.ALWAYS)
        .ifPresent(choice -> payload.put("ocr", choice.name()));
    request
        .engine()
        .filter(engine -> !engine.equals(TEXT_LAYER))
        .ifPresent(engine -> payload.put("engine", engine));
    request.mode().ifPresent(mode -> payload.put("mode", mode));
    return payload;
  }

  static ReadPayload of(Job job) {
    Map<String, Object> payload = job.payload();
    var pages = new TreeSet<Integer>();
    if (payload.get("pages") instanceof String list) {
      for (String page : list.split(",", -1)) {
        pages.add(Integer.parseInt(page));
      }
    }
    return new ReadPayload(
        Boolean.TRUE.equals(payload.get("again")),
        Boolean.TRUE.equals(payload.get("onlyUnread")),
        pages,
        text(payload, "ocr").map(OcrChoice::valueOf),
        text(payload, "engine"),
        text(payload, "mode"));
  }

  private static Optional<String> text(Map<String, Object> payload, String name) {
    return Optional.ofNullable(payload.get(name)).map(String.class::cast);
  }
}
