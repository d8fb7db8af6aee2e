package io.pincite.ingest;

import io.pincite.ocr.OcrTask;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The engines that read page images: what they are and how they fare. Each starts with the first
/// page that needs it. Safe for use by many threads.
public interface Ocr {

  /// Of the engine that reads where none is named.
  Status status();

  /// All that may be named, the one that reads where none is first; none where OCR is switched off.
  List<Status> engines();

  /// Who reads what an engine that was asked could not.
  Optional<String> fallback();

  /// Whether a page can be read by this engine in this mode.
  ///
  /// @throws IngestException.Invalid `ocr-mode-not-served` when it cannot
  void require(Optional<String> engine, Optional<String> mode);

  /// Whether an engine does this with an image.
  ///
  /// @param prompt what it is to be asked in words of one's own
  /// @throws IngestException.Invalid `ocr-mode-not-served` when it does not
  void require(
      Optional<String> engine, OcrTask task, Optional<String> mode, Optional<String> prompt);

  enum State {
    /// Switched off by the settings.
    OFF,
    /// Nothing has needed it yet.
    NOT_STARTED,
    READY,
    /// It could not be started, or no server that it works on answers; it is tried again with the
    /// next document.
    FAILED
  }

  /// @param engine short name, such as `ppocr`
  /// @param models which weights it works with, once started
  /// @param languages BCP 47 tags
  /// @param prompts whether it can be asked in words of one's own
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
      Set<OcrTask> tasks,
      boolean prompts,
      String deviceAsked,
      Optional<String> device,
      Optional<String> remark) {
    public Status {
      languages = Set.copyOf(languages);
      modes = Set.copyOf(modes);
      tasks = Set.copyOf(tasks);
    }
  }
}
