package io.pincite.ocr;

import io.pincite.ocr.ModelOutput.End;
import io.pincite.ocr.VllmOcrSettings.Otherwise;
import io.pincite.ocr.internal.deepseek.Preprocessing;
import io.pincite.ocr.internal.deepseek.Prompt;
import io.pincite.ocr.internal.deepseek.Resolution;
import io.pincite.ocr.internal.deepseek.ResolutionChoice;
import io.pincite.ocr.internal.deepseek.ServedModes;
import io.pincite.ocr.internal.grounding.Geometry;
import io.pincite.ocr.internal.grounding.Grounded;
import io.pincite.ocr.internal.grounding.GroundedParser;
import io.pincite.ocr.internal.grounding.Located;
import io.pincite.ocr.internal.grounding.LoopGuard;
import io.pincite.ocr.internal.grounding.LoopGuard.Loop;
import io.pincite.ocr.internal.grounding.WordPlacing;
import io.pincite.ocr.internal.grounding.Written;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.ocr.internal.vllm.AnswerListener;
import io.pincite.ocr.internal.vllm.Completion;
import io.pincite.ocr.internal.vllm.Completion.Finish;
import io.pincite.ocr.internal.vllm.Completion.Usage;
import io.pincite.ocr.internal.vllm.Dialect;
import io.pincite.ocr.internal.vllm.PageQuestion;
import io.pincite.ocr.internal.vllm.PageQuestion.NoRepeat;
import io.pincite.ocr.internal.vllm.ServedModel;
import io.pincite.ocr.internal.vllm.ServedModelSettings;
import io.pincite.ocr.internal.vllm.ServerAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/// The engine `vllm`: DeepSeek-OCR on model servers, its words put in their places by what else is
/// known of the page: the words that come with the request, or those a local engine reads.
///
/// Safe for use by many threads; those that read wait for the server, so let them be virtual.
public final class VllmOcr implements PageReader, AutoCloseable {
  static final String ENGINE = "vllm";

  /// Of what is made of an answer: another one gives other page texts.
  private static final String VERSION = "1";

  /// Of 256, that a page without anything on it may vary by.
  private static final int BLANK_LEVELS = 8;

  /// Label of what the model wrote without naming it.
  private static final String UNTAGGED = "untagged";

  /// Tokens of a prompt that [LoopGuard#budget] has room for.
  private static final int SHORT_PROMPT = 20;

  private final VllmOcrSettings settings;
  private final Optional<PageReader> local;
  private final ServedModes served;
  private final ServedModel model;

  private VllmOcr(VllmOcrSettings settings, Optional<PageReader> local) {
    this.settings = settings;
    this.local = local;
    this.served = served(settings.allModes());
    ServedModelSettings asked =
        ServedModelSettings.of(settings.servers().stream().map(ServerAddress::of).toList())
            .withConcurrency(settings.concurrency())
            .withAttempts(settings.attempts())
            .withTimes(settings.silence(), settings.longest());
    if (settings.model().isPresent()) {
      asked = asked.withModel(settings.model().get());
    }
    if (settings.apiKey().isPresent()) {
      asked = asked.withApiKey(settings.apiKey().get());
    }
    this.model = new ServedModel(asked);
  }

  /// Contacts no server yet. Words stand where the model's boxes say, roughly, unless the request
  /// brings words.
  ///
  /// @throws IllegalArgumentException when a URL is none, or a local engine is needed
  public static VllmOcr start(VllmOcrSettings settings) {
    if (settings.otherwise() == Otherwise.LOCAL) {
      throw new IllegalArgumentException("to read a page locally a local engine is needed");
    }
    return new VllmOcr(settings, Optional.empty());
  }

  /// Contacts no server yet.
  ///
  /// @param local says where words stand, and reads what the model does not; not closed here
  /// @throws IllegalArgumentException when a URL is none
  public static VllmOcr start(VllmOcrSettings settings, PageReader local) {
    return new VllmOcr(settings, Optional.of(local));
  }

  /// A server as it can be seen from outside.
  ///
  /// @param kind and version
  /// @param remark what a person should know before trusting what comes from it
  public record ServerState(String url, String kind, String model, Optional<String> remark) {}

  /// Looks at every server.
  ///
  /// @throws OcrException.EngineFailed when one cannot be reached or does not serve the model
  public List<ServerState> servers() {
    return model.look().stream().map(VllmOcr::state).toList();
  }

  private static ServerState state(ServedModel.Seen seen) {
    return new ServerState(
        seen.server().toString(), kind(seen.dialect()), seen.model(), seen.dialect().remark());
  }

  /// How a server fares.
  ///
  /// @param state empty where it cannot be reached or does not serve the model
  /// @param problem why that is so
  public record ServerHealth(String url, Optional<ServerState> state, Optional<String> problem) {}

  /// Looks at every server, each by itself; takes up to some seconds where one does not answer.
  public List<ServerHealth> health() {
    return settings.servers().stream().map(ServerAddress::of).map(this::health).toList();
  }

  private ServerHealth health(ServerAddress server) {
    try {
      return new ServerHealth(
          server.toString(), Optional.of(state(model.look(server))), Optional.empty());
    } catch (OcrException.EngineFailed problem) {
      return new ServerHealth(
          server.toString(), Optional.empty(), Optional.of(problem.getMessage()));
    }
  }

  /// Who its readings are by, as far as it is known without asking a server.
  public Provenance provenance() {
    return provenance(settings.model(), Optional.empty(), Map.of());
  }

  private static String kind(Dialect dialect) {
    String name =
        switch (dialect) {
          case Dialect.Vllm _ -> "vLLM";
          case Dialect.LlamaCpp _ -> "llama.cpp";
          case Dialect.Ollama _ -> "Ollama";
          case Dialect.Unknown _ -> "unknown";
        };
    return (name + " " + dialect.version()).strip();
  }

  @Override
  public PageReaderCapabilities capabilities() {
    return capabilities(settings.allModes());
  }

  /// What can be asked of it, without starting it.
  ///
  /// @param allModes as in the settings
  public static PageReaderCapabilities capabilities(boolean allModes) {
    return new PageReaderCapabilities(
        ENGINE, Set.of("en", "zh"), served(allModes).labels(), EnumSet.allOf(OcrTask.class), true);
  }

  private static ServedModes served(boolean allModes) {
    return allModes ? ServedModes.all() : ServedModes.stockVllm();
  }

  @Override
  public PageText read(PageImage page) {
    return read(PageRequest.of(page), ReadingListener.NONE);
  }

  @Override
  public PageText read(PageRequest request, ReadingListener listener) {
    capabilities().require(request);
    requireSize(request.image());
    Prompt prompt = Prompt.of(request);
    PagePixels pixels = PagePixels.of(request.image().pixels());
    if (isBlank(pixels)) {
      // Of an empty page models write what they like.
      return new PageText(List.of(), provenance(Optional.empty(), Optional.empty(), Map.of()));
    }
    Optional<PageText> reading =
        request.words().isEmpty()
            ? local.map(each -> each.read(request.image()))
            : Optional.empty();
    PageText text;
    try {
      text = ask(request, prompt, pixels, reading, listener);
    } catch (OcrException.EngineFailed failed) {
      text = otherwise(request, reading, failed.getMessage()).orElseThrow(() -> failed);
    }
    text.blocks().forEach(listener::block);
    return text;
  }

  private void requireSize(PageImage page) {
    int width = page.pixels().getWidth();
    int height = page.pixels().getHeight();
    if ((long) width * height > settings.maxPixels()) {
      throw new OcrException.UnreadableImage(
          String.format(
              Locale.ROOT,
              "page image has %,d x %,d = %,d px; the limit is %,d. Scan it again at 300 dpi or raise the limit of page pixels.",
              width,
              height,
              (long) width * height,
              settings.maxPixels()));
    }
  }

  private static boolean isBlank(PagePixels pixels) {
    int least = 255;
    int most = 0;
    for (byte value : pixels.rgb()) {
      least = Math.min(least, value & 0xFF);
      most = Math.max(most, value & 0xFF);
    }
    return most - least < BLANK_LEVELS;
  }

  /// The local engine's reading, where that was asked for; it says whose place it takes, and why.
  private Optional<PageText> otherwise(
      PageRequest request, Optional<PageText> reading, String reason) {
    if (settings.otherwise() != Otherwise.LOCAL) {
      return Optional.empty();
    }
    PageText text = reading.orElseGet(() -> local.orElseThrow().read(request.image()));
    Provenance own = text.provenance();
    Map<String, String> said = new HashMap<>(own.settings());
    said.put("instead-of", ENGINE);
    said.put("because", reason);
    return Optional.of(
        new PageText(
            text.blocks(),
            new Provenance(own.engine(), own.version(), own.model(), own.mode(), said),
            text.turn(),
            text.doubts()));
  }

  /// An answer while it is written, watched for loops.
  private static final class Writing implements AnswerListener {
    private final int budget;
    private final ReadingListener listener;
    private LoopGuard guard;
    private Optional<Loop> loop = Optional.empty();

    private Writing(int budget, ReadingListener listener) {
      this.budget = budget;
      this.listener = listener;
      this.guard = new LoopGuard(budget);
    }

    @Override
    public void begin() {
      guard = new LoopGuard(budget);
      loop = Optional.empty();
    }

    @Override
    public boolean piece(String text) {
      listener.delta(text);
      loop = guard.accept(text);
      return loop.isEmpty();
    }
  }

  private PageText ask(
      PageRequest request,
      Prompt prompt,
      PagePixels given,
      Optional<PageText> reading,
      ReadingListener listener) {
    int turn = reading.map(PageText::turn).orElse(0);
    PagePixels page = given.turned(turn);
    double dpi = request.image().dpi();
    Resolution resolution =
        request
            .mode()
            .map(label -> served.named(label).orElseThrow())
            .orElseGet(() -> ResolutionChoice.of(page, dpi, request.words(), served).resolution());
    PagePixels sent = Preprocessing.sent(page, resolution);
    int budget = budget(resolution.imageTokens(sent.width(), sent.height()), prompt);
    var writing = new Writing(budget, listener);
    Completion completion =
        model.ask(
            new PageQuestion(png(sent), prompt.text(), budget, Optional.of(NoRepeat.RECOMMENDED)),
            writing);
    Optional<Resolution> effective =
        completion
            .usage()
            .flatMap(
                usage ->
                    served.effective(
                        usage.promptTokens(), prompt.mostTokens(), sent.width(), sent.height()));
    requireMode(request, effective, completion);
    requireTags(prompt, completion);
    End end = end(completion, writing.loop);
    if (end != End.COMPLETE && settings.otherwise() != Otherwise.KEEP) {
      throw new OcrException.EngineFailed(
          "[%s] %s. Read the page in another mode or with another engine."
              .formatted(completion.server(), unfinished(end, completion, writing.loop)));
    }
    var output =
        new ModelOutput(
            completion.text(),
            effective.map(Resolution::label),
            effective.map(each -> each.imageTokens(sent.width(), sent.height())).orElse(0),
            completion.usage().map(Usage::completionTokens).orElse(0),
            end);
    List<Written> written = written(completion.text(), writing.loop);
    Geometry geometry = geometry(request, reading, page, dpi);
    Grounded grounded =
        switch (request.task()) {
          case DOCUMENT, OCR, FREE_OCR -> WordPlacing.of(written, geometry);
          case LOCATE -> Located.of(written, geometry);
          // Figures parsed and pictures described are of the model's own words.
          case PARSE_FIGURE, DESCRIBE -> new Grounded(List.of(), List.of(), List.of());
        };
    return new PageText(
        grounded.blocks(),
        provenance(
            Optional.of(completion.model()), Optional.of(resolution.label()), how(completion)),
        turn,
        grounded.doubts(),
        Optional.of(output));
  }

  private static int budget(int imageTokens, Prompt prompt) {
    int longer = Math.max(0, prompt.mostTokens() - SHORT_PROMPT);
    return Math.max(1, LoopGuard.budget(imageTokens) - (prompt.trained() ? 0 : longer));
  }

  private static List<Written> written(String text, Optional<Loop> loop) {
    String sensible = loop.map(each -> text.substring(0, each.begin())).orElse(text);
    return GroundedParser.parse(sensible).blocks().stream().map(VllmOcr::labelled).toList();
  }

  /// Without tags the model calls its text nothing, but a block of a page has a label.
  private static Written labelled(Written block) {
    if (!block.label().isEmpty()) {
      return block;
    }
    return switch (block) {
      case Written.Heading(int level, String text, String _, List<BoundingBox> boxes) ->
          new Written.Heading(level, text, UNTAGGED, boxes);
      case Written.Text(String text, String _, List<BoundingBox> boxes) ->
          new Written.Text(text, UNTAGGED, boxes);
      case Written.Item(int level, String text, String _, List<BoundingBox> boxes) ->
          new Written.Item(level, text, UNTAGGED, boxes);
      case Written.Caption(String text, String _, List<BoundingBox> boxes) ->
          new Written.Caption(text, UNTAGGED, boxes);
      case Written.Formula(String latex, String _, List<BoundingBox> boxes) ->
          new Written.Formula(latex, UNTAGGED, boxes);
      case Written.Figure(String _, List<BoundingBox> boxes) -> new Written.Figure(UNTAGGED, boxes);
      case Written.Table(List<Written.Cell> cells, String _, List<BoundingBox> boxes) ->
          new Written.Table(cells, UNTAGGED, boxes);
    };
  }

  private static Geometry geometry(
      PageRequest request, Optional<PageText> reading, PagePixels page, double dpi) {
    double width = page.width() * 72 / dpi;
    double height = page.height() * 72 / dpi;
    if (!request.words().isEmpty()) {
      return Geometry.ofGlyphs(request.words(), width, height);
    }
    return reading
        .map(text -> Geometry.ofReading(text, List.of(), width, height))
        .orElseGet(() -> Geometry.ofLines(List.of(), width, height));
  }

  private static End end(Completion completion, Optional<Loop> loop) {
    if (loop.isPresent() && loop.get().reason() != LoopGuard.Reason.BUDGET) {
      return End.LOOPED;
    }
    return loop.isPresent() || completion.finish() == Finish.LENGTH ? End.TRUNCATED : End.COMPLETE;
  }

  private static String unfinished(End end, Completion completion, Optional<Loop> loop) {
    return switch (end) {
      case COMPLETE -> throw new IllegalArgumentException("a page that is finished");
      case TRUNCATED ->
          "the model ran out of room after %,d characters".formatted(completion.text().length());
      case LOOPED ->
          "the model only repeated itself (%s) after %,d characters"
              .formatted(
                  loop.orElseThrow().reason().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  loop.orElseThrow().begin());
    };
  }

  /// What was asked for by name is never passed off for something else.
  private static void requireMode(
      PageRequest request, Optional<Resolution> effective, Completion completion) {
    request
        .mode()
        .filter(asked -> effective.map(Resolution::label).filter(asked::equals).isEmpty())
        .filter(_ -> effective.isPresent())
        .ifPresent(
            asked -> {
              throw new OcrException.EngineFailed(
                  "[%s] the page was to be read in mode '%s', and by the count of its tokens the server read it in '%s'. Leave the mode out, or set the server up for it."
                      .formatted(completion.server(), asked, effective.get().label()));
            });
  }

  /// Without its tags cells of tables run together, and nothing says where a thing stands.
  private static void requireTags(Prompt prompt, Completion completion) {
    boolean areMissing =
        prompt.text().startsWith("<|grounding|>")
            && !completion.text().isBlank()
            && !completion.text().contains("<|det|>")
            && completion.dialect().tags() != Dialect.Tags.KEPT;
    if (areMissing) {
      throw new OcrException.EngineFailed(
          "[%s] the answer came without the model's boxes. %s"
              .formatted(completion.server(), completion.dialect().remark().orElseThrow()));
    }
  }

  private Map<String, String> how(Completion completion) {
    var how = new HashMap<String, String>();
    how.put("server", kind(completion.dialect()));
    if (completion.whitelistDropped()) {
      how.put("cells-may-repeat", "no");
    }
    return how;
  }

  private Provenance provenance(
      Optional<String> servedModel, Optional<String> mode, Map<String, String> how) {
    var said = new HashMap<>(how);
    said.put("words-placed-by", local.map(each -> each.capabilities().engine()).orElse("none"));
    return new Provenance(ENGINE, VERSION, servedModel, mode, said);
  }

  private static byte[] png(PagePixels pixels) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(Preprocessing.image(pixels), "png", bytes);
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
    return bytes.toByteArray();
  }

  /// Ends what is under way.
  @Override
  public void close() {
    model.close();
  }
}
