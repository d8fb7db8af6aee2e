package io.pincite.ingest.internal.ocr;

import io.pincite.ingest.Ocr.State;
import io.pincite.ingest.OcrSettings;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageReader.PageReaderCapabilities;
import io.pincite.ocr.Provenance;
import java.time.Duration;
import java.util.Optional;

/// Makes an engine as the settings ask for it: a CDI bean, one for each engine there is, known by
/// the name in its capabilities.
public interface EngineStart {

  /// What it can be asked for, without starting it.
  PageReaderCapabilities capabilities();

  /// Whether the settings give it what it needs, such as the address of a server. One that is not
  /// offered is not there.
  default boolean isOffered() {
    return true;
  }

  /// Whether starting costs nothing, so that it need not wait for a page to tell how it fares.
  default boolean isLight() {
    return false;
  }

  /// Whether it works on servers: its pages wait for these, and for nothing here.
  default boolean isRemote() {
    return false;
  }

  /// The settings, in words, that say how long a page may take.
  default String timeSettings() {
    return "pincite.ocr.page-time";
  }

  /// How long it goes on trying for one page by itself; empty where it does not try again.
  default Optional<Duration> patience(OcrSettings settings) {
    return Optional.empty();
  }

  /// How it fares now that it runs.
  default Health health(Started started) {
    return new Health(State.READY, started.identity().model(), started.remark());
  }

  /// @param models which weights it works with
  /// @param remark what a person should know
  record Health(State state, Optional<String> models, Optional<String> remark) {}

  /// What it is to run on, where it has not started.
  default String deviceAsked(OcrSettings settings) {
    return settings.device();
  }

  /// Which weights it is to work with, where it has not started and they are not its own.
  default Optional<String> modelsAsked(OcrSettings settings) {
    return Optional.empty();
  }

  /// @throws RuntimeException when it cannot be started; the message is for people
  Started start(OcrSettings settings);

  /// @param identity what its readings will say about who made them
  /// @param device what it runs on
  /// @param remark why that is not the device, or not all of the engine, that was asked for
  record Started(
      PageReader reader,
      Provenance identity,
      String device,
      Optional<String> remark,
      AutoCloseable close) {}
}
