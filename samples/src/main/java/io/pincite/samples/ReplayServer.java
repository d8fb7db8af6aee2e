package io.pincite.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pincite.samples.ReplayScript.Step;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// DeepSeek-OCR as a server of vLLM, llama.cpp or Ollama, without the model: answers about pages it
/// knows as [DeepSeekOutput] writes them, says so of others, and misbehaves by a [ReplayScript]. On
/// the loopback address. Safe for use by many threads.
///
/// It is as strict as the real ones where that matters to a client: special tokens (boxes, cells of
/// tables) are left out unless they are asked for, `max_tokens` and the context of 8,192 tokens
/// hold, and a prompt that the model was not trained on is not understood.
public final class ReplayServer implements AutoCloseable {

  /// Whose protocol and habits it has.
  public enum Kind {
    VLLM,
    /// llama.cpp as it is started by default.
    LLAMA_CPP,
    /// llama.cpp started with `--special`.
    LLAMA_CPP_SPECIAL,
    OLLAMA,
    /// Another server of OpenAI's protocol.
    OTHER
  }

  /// A request for an answer.
  ///
  /// @param body without the picture
  public record Request(
      String path, JsonNode body, byte[] picture, Optional<String> authorization) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODEL = "deepseek-ai/DeepSeek-OCR";
  private static final int CONTEXT = 8_192;
  private static final int KEPT_REQUESTS = 256;

  /// A piece of a stream is about a token: a tag, or up to four letters with the space before.
  private static final Pattern PIECE =
      Pattern.compile(
          "<\\|/?(?:ref|det)\\|>|</?t[dr]>|\\s?[\\p{IsAlphabetic}&&[^\\p{IsIdeographic}]]{1,4}|\\d{1,3}|.",
          Pattern.DOTALL);

  private static final Pattern SPECIAL =
      Pattern.compile("<\\|/?(?:ref|det|grounding)\\|>|</?t[dr]>");
  private static final Set<String> FIGURE_PROMPTS =
      Set.of("Parse the figure.", "Describe this image in detail.");
  private static final Pattern LOCATE =
      Pattern.compile("Locate <\\|ref\\|>(.*)<\\|/ref\\|> in the image\\.");

  private final Kind kind;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final KnownPages known = new KnownPages();
  private final List<KnownFigure> figures = new CopyOnWriteArrayList<>();
  private final Deque<Step> script = new ConcurrentLinkedDeque<>();
  private final Deque<Request> requests = new ConcurrentLinkedDeque<>();
  private final AtomicInteger answering = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String model = MODEL;
  private volatile Duration pace = Duration.ZERO;
  private volatile int mostTiles = 6;

  private ReplayServer(Kind kind, int port) {
    this.kind = kind;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException problem) {
      throw new UncheckedIOException("port " + port + " cannot be used", problem);
    }
    server.createContext("/", exchange -> guarded(exchange, this::route));
    server.setExecutor(threads);
    server.start();
  }

  /// vLLM on a free port.
  public static ReplayServer start() {
    return new ReplayServer(Kind.VLLM, 0);
  }

  public static ReplayServer start(Kind kind) {
    return new ReplayServer(kind, 0);
  }

  public static ReplayServer start(Kind kind, int port) {
    return new ReplayServer(kind, port);
  }

  /// Can answer about the pages of a document from now on.
  public ReplayServer knowing(byte[] pdf, Truth truth) {
    known.add(pdf, truth);
    return this;
  }

  public ReplayServer knowing(Sample sample) {
    return knowing(sample.pdf(), sample.truth());
  }

  public ReplayServer knowing(ScannedSample sample) {
    known.add(sample);
    return this;
  }

  /// Can answer about a picture of a page.
  public ReplayServer knowing(BufferedImage picture, Truth.Page page) {
    known.add("page", page, picture);
    return this;
  }

  /// Says this of a picture of a figure, whatever it is asked about figures.
  public ReplayServer knowingFigure(BufferedImage figure, String says) {
    figures.add(new KnownFigure(PagePicture.of(figure), says));
    return this;
  }

  /// Goes through these steps from now on, after those that are left.
  public ReplayServer follow(ReplayScript steps) {
    script.addAll(steps.steps());
    return this;
  }

  public ReplayServer follow(Step... steps) {
    return follow(ReplayScript.of(steps));
  }

  /// Calls its model so from now on. As vLLM, it refuses requests that name another.
  public ReplayServer serving(String name) {
    model = name;
    return this;
  }

  /// Cuts pictures into so many tiles at most from now on: a vLLM whose constants were changed.
  public ReplayServer tiles(int most) {
    mostTiles = most;
    return this;
  }

  /// Pauses after every piece of every answer.
  public ReplayServer pace(Duration between) {
    pace = between;
    return this;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// What to configure: without `/v1`.
  public URI baseUrl() {
    return URI.create("http://localhost:" + port());
  }

  /// The last requests for an answer, at most 256.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /// How many answers are being written just now.
  public int answering() {
    return answering.get();
  }

  /// How many requests for an answer came in all.
  public int asked() {
    return asked.get();
  }

  /// Drops all connections.
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private static void guarded(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      handler.handle(exchange);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException problem) {
      send(exchange, 400, error(400, "the request cannot be read: " + problem.getMessage()));
    }
  }

  private void route(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    boolean isAsked =
        path.equals("/v1/chat/completions") || path.equals("/api/chat") && kind == Kind.OLLAMA;
    if (isAsked) {
      complete(exchange, path);
      return;
    }
    ObjectNode about = path.equals("/v1/models") ? models() : about(path);
    if (about == null) {
      send(exchange, 404, error(404, "Not Found"));
    } else {
      send(exchange, 200, about);
    }
  }

  /// What this kind of server alone says of itself.
  private @Nullable ObjectNode about(String path) {
    ObjectNode about = JSON.createObjectNode();
    return switch (kind) {
      case VLLM ->
          switch (path) {
            case "/version" -> about.put("version", "0.12.0");
            case "/health" -> about;
            default -> null;
          };
      case LLAMA_CPP, LLAMA_CPP_SPECIAL ->
          switch (path) {
            case "/props" -> about.put("build_info", "b7300-replayed");
            case "/health" -> about.put("status", "ok");
            default -> null;
          };
      case OLLAMA -> path.equals("/api/version") ? about.put("version", "0.13.0") : null;
      case OTHER -> null;
    };
  }

  private ObjectNode models() {
    ObjectNode list = JSON.createObjectNode().put("object", "list");
    list.putArray("data")
        .addObject()
        .put("id", model)
        .put("object", "model")
        .put("created", 0)
        .put(
            "owned_by",
            switch (kind) {
              case VLLM -> "vllm";
              case LLAMA_CPP, LLAMA_CPP_SPECIAL -> "llamacpp";
              case OLLAMA -> "library";
              case OTHER -> "pincite";
            })
        .put("max_model_len", CONTEXT);
    return list;
  }

  private void complete(HttpExchange exchange, String path)
      throws IOException, InterruptedException {
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    Asked asked = path.equals("/api/chat") ? askedOfOllama(body) : asked(body);
    requests.add(
        new Request(
            path,
            body,
            asked.picture(),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
    if (requests.size() > KEPT_REQUESTS) {
      requests.poll();
    }
    this.asked.incrementAndGet();
    answering.incrementAndGet();
    try {
      Step step = script.poll();
      act(step == null ? new Step.Answers() : step, exchange, asked);
    } finally {
      answering.decrementAndGet();
    }
  }

  /// @param model as the request names it; if it does not, as it is called here
  /// @param special whether special tokens are to be passed on
  private record Asked(
      String model,
      byte[] picture,
      String prompt,
      int maxTokens,
      boolean streamed,
      boolean special,
      boolean whitelist,
      boolean ollama) {}

  private Asked asked(JsonNode body) {
    byte @Nullable [] picture = null;
    var prompt = new StringBuilder();
    for (JsonNode part : body.at("/messages/0/content")) {
      if (part.path("type").asText().equals("image_url")) {
        String url = part.at("/image_url/url").asText();
        String start = "data:image/png;base64,";
        if (!url.startsWith(start)) {
          throw new IllegalArgumentException("a picture is a data URL of a PNG");
        }
        picture = Base64.getDecoder().decode(url.substring(start.length()));
        ((ObjectNode) part.path("image_url")).put("url", start + "…");
        if (!prompt.isEmpty()) {
          throw new IllegalArgumentException("the picture stands before the text");
        }
      } else {
        prompt.append(part.path("text").asText());
      }
    }
    JsonNode extra = body.path("vllm_xargs");
    if (kind == Kind.VLLM && !extra.isMissingNode()) {
      requireInteger(extra, "ngram_size");
      requireInteger(extra, "window_size");
    }
    return new Asked(
        body.path("model").asText(model),
        required(picture),
        prompt.toString(),
        body.path("max_tokens").asInt(CONTEXT),
        body.path("stream").asBoolean(false),
        switch (kind) {
          case VLLM -> !body.path("skip_special_tokens").asBoolean(true);
          case LLAMA_CPP_SPECIAL, OLLAMA -> true;
          case LLAMA_CPP, OTHER -> false;
        },
        extra.has("whitelist_token_ids"),
        false);
  }

  private static void requireInteger(JsonNode extra, String field) {
    if (!extra.path(field).isInt()) {
      throw new IllegalArgumentException(field + " is an integer");
    }
  }

  private Asked askedOfOllama(JsonNode body) {
    JsonNode message = body.at("/messages/0");
    byte[] picture = Base64.getDecoder().decode(message.at("/images/0").asText());
    ((ObjectNode) message).putArray("images").add("…");
    String content = message.path("content").asText();
    if (!content.startsWith("\n")) {
      throw new IllegalArgumentException("a line end stands between picture and text");
    }
    return new Asked(
        body.path("model").asText(model),
        required(picture),
        content.substring(1),
        body.at("/options/num_predict").asInt(CONTEXT),
        body.path("stream").asBoolean(true),
        true,
        false,
        true);
  }

  private static byte[] required(byte @Nullable [] picture) {
    if (picture == null || picture.length == 0) {
      throw new IllegalArgumentException("there is no picture");
    }
    return picture;
  }

  private void act(Step step, HttpExchange exchange, Asked asked)
      throws IOException, InterruptedException {
    switch (step) {
      case Step.Status(int status, Optional<String> retryAfter) -> {
        retryAfter.ifPresent(value -> exchange.getResponseHeaders().set("Retry-After", value));
        send(exchange, status, error(status, "scripted refusal with status " + status));
      }
      case Step.RefusesWhitelist() -> {
        if (asked.whitelist()) {
          send(
              exchange,
              400,
              error(
                  400,
                  "1 validation error: body.vllm_xargs.whitelist_token_ids: Input should be a valid string"));
        } else {
          answer(exchange, asked, pace, Integer.MAX_VALUE);
        }
      }
      case Step.Resets(int pieces) -> breakOff(exchange, asked, pieces);
      case Step.Stalls(int pieces) -> {
        try (OutputStream out = begin(exchange, asked)) {
          for (String piece : first(pieces, text(asked))) {
            event(out, asked, piece);
          }
          closed.await();
        }
      }
      case Step.Slow(Duration between) -> answer(exchange, asked, between, Integer.MAX_VALUE);
      case Step.Truncates(int pieces) -> answer(exchange, asked, pace, pieces);
      case Step.Loops() -> {
        try (OutputStream out = begin(exchange, asked)) {
          while (closed.getCount() > 0) {
            event(out, asked, "the same again and again, ");
          }
        }
      }
      case Step.Garbage() -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("data: <html>\n\n".getBytes(StandardCharsets.UTF_8));
      }
      case Step.LongLine() -> {
        try (OutputStream out = begin(exchange, asked)) {
          byte[] much = "data: ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
          while (closed.getCount() > 0) {
            out.write(much);
          }
        }
      }
      case Step.Says(String text) ->
          say(exchange, asked, pieces(text), pace, Integer.MAX_VALUE, promptTokens(asked));
      case Step.Answers() -> answer(exchange, asked, pace, Integer.MAX_VALUE);
    }
  }

  private void answer(HttpExchange exchange, Asked asked, Duration between, int most)
      throws IOException, InterruptedException {
    if (kind == Kind.VLLM && !asked.model().equals(model)) {
      send(exchange, 404, error(404, "The model `%s` does not exist.".formatted(asked.model())));
      return;
    }
    int promptTokens = promptTokens(asked);
    if (kind == Kind.VLLM && promptTokens + asked.maxTokens() > CONTEXT) {
      send(
          exchange,
          400,
          error(
              400,
              "This model's maximum context length is %d tokens. However, you requested %d tokens (%d in the messages, %d in the completion)."
                  .formatted(
                      CONTEXT, promptTokens + asked.maxTokens(), promptTokens, asked.maxTokens())));
      return;
    }
    Optional<String> said = figure(asked);
    if (said.isPresent()) {
      say(exchange, asked, pieces(said.get()), between, most, promptTokens);
      return;
    }
    Optional<KnownPages.Found> nearest = known.nearest(image(asked));
    if (nearest.isEmpty() || !nearest.get().isIt()) {
      send(exchange, 404, error(404, unknown(image(asked), nearest)));
      return;
    }
    String text = write(asked.prompt(), nearest.get().known().page());
    say(exchange, asked, pieces(text), between, most, promptTokens);
  }

  /// A figure and what the model writes of it.
  private record KnownFigure(PagePicture picture, String says) {}

  /// What is said of the figure that was asked about, the one it looks most like.
  private Optional<String> figure(Asked asked) throws IOException {
    if (!FIGURE_PROMPTS.contains(asked.prompt()) || figures.isEmpty()) {
      return Optional.empty();
    }
    PagePicture picture = PagePicture.of(image(asked));
    return figures.stream()
        .filter(one -> one.picture().likeness(picture) >= KnownPages.ENOUGH)
        .max(Comparator.comparingDouble(one -> one.picture().likeness(picture)))
        .map(KnownFigure::says);
  }

  private static String unknown(BufferedImage image, Optional<KnownPages.Found> nearest) {
    return "no page is known that looks like this picture of %d × %d px%s"
        .formatted(
            image.getWidth(),
            image.getHeight(),
            nearest
                .map(
                    found ->
                        ": the nearest is %s p.%d with %.2f, %.2f is needed"
                            .formatted(
                                found.known().document(),
                                found.known().page().number(),
                                found.likeness(),
                                KnownPages.ENOUGH))
                .orElse(""));
  }

  /// What the model writes when it is asked so.
  private static String write(String prompt, Truth.Page page) {
    Matcher located = LOCATE.matcher(prompt);
    if (located.matches()) {
      return DeepSeekOutput.located(page, located.group(1));
    }
    return switch (prompt) {
      case "<|grounding|>Convert the document to markdown." -> whole(page);
      case "<|grounding|>OCR this image." -> DeepSeekOutput.lines(page);
      case "Free OCR." -> DeepSeekOutput.text(page);
      case "Parse the figure." ->
          DeepSeekOutput.text(page); // what it does with a page that is no figure
      case "Describe this image in detail." ->
          "The image shows a page of a document with printed text.";
      // Paraphrases are known to end so; a test that gets here has a wrong prompt.
      default -> "I do not know the prompt '%s'.".formatted(prompt);
    };
  }

  private String text(Asked asked) throws IOException {
    return known
        .nearest(image(asked))
        .filter(KnownPages.Found::isIt)
        .map(found -> write(asked.prompt(), found.known().page()))
        .orElse("The beginning of a page that nobody knows, and which goes on and on");
  }

  private static BufferedImage image(Asked asked) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(asked.picture()));
    if (image == null) {
      throw new IllegalArgumentException("the picture is no PNG");
    }
    return image;
  }

  /// Picture, BOS, line end and about one token for four letters of the prompt.
  private int promptTokens(Asked asked) throws IOException {
    BufferedImage image = image(asked);
    return visionTokens(image.getWidth(), image.getHeight(), mostTiles)
        + 2
        + pieces(asked.prompt()).size();
  }

  /// Tokens that stand for a picture in the mode `gundam`, which is the one that vLLM serves: a
  /// view of the whole at 1024, and where a side has more than 640 px two to six tiles of 640.
  public static int visionTokens(int width, int height) {
    return visionTokens(width, height, 6);
  }

  private static int visionTokens(int width, int height, int most) {
    int whole = 16 * 17 + 1;
    if (width <= 640 && height <= 640) {
      return whole;
    }
    double ratio = (double) width / height;
    int columns = 1;
    int rows = 1;
    double best = Double.POSITIVE_INFINITY;
    for (int tiles = 2; tiles <= most; tiles++) {
      for (int across = 1; across <= tiles; across++) {
        if (tiles % across != 0) {
          continue;
        }
        double off = Math.abs(ratio - (double) across / (tiles / across));
        boolean isBetter =
            off < best || off == best && (double) width * height > 0.5 * 640 * 640 * tiles;
        if (isBetter) {
          best = off;
          columns = across;
          rows = tiles / across;
        }
      }
    }
    return whole + rows * 10 * (columns * 10 + 1);
  }

  private static String whole(Truth.Page page) {
    return SamplePaper.truth().pages().contains(page)
        ? SamplePaper.output(page)
        : DeepSeekOutput.of(page);
  }

  private static List<String> first(int most, String text) {
    List<String> pieces = pieces(text);
    return pieces.subList(0, Math.min(most, pieces.size()));
  }

  /// A text in pieces that are about tokens.
  public static List<String> pieces(String text) {
    var pieces = new ArrayList<String>();
    Matcher matcher = PIECE.matcher(text);
    while (matcher.find()) {
      pieces.add(matcher.group());
    }
    return pieces;
  }

  private void breakOff(HttpExchange exchange, Asked asked, int pieces) throws IOException {
    if (pieces == 0) {
      return; // closing without a response drops the connection
    }
    // The length announced never comes: closing before it is reached drops the connection.
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 1_000_000);
    for (String piece : first(pieces, text(asked))) {
      event(exchange.getResponseBody(), asked, piece);
    }
  }

  private void say(
      HttpExchange exchange,
      Asked asked,
      List<String> whole,
      Duration between,
      int most,
      int promptTokens)
      throws IOException, InterruptedException {
    // The last token says that it ends.
    int room = Math.min(most, asked.maxTokens());
    boolean isCut = whole.size() + 1 > room;
    List<String> pieces = isCut ? whole.subList(0, Math.min(room, whole.size())) : whole;
    int tokens = isCut ? room : pieces.size() + 1;
    String finish = isCut ? "length" : "stop";
    if (!asked.streamed()) {
      Thread.sleep(between.multipliedBy(pieces.size()));
      String text = String.join("", pieces.stream().map(piece -> passedOn(asked, piece)).toList());
      send(exchange, 200, wholeAnswer(asked, text, finish, promptTokens, tokens));
      return;
    }
    try (OutputStream out = begin(exchange, asked)) {
      for (String piece : pieces) {
        event(out, asked, piece);
        if (!between.isZero()) {
          Thread.sleep(between);
        }
      }
      end(out, asked, finish, promptTokens, tokens);
    }
  }

  private static ObjectNode wholeAnswer(
      Asked asked, String text, String finish, int promptTokens, int tokens) {
    if (asked.ollama()) {
      ObjectNode answer = ollama(asked, text, true);
      answer.put("done_reason", finish);
      answer.put("prompt_eval_count", promptTokens).put("eval_count", tokens);
      return answer;
    }
    ObjectNode answer = head("chat.completion", asked.model());
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", text);
    choice.put("finish_reason", finish);
    usage(answer, promptTokens, tokens);
    return answer;
  }

  private static void end(
      OutputStream out, Asked asked, String finish, int promptTokens, int tokens)
      throws IOException {
    if (asked.ollama()) {
      write(out, wholeAnswer(asked, "", finish, promptTokens, tokens) + "\n");
      return;
    }
    ObjectNode last = head("chat.completion.chunk", asked.model());
    ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.put("finish_reason", finish);
    write(out, "data: " + last + "\n\n");
    ObjectNode counted = head("chat.completion.chunk", asked.model());
    counted.putArray("choices");
    usage(counted, promptTokens, tokens);
    write(out, "data: " + counted + "\n\n");
    write(out, "data: [DONE]\n\n");
  }

  private static String passedOn(Asked asked, String piece) {
    return asked.special() ? piece : SPECIAL.matcher(piece).replaceAll("");
  }

  private static OutputStream begin(HttpExchange exchange, Asked asked) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Type", asked.ollama() ? "application/x-ndjson" : "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static void event(OutputStream out, Asked asked, String piece) throws IOException {
    String text = passedOn(asked, piece);
    if (text.isEmpty()) {
      return;
    }
    if (asked.ollama()) {
      write(out, ollama(asked, text, false) + "\n");
      return;
    }
    ObjectNode chunk = head("chat.completion.chunk", asked.model());
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta").put("content", text);
    choice.putNull("logprobs").putNull("finish_reason");
    write(out, "data: " + chunk + "\n\n");
  }

  private static ObjectNode ollama(Asked asked, String text, boolean done) {
    ObjectNode answer = JSON.createObjectNode().put("model", asked.model());
    answer.putObject("message").put("role", "assistant").put("content", text);
    return answer.put("done", done);
  }

  private static ObjectNode head(String object, String model) {
    return JSON.createObjectNode()
        .put("id", "chatcmpl-replayed")
        .put("object", object)
        .put("created", 0)
        .put("model", model);
  }

  private static void usage(ObjectNode answer, int promptTokens, int tokens) {
    answer
        .putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("total_tokens", promptTokens + tokens)
        .put("completion_tokens", tokens);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static ObjectNode error(int code, String message) {
    ObjectNode error = JSON.createObjectNode();
    error
        .putObject("error")
        .put("message", message)
        .put("type", "scripted_error")
        .put("code", code);
    return error;
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// Starts one for trying the product by hand, with all samples known: `ReplayServer PORT [SCRIPT]
  /// [KIND]`. A script is a name under `deepseek/scripts/`, or a file.
  public static void main(String[] arguments) throws Exception {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8090;
    Kind kind = arguments.length > 2 ? Kind.valueOf(arguments[2]) : Kind.VLLM;
    ReplayServer replay = start(kind, port);
    for (Sample sample : Sample.values()) {
      replay.knowing(sample);
    }
    replay.knowing(SamplePaper.pdf(), SamplePaper.truth());
    for (ScannedSample sample : ScannedSample.values()) {
      replay.knowing(sample);
    }
    if (arguments.length > 1) {
      Path file = Path.of(arguments[1]);
      replay.follow(
          Files.isRegularFile(file)
              ? ReplayScript.parse(Files.readString(file))
              : ReplayScript.named(arguments[1]));
    }
    System.out.println("DeepSeek-OCR, replayed, at " + replay.baseUrl());
    Thread.currentThread().join();
  }
}
