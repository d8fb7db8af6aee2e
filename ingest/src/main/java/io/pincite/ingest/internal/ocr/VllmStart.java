package io.pincite.ingest.internal.ocr;

import io.pincite.ingest.Ocr.State;
import io.pincite.ingest.OcrSettings;
import io.pincite.ocr.FoundLines;
import io.pincite.ocr.PageImage;
import io.pincite.ocr.PageReader;
import io.pincite.ocr.PageReader.PageReaderCapabilities;
import io.pincite.ocr.PageText;
import io.pincite.ocr.VllmOcr;
import io.pincite.ocr.VllmOcr.ServerHealth;
import io.pincite.ocr.VllmOcr.ServerState;
import io.pincite.ocr.VllmOcrSettings;
import io.pincite.ocr.VllmOcrSettings.Otherwise;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// DeepSeek-OCR on servers of its own. Where its words stand, the engine `ppocr` of this process
/// says, the same one that reads by itself.
@Singleton
public class VllmStart implements EngineStart {
  private static final String LOCAL = "ppocr";

  /// A server may ask to be left alone for so long between two tries.
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final OcrSettings.Vllm settings;
  private final Function<String, Started> engines;
  private volatile Optional<ServersSeen> seen = Optional.empty();

  @Inject
  public VllmStart(OcrSettings settings, Instance<OcrEngines> engines) {
    // Asked for with the first page: it is made of this.
    this(settings, name -> engines.get().running(name));
  }

  /// @param engines gives the running engine of a name
  public VllmStart(OcrSettings settings, Function<String, Started> engines) {
    this.settings = settings.vllm();
    this.engines = engines;
  }

  /// Looks at what can be seen of the settings without asking a server, before a page needs them.
  ///
  /// @throws IllegalArgumentException with all that is wrong, line by line
  public static void requireUsable(OcrSettings.Vllm settings) {
    var problems = new ArrayList<String>();
    var urls = new HashSet<String>();
    for (String url : settings.baseUrls().orElse(List.of())) {
      try {
        VllmOcrSettings.requireServer(url);
        if (!urls.add(url)) {
          problems.add("[pincite.ocr.vllm.base-urls] a server is named twice. Leave one out.");
        }
      } catch (IllegalArgumentException e) {
        problems.add("[pincite.ocr.vllm.base-urls] %s.".formatted(e.getMessage()));
      }
    }
    if (settings.gundamTiles() < 2 || settings.gundamTiles() > 9) {
      problems.add(
          "[pincite.ocr.vllm.gundam-tiles] it is set to %d. The model knows 2 to 9 tiles; leave it out for 6, as vLLM comes."
              .formatted(settings.gundamTiles()));
    }
    requirePositive("concurrency", settings.concurrency(), settings.concurrency(), problems);
    requirePositive("attempts", settings.attempts(), settings.attempts(), problems);
    requirePositive("silence", settings.silence(), settings.silence().toNanos(), problems);
    requirePositive("page-time", settings.pageTime(), settings.pageTime().toNanos(), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  private static void requirePositive(String name, Object set, long value, List<String> problems) {
    if (value < 1) {
      problems.add(
          "[pincite.ocr.vllm.%s] it is set to %s. Give more than nothing, or leave it out."
              .formatted(name, set));
    }
  }

  void atStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    requireUsable(settings);
  }

  @Override
  public PageReaderCapabilities capabilities() {
    return VllmOcr.capabilities(settings.allModes());
  }

  @Override
  public boolean isOffered() {
    return !servers().isEmpty();
  }

  private List<String> servers() {
    return settings.baseUrls().orElse(List.of());
  }

  @Override
  public boolean isLight() {
    return true;
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public String timeSettings() {
    return "pincite.ocr.vllm.page-time or pincite.ocr.vllm.attempts";
  }

  @Override
  public Optional<Duration> patience(OcrSettings all) {
    return Optional.of(
        settings.pageTime().plus(LONGEST_PAUSE).multipliedBy(Math.max(1, settings.attempts())));
  }

  @Override
  public String deviceAsked(OcrSettings all) {
    return String.join(", ", servers());
  }

  @Override
  public Optional<String> modelsAsked(OcrSettings all) {
    return settings.model();
  }

  @Override
  public Started start(OcrSettings all) {
    var asked =
        new VllmOcrSettings(
            servers(),
            settings.model(),
            settings.apiKey(),
            settings.allModes(),
            settings.gundamTiles(),
            settings.concurrency(),
            settings.attempts(),
            settings.silence(),
            settings.pageTime(),
            all.maxPagePixels(),
            // How it ended stands in the output, and who stands in is decided for all engines
            // alike.
            Otherwise.KEEP);
    VllmOcr engine = VllmOcr.start(asked, new Local());
    seen = Optional.of(new ServersSeen(engine::health));
    return new Started(engine, engine.provenance(), deviceAsked(all), Optional.empty(), engine);
  }

  @Override
  public Health health(Started started) {
    Optional<List<ServerHealth>> known = seen.flatMap(ServersSeen::latest);
    if (known.isEmpty()) {
      return new Health(
          State.READY,
          started.identity().model(),
          Optional.of("Its servers have not answered yet whether they are well."));
    }
    List<ServerHealth> servers = known.get();
    boolean oneIsWell = servers.stream().anyMatch(server -> server.state().isPresent());
    List<ServerState> well =
        servers.stream().map(ServerHealth::state).flatMap(Optional::stream).toList();
    String models =
        well.stream().map(ServerState::model).distinct().collect(Collectors.joining(", "));
    String remarks =
        servers.stream()
            .flatMap(
                server ->
                    Stream.concat(
                        server.problem().stream(),
                        server.state().flatMap(VllmStart::described).stream()))
            .collect(Collectors.joining(" "));
    return new Health(
        oneIsWell ? State.READY : State.FAILED,
        models.isEmpty() ? started.identity().model() : Optional.of(models),
        Optional.of(remarks).filter(text -> !text.isEmpty()));
  }

  private static Optional<String> described(ServerState server) {
    return server.remark().map(remark -> "[%s] %s".formatted(server.url(), remark));
  }

  /// The engine of this process, started when the first page needs it.
  private final class Local implements PageReader {
    @Override
    public PageReaderCapabilities capabilities() {
      return new PageReaderCapabilities(LOCAL, Set.of("en", "zh"));
    }

    @Override
    public PageText read(PageImage page) {
      return engines.apply(LOCAL).reader().read(page);
    }

    @Override
    public Optional<FoundLines> find(Supplier<PageImage> page) {
      return engines.apply(LOCAL).reader().find(page);
    }

    @Override
    public void awaitIdle() {
      engines.apply(LOCAL).reader().awaitIdle();
    }
  }
}
