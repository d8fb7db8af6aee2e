package io.pincite.ingest;

import java.util.Optional;
import java.util.Set;

/// The engine that reads page images: what it is and how it fares. It starts with the first page
/// that needs it. Safe for use by many threads.
public interface Ocr {

  Status status();

  /// Whether a page can be read by this engine in this mode.
  ///
  /// @throws IngestException.Invalid `ocr-mode-not-served` when it cannot
  void require(Optional<String> engine, Optional<String> mode);

  enum State {
    /// Switched off by the settings.
    OFF,
    /// Nothing has needed it yet.
    NOT_STARTED,
    READY,
    /// It could not be started; it is tried again with the next document.
    FAILED
  }

  /// @param engine short name, such as `ppocr`
  /// @param models which weights it works with, once started
  /// @param languages BCP 47 tags, once started
  /// @param deviceAsked what the settings ask for
  /// @param device what it runs on, once started
  /// @param remark why the device is not the one that was asked for, or why it could not be started
  record Status(
      String engine,
      State state,
      Optional<String> version,
      Optional<String> models,
      Set<String> languages,
      Set<String> modes,
      String deviceAsked,
      Optional<String> device,
      Optional<String> remark) {
    public Status {
      languages = Set.copyOf(languages);
      modes = Set.copyOf(modes);
    }
  }
}
