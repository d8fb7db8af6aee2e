package io.pincite.ingest.internal.ocr;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.internal.ocr.EngineStart.Started;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageReader.PageReaderCapabilities;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The one engine of the process, started by the first page that needs it. Safe for use by many
/// threads.
@ApplicationScoped
@Typed({Ocr.class, OcrEngine.class})
public class OcrEngine implements Ocr {
  private static final Logger LOG = Logger.getLogger(OcrEngine.class);
  private static final String NONE = "none";
  private static final String TEXT_LAYER = "text-layer";

  /// Loading models in vain takes a second or two of a processor; documents that arrive together
  /// share one answer, and whoever mended something need not wait long.
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /// @param at by [System#nanoTime()]
  private record Failure(String reason, long at) {}

  private final OcrSettings settings;
  private final EngineStart start;
  private volatile @Nullable Started started;
  private volatile Optional<Failure> failure = Optional.empty();

  public OcrEngine(OcrSettings settings, EngineStart start) {
    this.settings = settings;
    this.start = start;
  }

  /// @throws IngestException.Unavailable `ocr-not-available` when there is none or it does not
  ///     start
  public Started running() {
    Started running = started;
    return running == null ? begun() : running;
  }

  private synchronized Started begun() {
    Started running = started;
    if (running != null) {
      return running;
    }
    if (settings.engine().equals(NONE)) {
      throw new IngestException.Unavailable(
          "ocr-not-available", "OCR is switched off (pincite.ocr.engine=none).");
    }
    Optional<Failure> before = failure;
    if (before.isPresent() && System.nanoTime() - before.get().at() < REMEMBERED.toNanos()) {
      throw doesNotStart(before.get().reason(), Optional.empty());
    }
    try {
      if (!settings.engine().equals(start.capabilities().engine())) {
        throw new IllegalArgumentException(
            "[pincite.ocr.engine] there is no engine '%s'. Give '%s' or 'none'."
                .formatted(settings.engine(), start.capabilities().engine()));
      }
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

  @Override
  public Status status() {
    PageReaderCapabilities capabilities = start.capabilities();
    Optional<Started> running = Optional.ofNullable(started);
    Optional<Failure> failed = failure;
    State state =
        settings.engine().equals(NONE)
            ? State.OFF
            : running.isPresent()
                ? State.READY
                : failed.isPresent() ? State.FAILED : State.NOT_STARTED;
    return new Status(
        settings.engine(),
        state,
        running.map(it -> it.identity().version()),
        running
            .flatMap(it -> it.identity().model())
            .or(() -> settings.models().map(Object::toString)),
        state == State.OFF ? Set.of() : capabilities.languages(),
        state == State.OFF ? Set.of() : capabilities.modes(),
        settings.device(),
        running.map(Started::device),
        running.isPresent() ? running.flatMap(Started::remark) : failed.map(Failure::reason));
  }

  @Override
  public void require(Optional<String> engine, Optional<String> mode) {
    PageReaderCapabilities capabilities = start.capabilities();
    boolean isThere = !settings.engine().equals(NONE);
    String asked = engine.orElse(isThere ? capabilities.engine() : TEXT_LAYER);
    boolean known = asked.equals(TEXT_LAYER) || isThere && asked.equals(capabilities.engine());
    if (!known) {
      throw new IngestException.Invalid(
          "ocr-mode-not-served",
          "[engine] '%s' is not there. Ask for %s."
              .formatted(
                  shortened(asked),
                  isThere
                      ? "'" + capabilities.engine() + "' or '" + TEXT_LAYER + "'"
                      : "'" + TEXT_LAYER + "'"));
    }
    var modes =
        asked.equals(TEXT_LAYER) ? new PageReaderCapabilities(TEXT_LAYER, Set.of()) : capabilities;
    try {
      modes.require(OcrTask.DOCUMENT, mode, Optional.empty());
    } catch (OcrException.NotServed e) {
      throw new IngestException.Invalid("ocr-mode-not-served", e.getMessage());
    }
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  @PreDestroy
  public synchronized void stop() {
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
