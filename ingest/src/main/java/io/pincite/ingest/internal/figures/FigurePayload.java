package io.pincite.ingest.internal.figures;

import io.pincite.ingest.Job;
import io.pincite.ocr.OcrTask;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a job of type FIGURE has to do.
///
/// @param revision of the page that numbers the figure so
/// @param figure from 1
/// @param actor who asked
public record FigurePayload(
    int page,
    int revision,
    int figure,
    OcrTask task,
    String engine,
    Optional<String> mode,
    Optional<String> prompt,
    String actor) {

  Map<String, Object> toMap() {
    var map = new LinkedHashMap<String, Object>();
    map.put("page", page);
    map.put("revision", revision);
    map.put("figure", figure);
    map.put("task", task.name());
    map.put("engine", engine);
    mode.ifPresent(one -> map.put("mode", one));
    prompt.ifPresent(one -> map.put("prompt", one));
    map.put("actor", actor);
    return map;
  }

  public static FigurePayload of(Job job) {
    Map<String, Object> map = job.payload();
    return new FigurePayload(
        number(map, "page"),
        number(map, "revision"),
        number(map, "figure"),
        OcrTask.valueOf(text(map, "task").orElseThrow()),
        text(map, "engine").orElseThrow(),
        text(map, "mode"),
        text(map, "prompt"),
        text(map, "actor").orElseThrow());
  }

  private static int number(Map<String, Object> map, String name) {
    if (map.get(name) instanceof Number number) {
      return number.intValue();
    }
    throw new IllegalArgumentException("a figure's job says no " + name);
  }

  private static Optional<String> text(Map<String, Object> map, String name) {
    return Optional.ofNullable(map.get(name)).map(Object::toString);
  }
}
