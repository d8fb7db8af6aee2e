package io.pincite.ingest.internal.ocr;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.internal.ocr.EngineStart.Started;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageReader.PageReaderCapabilities;
import io.quarkus.arc.All;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The engines of the process by their names, each started by the first page that needs it. Safe
/// for use by many threads.
@ApplicationScoped
@Typed({Ocr.class, OcrEngines.class})
public class OcrEngines implements Ocr {
  private static final String NONE = "none";
  private static final String TEXT_LAYER = "text-layer";
  private static final int LONGEST_NAME = 60;

  private final OcrSettings settings;
  private final Map<String, OneEngine> engines = new TreeMap<>();

  /// @param starts of two with the same name, the first counts
  public OcrEngines(OcrSettings settings, @All List<EngineStart> starts) {
    this.settings = settings;
    // Beans come in any order; people see the same one always.
    starts.stream()
        .filter(EngineStart::isOffered)
        .sorted(Comparator.comparing((EngineStart start) -> start.capabilities().engine()))
        .forEach(
            start ->
                engines.putIfAbsent(start.capabilities().engine(), new OneEngine(settings, start)));
  }

  /// Whoever reads where nobody is named.
  public String standard() {
    return settings.engine();
  }

  /// The engine that reads where none is named.
  ///
  /// @throws IngestException.Unavailable `ocr-not-available` when there is none or it does not
  ///     start
  public Started running() {
    return running(standard());
  }

  /// The engine of this name.
  ///
  /// @throws IngestException.Unavailable `ocr-not-available` when there is none or it does not
  ///     start
  public Started running(String engine) {
    requireOn();
    return known(engine)
        .orElseThrow(
            () ->
                new IngestException.Unavailable(
                    "ocr-not-available",
                    engine.equals(standard())
                        ? "The OCR engine does not start: " + noSuchEngine()
                        : "The OCR engine '%s' is not there; there is %s."
                            .formatted(shortened(engine), choices(List.of()))))
        .running();
  }

  private void requireOn() {
    if (isOff()) {
      throw new IngestException.Unavailable(
          "ocr-not-available", "OCR is switched off (pincite.ocr.engine=none).");
    }
  }

  private boolean isOff() {
    return standard().equals(NONE);
  }

  private Optional<OneEngine> known(String engine) {
    return Optional.ofNullable(engines.get(engine));
  }

  /// How long one page may take that this engine is asked about, and whoever stands in for it.
  public Duration pageTime(String engine) {
    Duration own =
        patience(engine)
            // What it is measured against is read by the local engine first.
            .map(patience -> patience.plus(settings.pageTime()))
            .orElse(settings.pageTime());
    return isPatient(engine) && fallback().isPresent() ? own.plus(settings.pageTime()) : own;
  }

  /// Whether an engine works on servers.
  public boolean isRemote(String engine) {
    return known(engine).filter(OneEngine::isRemote).isPresent();
  }

  /// The settings, in words, that say how long a page of this engine may take.
  public String timeSettings(String engine) {
    return known(engine).map(OneEngine::timeSettings).orElse("pincite.ocr.page-time");
  }

  /// Whether an engine tries again by itself when it fails.
  public boolean isPatient(String engine) {
    return patience(engine).isPresent();
  }

  private Optional<Duration> patience(String engine) {
    return known(engine).flatMap(OneEngine::patience);
  }

  /// Who does what this engine could not; nobody where the settings say so, that is itself, or it
  /// does no such thing.
  public Optional<String> standInFor(String engine, OcrTask task, Optional<String> prompt) {
    return fallback()
        .filter(standIn -> !standIn.equals(engine))
        .filter(
            standIn -> {
              PageReaderCapabilities can = capabilities(standIn, List.of());
              return can.tasks().contains(task) && (prompt.isEmpty() || can.prompts());
            });
  }

  @Override
  public Optional<String> fallback() {
    return Optional.of(settings.fallback())
        .filter(standIn -> !isOff() && !standIn.equals(NONE) && engines.containsKey(standIn));
  }

  @Override
  public Status status() {
    return known(standard()).map(OneEngine::status).orElseGet(this::withoutEngine);
  }

  private Status withoutEngine() {
    return new Status(
        standard(),
        isOff() ? State.OFF : State.FAILED,
        Optional.empty(),
        settings.models().map(Object::toString),
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        settings.device(),
        Optional.empty(),
        isOff() ? Optional.empty() : Optional.of(noSuchEngine()));
  }

  private String noSuchEngine() {
    return "[pincite.ocr.engine] there is no engine '%s'. Give %s."
        .formatted(standard(), choices(List.of(NONE)));
  }

  @Override
  public List<Status> engines() {
    if (isOff()) {
      return List.of();
    }
    var all = new ArrayList<Status>();
    known(standard()).ifPresent(engine -> all.add(engine.status()));
    engines.forEach(
        (name, engine) -> {
          if (!name.equals(standard())) {
            all.add(engine.status());
          }
        });
    return all;
  }

  @Override
  public void require(Optional<String> engine, Optional<String> mode) {
    String asked = engine.orElse(isOff() ? TEXT_LAYER : standard());
    if (asked.equals(TEXT_LAYER)) {
      require(
          new PageReaderCapabilities(TEXT_LAYER, Set.of()),
          OcrTask.DOCUMENT,
          mode,
          Optional.empty());
      return;
    }
    require(capabilities(asked, List.of(TEXT_LAYER)), OcrTask.DOCUMENT, mode, Optional.empty());
  }

  @Override
  public void require(
      Optional<String> engine, OcrTask task, Optional<String> mode, Optional<String> prompt) {
    require(capabilities(engine.orElseGet(this::standard), List.of()), task, mode, prompt);
  }

  private static void require(
      PageReaderCapabilities capabilities,
      OcrTask task,
      Optional<String> mode,
      Optional<String> prompt) {
    try {
      capabilities.require(task, mode, prompt);
    } catch (OcrException.NotServed e) {
      throw new IngestException.Invalid("ocr-mode-not-served", e.getMessage());
    }
  }

  private PageReaderCapabilities capabilities(String engine, List<String> besides) {
    return Optional.of(engine)
        .filter(_ -> !isOff())
        .flatMap(this::known)
        .map(OneEngine::capabilities)
        .orElseThrow(
            () ->
                new IngestException.Invalid(
                    "ocr-mode-not-served",
                    isOff() && besides.isEmpty()
                        ? "[engine] OCR is switched off (pincite.ocr.engine=none)."
                        : "[engine] '%s' is not there. Ask for %s."
                            .formatted(shortened(engine), choices(besides))));
  }

  /// The names that may be given, in words.
  private String choices(List<String> besides) {
    var names = new ArrayList<String>();
    if (!isOff()) {
      names.addAll(engines.keySet());
    }
    names.addAll(besides);
    if (names.size() <= 1) {
      return names.isEmpty() ? "none" : "'" + names.getFirst() + "'";
    }
    return names.subList(0, names.size() - 1).stream()
            .map("'%s'"::formatted)
            .collect(Collectors.joining(", "))
        + " or '"
        + names.getLast()
        + "'";
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…";
  }

  @PreDestroy
  public void stop() {
    engines.values().forEach(OneEngine::stop);
  }
}
