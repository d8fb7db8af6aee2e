package io.pincite.ocr;

import io.pincite.ocr.ModelOutput.End;
import io.pincite.ocr.PageContent.StyledWord;
import io.pincite.ocr.VllmOcrSettings.Otherwise;
import io.pincite.ocr.internal.deepseek.Preprocessing;
import io.pincite.ocr.internal.deepseek.Prompt;
import io.pincite.ocr.internal.deepseek.Resolution;
import io.pincite.ocr.internal.deepseek.ResolutionChoice;
import io.pincite.ocr.internal.deepseek.ServedModes;
import io.pincite.ocr.internal.grounding.Geometry;
import io.pincite.ocr.internal.grounding.Grounded;
import io.pincite.ocr.internal.grounding.GroundedParser;
import io.pincite.ocr.internal.grounding.LinesToRead;
import io.pincite.ocr.internal.grounding.LivePage;
import io.pincite.ocr.internal.grounding.Located;
import io.pincite.ocr.internal.grounding.LoopGuard;
import io.pincite.ocr.internal.grounding.LoopGuard.Loop;
import io.pincite.ocr.internal.grounding.WordPlacing;
import io.pincite.ocr.internal.grounding.Written;
import io.pincite.ocr.internal.lines.PackedPixels;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.ocr.internal.reading.Workers;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import javax.imageio.ImageIO;

/// The engine `vllm`: DeepSeek-OCR on model servers, its words put in their places by what else is
/// known of the page: the words that come with the request, or those a local engine reads.
///
/// Safe for use by many threads; those that read wait for the server, so let them be virtual.
public final class VllmOcr implements PageReader, AutoCloseable {
  static final String ENGINE = "vllm";

  /// Of what is made of an answer: another one gives other page texts.
  private static final String VERSION = "2";

  /// Of 256, that a page without anything on it may vary by.
  private static final int BLANK_LEVELS = 8;

  /// Label of what the model wrote without naming it.
  private static final String UNTAGGED = "untagged";

  /// Tokens of a prompt that [LoopGuard#budget] has room for.
  private static final int SHORT_PROMPT = 20;

  /// Pages that are made ready at once: a processor stays free for those that are being written.
  static final int WORKERS = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

  private final VllmOcrSettings settings;
  private final Optional<PageReader> local;
  private final ServedModes served;

  /// Turn, shrink and pack pictures. Those who read are virtual threads, which share a few
  /// carriers: while these are busy with pictures nobody hears what servers say.
  private final Workers workers = new Workers(WORKERS);

  private final ServedModel model;

  private VllmOcr(VllmOcrSettings settings, Optional<PageReader> local) {
    this.settings = settings;
    this.local = local;
    this.served = served(settings.allModes()).withTiles(settings.gundamTiles());
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
    return begin(request).read(listener);
  }

  @Override
  public Begun begin(PageRequest request) {
    capabilities().require(request);
    requireSize(request.image());
    Prompt prompt = Prompt.of(request);
    return worked(() -> takenIn(request, prompt));
  }

  private Begun takenIn(PageRequest request, Prompt prompt) {
    PagePixels pixels = PagePixels.of(request.image().pixels());
    if (isBlank(pixels)) {
      // Of an empty page models write what they like.
      return _ -> new PageText(List.of(), provenance(Optional.empty(), Optional.empty(), Map.of()));
    }
    return new Waiting(
        request.task(), request.mode(), request.words(), prompt, request.image().dpi(), pixels);
  }

  private <T> T worked(Callable<T> work) {
    try {
      return workers.run(work);
    } catch (CancellationException e) {
      throw new OcrException.EngineFailed(
          "reading was stopped while the page was made ready. Read the page again.", e);
    } catch (RejectedExecutionException e) {
      throw new OcrException.EngineFailed(
          "[%s] the engine was closed while the page was read. Read the page again."
              .formatted(ENGINE),
          e);
    }
  }

  @Override
  public Optional<Begun> again(PageImage image, ModelOutput output, Provenance by) {
    if (local.isEmpty()
        || !by.engine().equals(ENGINE)
        || !by.version().equals(VERSION)
        || output.end() != End.COMPLETE) {
      return Optional.empty();
    }
    requireSize(image);
    PackedPixels page = PackedPixels.of(PagePixels.of(image.pixels()));
    return Optional.of(
        listener -> {
          PageText text = placedAgain(page, image.dpi(), output, by);
          listener.begun(text.turn());
          text.blocks().forEach(listener::block);
          return text;
        });
  }

  private PageText placedAgain(PackedPixels page, double dpi, ModelOutput output, Provenance by) {
    PageReader engine = local.orElseThrow();
    List<Written> blocks = written(output.text(), Optional.empty());
    engine.awaitIdle();
    FoundLines found =
        engine
            .find(() -> worked(() -> new PageImage(Preprocessing.image(page.pixels()), dpi)))
            .orElseThrow(
                () ->
                    new OcrException.EngineFailed(
                        "[%s] the engine does not tell lines any more. Read the page again."
                            .formatted(engine.capabilities().engine())));
    while (!found.unread().isEmpty()) {
      engine.awaitIdle();
      found.readWhileIdle(() -> !Thread.currentThread().isInterrupted());
    }
    boolean lay = found.turn() % 180 != 0;
    Geometry geometry =
        Geometry.partly(
            blocks,
            found.text(),
            found.lines(),
            found.unread(),
            (lay ? page.height() : page.width()) * 72 / dpi,
            (lay ? page.width() : page.height()) * 72 / dpi);
    Grounded grounded = WordPlacing.of(blocks, geometry);
    return new PageText(
        grounded.blocks(),
        by,
        found.turn(),
        grounded.doubts(),
        Optional.of(output.withLinesUnread(0)));
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

  /// An answer while it is written, watched for loops.
  private static final class Writing implements AnswerListener {
    private final int budget;
    private final LivePage live;
    private LoopGuard guard;
    private Optional<Loop> loop = Optional.empty();

    private Writing(int budget, LivePage live) {
      this.budget = budget;
      this.live = live;
      this.guard = new LoopGuard(budget);
    }

    @Override
    public void begin() {
      guard = new LoopGuard(budget);
      loop = Optional.empty();
      live.begin();
    }

    @Override
    public boolean piece(String text) {
      live.piece(text);
      loop = guard.accept(text);
      return loop.isEmpty();
    }
  }

  /// What a server is sent of a page.
  ///
  /// @param width of the page in points
  /// @param height likewise
  /// @param sentWidth of the picture in pixels
  /// @param sentHeight likewise
  private record Sent(
      Resolution resolution,
      byte[] png,
      int sentWidth,
      int sentHeight,
      int budget,
      double width,
      double height) {}

  /// What a server answered.
  private record Answer(Completion completion, Optional<Loop> loop, End end, ModelOutput output) {}

  /// A page that was taken in: what is sent of it, and, where a local engine is to look at it, the
  /// page itself, made small.
  private final class Waiting implements Begun {
    private final OcrTask task;
    private final Optional<String> mode;
    private final List<StyledWord> words;
    private final Prompt prompt;
    private final double dpi;
    private final Sent lying;
    private final boolean beside;
    private final Optional<PackedPixels> page;

    Waiting(
        OcrTask task,
        Optional<String> mode,
        List<StyledWord> words,
        Prompt prompt,
        double dpi,
        PagePixels pixels) {
      this.task = task;
      this.mode = mode;
      this.words = words;
      this.prompt = prompt;
      this.dpi = dpi;
      this.lying = sent(pixels);
      // Of what does not stand on the page no line is looked for.
      this.beside = words.isEmpty() && local.isPresent() && standsOnThePage(task);
      this.page =
          beside || canBeReadLocally() ? Optional.of(PackedPixels.of(pixels)) : Optional.empty();
    }

    /// A page's text is no answer to who asked where something is, or in words of one's own.
    private boolean canBeReadLocally() {
      return settings.otherwise() == Otherwise.LOCAL
          && local
              .map(PageReader::capabilities)
              .filter(able -> able.tasks().contains(task))
              .filter(able -> prompt.trained() || able.prompts())
              .isPresent();
    }

    private Sent sent(PagePixels pixels) {
      Resolution resolution =
          mode.map(label -> served.named(label).orElseThrow())
              .orElseGet(() -> ResolutionChoice.of(pixels, dpi, words, served).resolution());
      PagePixels sent = Preprocessing.sent(pixels, resolution);
      int budget = VllmOcr.budget(mostImageTokens(resolution, sent), prompt);
      return new Sent(
          resolution,
          png(sent),
          sent.width(),
          sent.height(),
          budget,
          pixels.width() * 72 / dpi,
          pixels.height() * 72 / dpi);
    }

    @Override
    public PageText read(ReadingListener listener) {
      PageText text;
      try {
        text = beside ? besideTheServer(listener) : byTheServerAlone(listener);
      } catch (OcrException.EngineFailed failed) {
        if (!canBeReadLocally() || Thread.currentThread().isInterrupted()) {
          throw failed;
        }
        text = insteadOfTheServer(failed.getMessage());
        listener.begun(text.turn());
        text.blocks().forEach(listener::block);
      }
      return text;
    }

    private PageImage image() {
      return worked(() -> new PageImage(Preprocessing.image(page.orElseThrow().pixels()), dpi));
    }

    private PageText byTheServerAlone(ReadingListener listener) {
      Answer answer = ask(lying, 0, listener);
      Geometry geometry =
          words.isEmpty()
              ? Geometry.ofLines(List.of(), lying.width(), lying.height())
              : Geometry.ofGlyphs(words, lying.width(), lying.height());
      return text(answer, lying, 0, geometry);
    }

    /// The local engine looks at the page while the model writes, and never before it is asked.
    private PageText besideTheServer(ReadingListener listener) {
      PageReader engine = local.orElseThrow();
      var asking = new Asking(() -> ask(lying, 0, listener));
      try {
        Optional<FoundLines> found = engine.find(this::image);
        Optional<PageText> whole =
            found.isPresent() ? Optional.empty() : Optional.of(engine.read(image()));
        int turn = found.map(FoundLines::turn).orElseGet(() -> whole.orElseThrow().turn());
        Sent sent = lying;
        if (turn != 0) {
          // The model reads only what is upright.
          asking.close();
          Sent upright = worked(() -> sent(page.orElseThrow().pixels().turned(turn)));
          sent = upright;
          asking = new Asking(() -> ask(upright, turn, listener));
        }
        Asking last = asking;
        found.ifPresent(lines -> lines.readWhileIdle(() -> !last.isOver()));
        Answer answer = asking.answer();
        Sent seen = sent;
        Geometry geometry =
            found
                .map(lines -> geometry(answer, lines, seen))
                .orElseGet(
                    () ->
                        Geometry.ofReading(
                            whole.orElseThrow(), List.of(), seen.width(), seen.height()));
        return text(answer, sent, turn, geometry);
      } finally {
        asking.close();
      }
    }

    /// What matters and is not read yet is read now; of the other lines it is known where they are.
    private Geometry geometry(Answer answer, FoundLines found, Sent sent) {
      List<Written> blocks = written(answer.completion().text(), answer.loop());
      List<FoundLines.FoundLine> lines = found.lines();
      var first =
          new ArrayList<>(
              LinesToRead.of(blocks, Geometry.ofFound(lines, sent.width(), sent.height())).first());
      first.retainAll(found.unread());
      if (!first.isEmpty()) {
        found.read(first);
      }
      return Geometry.partly(
          blocks, found.text(), lines, found.unread(), sent.width(), sent.height());
    }

    /// @param turn clockwise degrees that what is sent was turned by
    private Answer ask(Sent sent, int turn, ReadingListener listener) {
      var live = new LivePage(turn, block -> placedRoughly(block, sent), listener);
      var writing = new Writing(sent.budget(), live);
      Completion completion =
          model.ask(
              new PageQuestion(
                  sent.png(), prompt.text(), sent.budget(), Optional.of(NoRepeat.RECOMMENDED)),
              writing);
      live.end();
      Optional<Resolution> effective =
          completion
              .usage()
              .flatMap(
                  usage ->
                      served.effective(
                          usage.promptTokens(),
                          prompt.mostTokens(),
                          sent.sentWidth(),
                          sent.sentHeight()));
      requireTiles(sent, effective, completion);
      requireMode(mode, effective, completion);
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
              effective
                  .map(each -> each.imageTokens(sent.sentWidth(), sent.sentHeight()))
                  .orElse(0),
              completion.usage().map(Usage::completionTokens).orElse(0),
              end);
      return new Answer(completion, writing.loop, end, output);
    }

    /// By how many tiles a page was read belongs to its reading, so what a server reads that cuts
    /// otherwise than it is said to does not stand; another engine may read the page.
    private void requireTiles(Sent sent, Optional<Resolution> effective, Completion completion) {
      if (effective.isPresent()) {
        return;
      }
      completion
          .usage()
          .flatMap(
              usage ->
                  served.otherTiles(
                      usage.promptTokens(),
                      prompt.mostTokens(),
                      sent.sentWidth(),
                      sent.sentHeight()))
          .ifPresent(
              other -> {
                throw new OcrException.EngineFailed(
                    "[%1$s] by the count of its tokens the server cuts a page into %2$d tiles at most, and is said to cut it into %3$d. Set pincite.ocr.vllm.gundam-tiles to %2$d, or change the server."
                        .formatted(completion.server(), other.mostTiles(), settings.gundamTiles()));
              });
    }

    /// A block as it comes: by the model's box alone, for nothing is known of the rest of the page.
    private List<Block> placedRoughly(Written block, Sent sent) {
      return placed(
              List.of(labelled(block)), Geometry.ofLines(List.of(), sent.width(), sent.height()))
          .blocks();
    }

    private Grounded placed(List<Written> blocks, Geometry geometry) {
      return switch (task) {
        case DOCUMENT, OCR, FREE_OCR -> WordPlacing.of(blocks, geometry);
        case LOCATE -> Located.of(blocks, geometry);
        case PARSE_FIGURE, DESCRIBE -> new Grounded(List.of(), List.of(), List.of());
      };
    }

    private PageText text(Answer answer, Sent sent, int turn, Geometry geometry) {
      Completion completion = answer.completion();
      Grounded grounded = placed(written(completion.text(), answer.loop()), geometry);
      return new PageText(
          grounded.blocks(),
          provenance(
              Optional.of(completion.model()),
              Optional.of(sent.resolution().label()),
              how(completion)),
          turn,
          grounded.doubts(),
          Optional.of(answer.output().withLinesUnread(geometry.unread().size())));
    }

    /// The local engine's reading, where that was asked for; it says whose place it takes, and why.
    private PageText insteadOfTheServer(String reason) {
      PageText text = local.orElseThrow().read(image());
      Provenance own = text.provenance();
      Map<String, String> said = new HashMap<>(own.settings());
      said.put("instead-of", ENGINE);
      said.put("because", reason);
      return new PageText(
          text.blocks(),
          new Provenance(own.engine(), own.version(), own.model(), own.mode(), said),
          text.turn(),
          text.doubts());
    }
  }

  /// A question under way, in a thread of its own.
  private static final class Asking implements AutoCloseable {
    private final FutureTask<Answer> task;
    private final Thread thread;

    Asking(Callable<Answer> question) {
      task = new FutureTask<>(question);
      thread = Thread.ofVirtual().name("model-question").start(task);
    }

    boolean isOver() {
      return task.isDone();
    }

    /// Waits for it.
    Answer answer() {
      try {
        return task.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw new IllegalStateException(e);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new OcrException.EngineFailed(
            "reading was stopped while the model was asked. Read the page again.", stopped);
      }
    }

    /// Takes the question back, where it is not answered, and waits until nobody listens any more.
    @Override
    public void close() {
      task.cancel(true);
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Room for as many tiles as a server may cut into, so that one that cuts into more than it is
  /// said to answers and is found out, and does not refuse for want of room.
  private static int mostImageTokens(Resolution resolution, PagePixels sent) {
    Resolution most = resolution instanceof Resolution.Gundam ? Resolution.GUNDAM_9 : resolution;
    return Math.max(
        most.imageTokens(sent.width(), sent.height()),
        resolution.imageTokens(sent.width(), sent.height()));
  }

  private static int budget(int imageTokens, Prompt prompt) {
    int longer = Math.max(0, prompt.mostTokens() - SHORT_PROMPT);
    return Math.max(1, LoopGuard.budget(imageTokens) - (prompt.trained() ? 0 : longer));
  }

  /// Figures parsed and pictures described are of the model's own words.
  private static boolean standsOnThePage(OcrTask task) {
    return switch (task) {
      case DOCUMENT, OCR, FREE_OCR, LOCATE -> true;
      case PARSE_FIGURE, DESCRIBE -> false;
    };
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
      Optional<String> mode, Optional<Resolution> effective, Completion completion) {
    mode.filter(asked -> effective.map(Resolution::label).filter(asked::equals).isEmpty())
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
        prompt.asksForBoxes()
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
    said.put("gundam-tiles", String.valueOf(settings.gundamTiles()));
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
    workers.close();
  }
}
