package io.pincite.ocr.internal.vllm;

import io.pincite.ocr.OcrException.EngineFailed;
import io.pincite.ocr.internal.vllm.Answers.Event;
import io.pincite.ocr.internal.vllm.Completion.Finish;
import io.pincite.ocr.internal.vllm.Completion.Usage;
import io.pincite.ocr.internal.vllm.Server.Known;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A vision language model behind one or more servers: asks, tries again, moves on to another
/// server. Safe for use by many threads; those that ask wait, so let them be virtual.
///
/// Tried again: no connection, a connection that breaks, silence, 429, 502, 503, 504 and 500.
/// Every other status is an answer. An answer is asked for at temperature 0, so another try gives
/// the same. Only what a server refuses for its own sake, whichever page it is (the key, the model,
/// the address), is asked of another server, or once more where what was known of it may be old.
public final class ServedModel implements AutoCloseable {
  /// Between tries at first, doubled each time, half of it left to chance.
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /// Longest that a server's own word on when to come back is followed.
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(1);

  /// Lists of models, versions and errors are small.
  private static final int SMALL_BYTES = 1 << 20;

  /// Longest for a question about the server itself: not a page's time.
  private static final Duration LOOKING = Duration.ofSeconds(5);

  /// Events above the tokens asked for: role, end and usage come in events of their own.
  private static final int EVENTS_BESIDES = 64;

  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

  private final ServedModelSettings settings;
  private final Time time;
  private final RandomGenerator random;
  private final Servers servers;
  private final ExecutorService threads;
  private final HttpClient http;
  private volatile boolean closed;

  public ServedModel(ServedModelSettings settings) {
    this(settings, Time.ofTheMachine(), RandomGenerator.getDefault());
  }

  /// @param random spreads the tries of many pages
  public ServedModel(ServedModelSettings settings, Time time, RandomGenerator random) {
    this.settings = settings;
    this.time = time;
    this.random = random;
    this.servers = new Servers(settings.servers(), settings.concurrency(), settings.rest(), time);
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.http =
        HttpClient.newBuilder()
            // Offering HTTP/2 in clear text makes some Python servers refuse the request.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(settings.connecting())
            .executor(threads)
            .build();
  }

  /// What a server is, as far as it can be seen from outside.
  ///
  /// @param model as it is called there
  public record Seen(ServerAddress server, Dialect dialect, String model) {}

  /// Looks at every server anew.
  ///
  /// @throws EngineFailed when one cannot be reached or does not serve the model
  public List<Seen> look() {
    return servers.addresses().stream().map(this::look).toList();
  }

  /// Looks at one server.
  ///
  /// @throws EngineFailed when it cannot be reached or does not serve the model
  public Seen look(ServerAddress address) {
    try {
      Known known = ask(address);
      return new Seen(address, known.dialect(), known.model());
    } catch (Refused refused) {
      throw failed(address, refused);
    } catch (Trouble trouble) {
      throw new EngineFailed(
          "[%s] %s. Check that the model server runs there.".formatted(address, trouble.fact()),
          trouble);
    }
  }

  /// Asks and waits for the whole answer in one.
  ///
  /// @throws EngineFailed when no server answers, or one refuses
  public Completion ask(PageQuestion question) {
    return ask(question, Optional.empty());
  }

  /// Asks and listens while it is written.
  ///
  /// @throws EngineFailed when no server answers, or one refuses
  public Completion ask(PageQuestion question, AnswerListener pieces) {
    return ask(question, Optional.of(pieces));
  }

  private Completion ask(PageQuestion question, Optional<AnswerListener> pieces) {
    try {
      for (int attempt = 1; ; attempt++) {
        Servers.Place place = servers.take();
        Server server = place.server();
        Trouble trouble;
        try {
          if (place.toBeChecked() && !isWell(server)) {
            // Looking was no attempt.
            attempt--;
            continue;
          }
          Completion completion = ask(question, pieces, server);
          servers.well(server);
          return completion;
        } catch (Trouble happened) {
          if (Thread.interrupted()) {
            // Whoever asks hung up: that says nothing about the server.
            throw new InterruptedException("the question was taken back");
          }
          trouble = happened;
        } finally {
          servers.leave(place);
        }
        Optional<Duration> retryAfter = trouble.retryAfter().map(ServedModel::atMost);
        Duration pause = pause(attempt, retryAfter);
        if (trouble.isDown()) {
          servers.failed(server, retryAfter);
        } else {
          servers.busy(server, pause);
        }
        if (closed) {
          throw new EngineFailed(
              "[%s] the engine was closed while the page was read. Read the page again."
                  .formatted(server.address),
              trouble);
        }
        if (attempt >= settings.attempts()) {
          if (trouble.refusal().isPresent()) {
            throw trouble.refusal().get();
          }
          throw new EngineFailed(
              "[%s] the page was tried %d times, the last time: %s. Check that the model server runs and is not overloaded, then read the page again."
                  .formatted(server.address, attempt, trouble.fact()),
              trouble);
        }
        if (!servers.oneIsInService()) {
          time.pause(pause);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new EngineFailed(
          "[%s] reading was stopped while the model was asked. Read the page again."
              .formatted(settings.servers().getFirst()),
          stopped);
    }
  }

  private static Duration atMost(Duration asked) {
    return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
  }

  private Duration pause(int attempt, Optional<Duration> retryAfter) {
    Duration full = PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
    if (full.compareTo(LONGEST_PAUSE) > 0) {
      full = LONGEST_PAUSE;
    }
    Duration chosen =
        full.dividedBy(2).plusNanos((long) (random.nextDouble() * full.toNanos() / 2));
    // Not before the server wants it, and not all pages in the same moment.
    return retryAfter.map(asked -> asked.plus(chosen)).orElse(chosen);
  }

  private boolean isWell(Server server) throws InterruptedException {
    boolean well = false;
    try {
      Known known = ask(server.address);
      Small health = get(server.address, known.dialect().healthPath());
      well = health.status() == 200;
      if (well) {
        servers.know(server, known);
        servers.well(server);
      }
    } catch (Trouble | Refused | EngineFailed stillNot) {
      well = false;
    } finally {
      if (!well) {
        servers.failed(server, Optional.empty());
      }
    }
    return well;
  }

  // One attempt.

  private Completion ask(PageQuestion question, Optional<AnswerListener> pieces, Server server)
      throws Trouble, InterruptedException {
    Known known = servers.known(server).orElse(null);
    boolean isOld = known != null;
    try {
      if (known == null) {
        known = ask(server.address);
        servers.know(server, known);
      }
      return ask(question, pieces, server, known);
    } catch (Refused refused) {
      servers.forget(server);
      EngineFailed failed = failed(server.address, refused);
      if (refused.ofServer && (isOld || !servers.isOne())) {
        throw Trouble.refused(failed);
      }
      throw failed;
    }
  }

  private Completion ask(
      PageQuestion question, Optional<AnswerListener> pieces, Server server, Known known)
      throws Trouble, Refused, InterruptedException {
    boolean names = question.noRepeat().filter(rule -> !rule.whitelist().isEmpty()).isPresent();
    boolean whitelist = names && known.takesWhitelist();
    try {
      return exchange(question, pieces, server.address, known, whitelist);
    } catch (WhitelistRefused refused) {
      // Versions before vLLM's pull request 27560 take no lists there.
      Known without = new Known(known.dialect(), known.model(), false);
      servers.know(server, without);
      try {
        return exchange(question, pieces, server.address, without, false);
      } catch (WhitelistRefused cannotBe) {
        throw new IllegalStateException(cannotBe);
      }
    }
  }

  private static final class WhitelistRefused extends Exception {}

  private Completion exchange(
      PageQuestion question,
      Optional<AnswerListener> pieces,
      ServerAddress server,
      Known known,
      boolean whitelist)
      throws Trouble, Refused, WhitelistRefused, InterruptedException {
    boolean streamed = pieces.isPresent();
    byte[] body = Requests.of(question, known.model(), known.dialect(), streamed, whitelist);
    HttpRequest request =
        request(server.at(known.dialect().completionsPath()))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    long start = time.nanos();
    // An answer that is not streamed is silent until it is whole.
    Duration silence = streamed ? settings.silence() : settings.page();
    try (Exchange exchange = new Exchange(request, silence)) {
      HttpResponse<InputStream> response = exchange.response();
      var lines = new Lines(response.body(), settings.maxResponseBytes(), settings.maxLineBytes());
      if (response.statusCode() != 200) {
        throw refusal(response, lines, server, whitelist);
      }
      Draft draft = new Draft();
      boolean wanted =
          streamed
              ? stream(exchange, lines, draft, pieces.get(), question, known.dialect())
              : whole(exchange, lines, draft);
      return draft.completion(
          wanted,
          Duration.ofNanos(time.nanos() - start).toMillis(),
          server,
          known,
          question.noRepeat().isPresent() && known.dialect().takesNoRepeat() && !whitelist);
    } catch (Lines.TooLong problem) {
      throw new EngineFailed(
          "[%s] the server sent %s, which no answer of the model has. Check that this is the model's server."
              .formatted(server, problem.getMessage()),
          problem);
    }
  }

  private EngineFailed failed(ServerAddress server, Refused refused) {
    return new EngineFailed("[%s] %s".formatted(server, cleared(refused.fact)), refused);
  }

  /// What was heard so far.
  private static final class Draft {
    private final StringBuilder text = new StringBuilder();
    private Optional<String> finish = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    private void add(Event event) {
      text.append(event.content());
      finish = event.finish().or(() -> finish);
      usage = event.usage().or(() -> usage);
    }

    private Completion completion(
        boolean wanted, long millis, ServerAddress server, Known known, boolean dropped)
        throws Trouble, Refused {
      Finish how =
          switch (wanted ? finish.orElse("") : "stopped") {
            case "stopped" -> Finish.STOPPED;
            case "stop" -> Finish.STOP;
            case "length" -> Finish.LENGTH;
            // vLLM when it is shut down.
            case "abort" -> throw Trouble.down("the server gave the page up", Optional.empty());
            case "" ->
                throw Trouble.down(
                    "the answer ended before its end, after %,d characters"
                        .formatted(text.length()),
                    Optional.empty());
            case String other ->
                throw Refused.ofPage(
                    "the server ended the answer with '%s'. See its log.".formatted(other));
          };
      return new Completion(
          text.toString(), usage, how, millis, server, known.dialect(), known.model(), dropped);
    }
  }

  /// @return false when the listener did not want more
  private static boolean stream(
      Exchange exchange,
      Lines lines,
      Draft draft,
      AnswerListener pieces,
      PageQuestion question,
      Dialect dialect)
      throws Trouble, Refused, Lines.TooLong {
    boolean isOllama = dialect instanceof Dialect.Ollama;
    int events = 0;
    pieces.begin();
    while (next(exchange, lines)) {
      int from = lines.from();
      if (!isOllama) {
        if (!lines.startsWith(DATA)) {
          continue; // an empty line, a comment, or another field of an event
        }
        from += DATA.length;
        if (isDone(lines, from)) {
          return true;
        }
      } else if (lines.to() == from) {
        continue;
      }
      Event event = event(lines, from);
      draft.add(event);
      if (!event.content().isEmpty() && !pieces.piece(event.content())) {
        return false;
      }
      if (isOllama && event.finish().isPresent()) {
        return true;
      }
      if (++events > question.maxTokens() + EVENTS_BESIDES) {
        // Each event has a token at least: this server does not keep to what it was told.
        draft.finish = Optional.of("length");
        return true;
      }
    }
    return true;
  }

  private static boolean isDone(Lines lines, int from) {
    byte[] bytes = lines.bytes();
    while (from < lines.to() && bytes[from] == ' ') {
      from++;
    }
    return lines.to() - from == 6 && bytes[from] == '[' && bytes[from + 1] == 'D';
  }

  private static boolean whole(Exchange exchange, Lines lines, Draft draft)
      throws Trouble, Refused, Lines.TooLong {
    if (!next(exchange, lines)) {
      throw Trouble.down("the server answered with nothing", Optional.empty());
    }
    draft.add(event(lines, lines.from()));
    return true;
  }

  private static boolean next(Exchange exchange, Lines lines) throws Trouble, Lines.TooLong {
    boolean hasMore;
    try {
      hasMore = lines.next();
    } catch (Lines.TooLong problem) {
      throw problem;
    } catch (IOException broken) {
      throw Trouble.down(
          exchange.watch.hasCut()
              ? exchange.whyCut()
              : "the connection broke while the answer came",
          broken);
    }
    if (!hasMore && exchange.watch.hasCut()) {
      throw Trouble.down(exchange.whyCut(), Optional.empty());
    }
    exchange.watch.heard();
    return hasMore;
  }

  private static Event event(Lines lines, int from) throws Trouble, Refused {
    Event event;
    try {
      event = Answers.event(lines.bytes(), from, lines.to() - from);
    } catch (IOException notJson) {
      throw Trouble.down(
          "what came is not what a model server sends: " + cut(lines.text()), notJson);
    }
    if (event.error().isPresent()) {
      String fact = "the server reports: " + cut(event.error().get());
      if (event.code() >= 400 && event.code() < 500 && event.code() != 429) {
        throw Refused.ofPage(fact);
      }
      throw Trouble.busy(fact, Optional.empty());
    }
    return event;
  }

  /// A server's word that another try there would not change.
  private static final class Refused extends Exception {
    private final String fact;

    /// Whether it would refuse every page.
    private final boolean ofServer;

    private Refused(String fact, boolean ofServer) {
      super(fact);
      this.fact = fact;
      this.ofServer = ofServer;
    }

    static Refused ofPage(String fact) {
      return new Refused(fact, false);
    }

    static Refused ofServer(String fact) {
      return new Refused(fact, true);
    }
  }

  private Refused refusal(
      HttpResponse<InputStream> response, Lines lines, ServerAddress server, boolean whitelist)
      throws Trouble, WhitelistRefused {
    var small = new Small(response.statusCode(), smallBody(lines), retryAfter(response));
    if (small.status() == 400 && whitelist && namesWhitelist(small.text())) {
      throw new WhitelistRefused();
    }
    return judge(small);
  }

  private static boolean namesWhitelist(String message) {
    return message.contains("whitelist_token_ids") || message.contains("vllm_xargs");
  }

  /// @return what is final
  /// @throws Trouble what may pass
  private Refused judge(Small answer) throws Trouble {
    String fact = cleared(statusFact(answer));
    int status = answer.status();
    if (status >= 300 && status < 400) {
      return Refused.ofServer(
          fact + ". Redirections are not followed: enter the URL that it leads to.");
    }
    return switch (status) {
      case 429 -> throw Trouble.busy(fact, answer.retryAfter());
      case 500, 502, 503, 504 -> throw Trouble.down(fact, answer.retryAfter());
      case 401, 403 -> Refused.ofServer(fact + ". Correct the API key.");
      case 404 -> Refused.ofServer(fact + ". Check the server's URL and the model's name.");
      case 413 -> Refused.ofPage(fact + ". Read the page at a lower resolution.");
      default -> Refused.ofPage(fact + ". See the server's log.");
    };
  }

  private static String statusFact(Small answer) {
    String text = answer.text().strip();
    return "the server answered with status %d%s"
        .formatted(answer.status(), text.isEmpty() ? "" : ": " + cut(text));
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .flatMap(
            value -> {
              if (value.matches("\\d{1,6}")) {
                return Optional.of(Duration.ofSeconds(Integer.parseInt(value)));
              }
              // A date is meant by the server's own clock.
              return response.headers().firstValue("Date").flatMap(now -> between(now, value));
            });
  }

  private static Optional<Duration> between(String now, String then) {
    try {
      Duration time =
          Duration.between(
              ZonedDateTime.parse(now, DateTimeFormatter.RFC_1123_DATE_TIME),
              ZonedDateTime.parse(then, DateTimeFormatter.RFC_1123_DATE_TIME));
      return time.isNegative() ? Optional.of(Duration.ZERO) : Optional.of(time);
    } catch (DateTimeParseException noDate) {
      return Optional.empty();
    }
  }

  // What a server is.

  /// @throws Refused always the server's own
  private Known ask(ServerAddress server) throws Trouble, Refused {
    try {
      Small list = get(server, "/v1/models");
      if (list.status() != 200) {
        throw Refused.ofServer(judge(list).fact);
      }
      Answers.Models models;
      try {
        models = Answers.models(list.body());
      } catch (IOException notJson) {
        throw Refused.ofServer(
            "what answers there is no model server: it lists no models. Check the server's URL.");
      }
      Dialect dialect = dialect(server, models.ownedBy());
      return new Known(dialect, name(models.ids(), dialect), true);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new EngineFailed(
          "[%s] reading was stopped while the server was looked at. Read the page again."
              .formatted(server),
          stopped);
    }
  }

  private Dialect dialect(ServerAddress server, String ownedBy)
      throws Trouble, InterruptedException {
    return switch (ownedBy) {
      case "vllm" -> new Dialect.Vllm(version(server, "/version", "version").orElse(""));
      case "llamacpp" -> new Dialect.LlamaCpp(version(server, "/props", "build_info").orElse(""));
      default ->
          version(server, "/api/version", "version")
              .<Dialect>map(Dialect.Ollama::new)
              .orElseGet(Dialect.Unknown::new);
    };
  }

  private Optional<String> version(ServerAddress server, String path, String field)
      throws Trouble, InterruptedException {
    Small answer = get(server, path);
    return answer.status() == 200 ? Answers.field(answer.body(), field) : Optional.empty();
  }

  private String name(List<String> served, Dialect dialect) throws Refused {
    if (settings.model().isEmpty()) {
      if (served.isEmpty()) {
        throw Refused.ofServer("the server serves no model. Load one there.");
      }
      return served.getFirst();
    }
    String wanted = settings.model().get();
    // llama.cpp serves one model and calls it by its file; Ollama adds a tag.
    boolean isServed =
        dialect instanceof Dialect.LlamaCpp
            || served.contains(wanted)
            || served.contains(wanted + ":latest");
    if (!isServed) {
      throw Refused.ofServer(
          "the server serves %s, not '%s'. Correct the model's name."
              .formatted(served.isEmpty() ? "no model" : cut(String.join(", ", served)), wanted));
    }
    return wanted;
  }

  private record Small(int status, byte[] body, Optional<Duration> retryAfter) {
    private String text() {
      String said = new String(body, StandardCharsets.UTF_8);
      try {
        return Answers.event(body, 0, body.length).error().orElse(said);
      } catch (IOException notJson) {
        return said;
      }
    }
  }

  private Small get(ServerAddress server, String path) throws Trouble, InterruptedException {
    HttpRequest request = request(server.at(path)).GET().build();
    Duration longest = LOOKING.compareTo(settings.silence()) < 0 ? LOOKING : settings.silence();
    try (Exchange exchange = new Exchange(request, longest)) {
      HttpResponse<InputStream> response = exchange.response();
      var lines = new Lines(response.body(), SMALL_BYTES, SMALL_BYTES);
      return new Small(response.statusCode(), smallBody(lines), retryAfter(response));
    }
  }

  /// What can be read of it: an error's text is not worth another error.
  private static byte[] smallBody(Lines lines) {
    var body = new ByteArrayOutputStream();
    try {
      while (lines.next() && body.size() < SMALL_BYTES) {
        body.write(lines.bytes(), lines.from(), lines.to() - lines.from());
        body.write('\n');
      }
    } catch (IOException broken) {
      return body.toByteArray();
    }
    return body.toByteArray();
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    settings.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request;
  }

  /// A request under way. Closing it ends it, and with it the server's work on it.
  private final class Exchange implements AutoCloseable {
    private final CompletableFuture<HttpResponse<InputStream>> future;
    private final Watch watch;
    private final Duration silence;

    private Exchange(HttpRequest request, Duration silence) {
      this.silence = silence;
      future = http.sendAsync(request, BodyHandlers.ofInputStream());
      watch = new Watch(time, silence, settings.page(), () -> future.cancel(true));
    }

    private HttpResponse<InputStream> response() throws Trouble, InterruptedException {
      try {
        HttpResponse<InputStream> response = future.get();
        watch.heard();
        watch.cutBy(() -> close(response));
        return response;
      } catch (CancellationException cut) {
        throw Trouble.down(whyCut(), cut);
      } catch (ExecutionException problem) {
        throw Trouble.down(watch.hasCut() ? whyCut() : fact(problem.getCause()), problem);
      }
    }

    private String whyCut() {
      return watch.tookTooLong()
          ? "the server took more than %d s".formatted(settings.page().toSeconds())
          : "the server was silent for %d s".formatted(silence.toSeconds());
    }

    @Override
    public void close() {
      watch.close();
      if (!future.cancel(true) && !future.isCompletedExceptionally()) {
        close(future.join());
      }
    }

    private static void close(HttpResponse<InputStream> response) {
      try {
        response.body().close();
      } catch (IOException alreadyBroken) {
        // It was to end.
      }
    }
  }

  private static String fact(@Nullable Throwable problem) {
    return switch (problem) {
      case HttpConnectTimeoutException _ -> "no connection in time";
      case ConnectException refused when refused.getCause() instanceof UnresolvedAddressException ->
          "no machine of that name is known";
      case ConnectException _ -> "nothing answers there";
      case IOException _ -> "the connection broke before an answer came";
      case null, default -> "the request failed: " + problem;
    };
  }

  /// Errors of servers may be pages.
  private static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }

  /// Some servers repeat a wrong key.
  private String cleared(String text) {
    return settings.apiKey().map(key -> text.replace(key, "…")).orElse(text);
  }

  /// Ends what is under way.
  @Override
  public void close() {
    closed = true;
    http.shutdownNow();
    threads.shutdownNow();
  }
}
