package io.pincite.ocr;

import java.util.Map;
import java.util.Optional;

/// Who read a page and how: enough to tell two readings apart and to repeat one.
///
/// @param engine short name, such as `text-layer` or `ppocr`
/// @param version of the engine, so that a better one is not taken for the same
/// @param model digest or name of the weights, where there are any
/// @param mode resolution mode, where the engine has several
/// @param settings everything else that changes the outcome, by name
public record Provenance(
    String engine,
    String version,
    Optional<String> model,
    Optional<String> mode,
    Map<String, String> settings) {
  public Provenance {
    settings = Map.copyOf(settings);
  }

  public static Provenance of(String engine, String version) {
    return new Provenance(engine, version, Optional.empty(), Optional.empty(), Map.of());
  }
}
