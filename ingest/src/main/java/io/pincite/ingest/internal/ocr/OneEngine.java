package io.pincite.ingest.internal.ocr;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.Ocr.State;
import io.pincite.ingest.Ocr.Status;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.internal.ocr.EngineStart.Started;
import io.pincite.ocr.PageReader.PageReaderCapabilities;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// An engine and whether it runs. Safe for use by many threads.
final class OneEngine {
  private static final Logger LOG = Logger.getLogger(OneEngine.class);

  /// Loading models in vain takes a second or two of a processor; documents that arrive together
  /// share one answer, and whoever mended something need not wait long.
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /// @param at by [System#nanoTime()]
  private record Failure(String reason, long at) {}

  private final OcrSettings settings;
  private final EngineStart start;
  private volatile @Nullable Started started;
  private volatile Optional<Failure> failure = Optional.empty();

  OneEngine(OcrSettings settings, EngineStart start) {
    this.settings = settings;
    this.start = start;
  }

  PageReaderCapabilities capabilities() {
    return start.capabilities();
  }

  boolean isRemote() {
    return start.isRemote();
  }

  String timeSettings() {
    return start.timeSettings();
  }

  Optional<Duration> patience() {
    return start.patience(settings);
  }

  /// @throws IngestException.Unavailable `ocr-not-available` when it does not start
  Started running() {
    Started running = started;
    return running == null ? begun() : running;
  }

  private synchronized Started begun() {
    Started running = started;
    if (running != null) {
      return running;
    }
    Optional<Failure> before = failure;
    if (before.isPresent() && System.nanoTime() - before.get().at() < REMEMBERED.toNanos()) {
      throw doesNotStart(before.get().reason(), Optional.empty());
    }
    try {
      running = start.start(settings);
    } catch (RuntimeException | LinkageError e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      if (failure.isEmpty()) {
        LOG.errorf(e, "the OCR engine does not start: %s", reason);
      }
      failure = Optional.of(new Failure(reason, System.nanoTime()));
      throw doesNotStart(reason, Optional.of(e));
    }
    failure = Optional.empty();
    started = running;
    LOG.infof("OCR by %s on %s", running.identity().engine(), running.device());
    return running;
  }

  private static IngestException.Unavailable doesNotStart(
      String reason, Optional<Throwable> cause) {
    String message = "The OCR engine does not start: %s".formatted(reason);
    return cause.isPresent()
        ? new IngestException.Unavailable("ocr-not-available", message, cause.get())
        : new IngestException.Unavailable("ocr-not-available", message);
  }

  Status status() {
    PageReaderCapabilities capabilities = start.capabilities();
    Optional<Started> running = Optional.ofNullable(started).or(this::begunIfLight);
    Optional<Failure> failed = failure;
    Optional<EngineStart.Health> health = running.map(start::health);
    return new Status(
        capabilities.engine(),
        health
            .map(EngineStart.Health::state)
            .orElse(failed.isPresent() ? State.FAILED : State.NOT_STARTED),
        running.map(it -> it.identity().version()),
        health.flatMap(EngineStart.Health::models).or(() -> start.modelsAsked(settings)),
        capabilities.languages(),
        capabilities.modes(),
        capabilities.tasks(),
        capabilities.prompts(),
        start.deviceAsked(settings),
        running.map(Started::device),
        health.isPresent()
            ? health.flatMap(EngineStart.Health::remark)
            : failed.map(Failure::reason));
  }

  private Optional<Started> begunIfLight() {
    if (!start.isLight()) {
      return Optional.empty();
    }
    try {
      return Optional.of(running());
    } catch (IngestException.Unavailable e) {
      // Why stands in the failure that is remembered.
      return Optional.empty();
    }
  }

  synchronized void stop() {
    Started running = started;
    started = null;
    if (running != null) {
      try {
        running.close().close();
      } catch (Exception e) {
        LOG.warnf("the OCR engine did not stop cleanly: %s", e);
      }
    }
  }
}
