package io.pincite.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A language model that says what its script tells it: a server of the OpenAI chat completions
/// protocol (streamed and not) on the loopback address. Safe for use by many threads.
///
/// Rules are tried in the order they were given; the first whose text occurs in a message of the
/// request decides. Where none does, it quotes the sentence of the given passages that fits the
/// question best, in the form the product's prompt asks for.
public final class ScriptedModel implements AutoCloseable {

  /// What it does with a request.
  public sealed interface Reply {

    /// Says the pieces one by one.
    record Says(List<String> pieces, Duration between) implements Reply {
      public Says {
        pieces = List.copyOf(pieces);
      }
    }

    /// Refuses with a status such as 429 or 500.
    record Refuses(int status) implements Reply {}

    /// Says the pieces, then drops the connection; without pieces before any answer.
    record BreaksOff(List<String> pieces) implements Reply {
      public BreaksOff {
        pieces = List.copyOf(pieces);
      }
    }

    /// Quotes the best sentence of the passages, or says that there is none.
    record Quotes() implements Reply {}

    /// Claims a quote from the first passage that stands nowhere.
    record Invents() implements Reply {}

    /// Quotes rightly, but in pieces that cut every marker apart, with a marker that belongs to no
    /// quote and one that is never closed.
    record HalfMarkers() implements Reply {}

    /// Quotes, with a pause after every few characters.
    record Slowly(Duration between) implements Reply {}

    /// Says the same again and again, until the client hangs up.
    record WithoutEnd(String piece) implements Reply {}

    /// Thinks the same again and again and never says anything, until the client hangs up.
    record Thinks(String piece) implements Reply {}

    static Reply says(String... pieces) {
      return new Says(List.of(pieces), Duration.ZERO);
    }

    static Reply nothing() {
      return new Says(List.of(), Duration.ZERO);
    }

    static Reply notFound() {
      return says("NOT FOUND");
    }

    static Reply refuses(int status) {
      return new Refuses(status);
    }

    static Reply breaksOff(String... pieces) {
      return new BreaksOff(List.of(pieces));
    }
  }

  private record Rule(String part, Reply reply) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODEL = "scripted";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger writing = new AtomicInteger();

  private ScriptedModel(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException problem) {
      throw new UncheckedIOException("port " + port + " cannot be used", problem);
    }
    server.createContext("/v1/models", exchange -> guarded(exchange, this::models));
    server.createContext("/v1/chat/completions", exchange -> guarded(exchange, this::complete));
    server.setExecutor(threads);
    server.start();
  }

  /// Starts on a free port.
  public static ScriptedModel start() {
    return new ScriptedModel(0);
  }

  public static ScriptedModel start(int port) {
    return new ScriptedModel(port);
  }

  /// Adds a rule: what to do when a message of the request contains a text.
  public ScriptedModel when(String part, Reply reply) {
    rules.add(new Rule(part, reply));
    return this;
  }

  /// Forgets all rules and requests.
  public void forget() {
    rules.clear();
    requests.clear();
  }

  /// What to configure as the base URL; ends in `/v1`.
  public URI baseUrl() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/v1");
  }

  /// The bodies of the completion requests so far, as they came.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /// How many answers without end are being written just now.
  public int writing() {
    return writing.get();
  }

  @Override
  public void close() {
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
      send(exchange, 400, error("the request cannot be read: " + problem.getMessage()));
    }
  }

  private void models(HttpExchange exchange) throws IOException {
    ObjectNode list = JSON.createObjectNode().put("object", "list");
    list.putArray("data")
        .addObject()
        .put("id", MODEL)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "pincite");
    send(exchange, 200, list);
  }

  private void complete(HttpExchange exchange) throws IOException, InterruptedException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(body);
    JsonNode request = JSON.readTree(body);
    var text = new StringBuilder();
    request.path("messages").forEach(message -> text.append(content(message)).append('\n'));
    String prompt = text.toString();
    boolean streamed = request.path("stream").asBoolean(false);
    Reply reply =
        rules.stream()
            .filter(rule -> prompt.contains(rule.part))
            .map(Rule::reply)
            .findFirst()
            .orElseGet(Reply.Quotes::new);
    switch (reply) {
      case Reply.Refuses(int status) -> refuse(exchange, status);
      case Reply.BreaksOff(List<String> pieces) -> breakOff(exchange, pieces, streamed);
      case Reply.Says(List<String> pieces, Duration between) ->
          say(exchange, pieces, between, streamed);
      case Reply.Quotes() ->
          say(exchange, pieces(QuotingReply.to(prompt), 12), Duration.ZERO, streamed);
      case Reply.Slowly(Duration between) ->
          say(exchange, pieces(QuotingReply.to(prompt), 8), between, streamed);
      case Reply.WithoutEnd(String piece) -> repeat(exchange, delta("content", piece));
      case Reply.Thinks(String piece) -> repeat(exchange, delta("reasoning_content", piece));
      case Reply.Invents() -> say(exchange, List.of(INVENTED), Duration.ZERO, streamed);
      case Reply.HalfMarkers() ->
          say(
              exchange,
              pieces(QuotingReply.to(prompt).strip() + " And more. [7] And then [", 1),
              Duration.ZERO,
              streamed);
    }
  }

  private static final String INVENTED =
      """
      CITE 1 P1: the parties shall meet every third Thursday at the old observatory
      The parties meet every third Thursday. [1]
      """;

  /// A message's content is a text, or a list of parts with texts.
  private static String content(JsonNode message) {
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      return content.asText();
    }
    var text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText()));
    return text.toString();
  }

  private static List<String> pieces(String text, int size) {
    var pieces = new java.util.ArrayList<String>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + size);
      if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
        to++;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  private static void refuse(HttpExchange exchange, int status) throws IOException {
    if (status == 429) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    send(exchange, status, error("scripted refusal with status " + status));
  }

  private static ObjectNode error(String message) {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("message", message).put("type", "scripted_error");
    return error;
  }

  private static void breakOff(HttpExchange exchange, List<String> pieces, boolean streamed)
      throws IOException {
    if (pieces.isEmpty() || !streamed) {
      return; // closing without a response drops the connection
    }
    // The length announced never comes: closing before it is reached drops the connection.
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 1_000_000);
    for (String piece : pieces) {
      event(exchange.getResponseBody(), delta(piece));
    }
  }

  private static void say(
      HttpExchange exchange, List<String> pieces, Duration between, boolean streamed)
      throws IOException, InterruptedException {
    if (!streamed) {
      Thread.sleep(between.multipliedBy(pieces.size()));
      ObjectNode answer = head("chat.completion");
      ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
      choice.putObject("message").put("role", "assistant").put("content", String.join("", pieces));
      choice.put("finish_reason", "stop");
      usage(answer, pieces.size());
      send(exchange, 200, answer);
      return;
    }
    try (OutputStream out = beginStream(exchange)) {
      for (String piece : pieces) {
        event(out, delta(piece));
        if (!between.isZero()) {
          Thread.sleep(between);
        }
      }
      ObjectNode last = head("chat.completion.chunk");
      ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
      choice.putObject("delta");
      choice.put("finish_reason", "stop");
      usage(last, pieces.size());
      event(out, last);
      out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static OutputStream beginStream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static ObjectNode head(String object) {
    return JSON.createObjectNode()
        .put("id", "chatcmpl-scripted")
        .put("object", object)
        .put("created", 0)
        .put("model", MODEL);
  }

  /// Streamed, whatever was asked for: only a stream has no end.
  private void repeat(HttpExchange exchange, ObjectNode chunk) throws IOException {
    writing.incrementAndGet();
    try (OutputStream out = beginStream(exchange)) {
      while (!Thread.currentThread().isInterrupted()) {
        event(out, chunk);
      }
    } finally {
      writing.decrementAndGet();
    }
  }

  private static ObjectNode delta(String piece) {
    return delta("content", piece);
  }

  private static ObjectNode delta(String field, String piece) {
    ObjectNode chunk = head("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta").put("role", "assistant").put(field, piece);
    choice.putNull("finish_reason");
    return chunk;
  }

  private static void usage(ObjectNode answer, int pieces) {
    answer
        .putObject("usage")
        .put("prompt_tokens", 0)
        .put("completion_tokens", pieces)
        .put("total_tokens", pieces);
  }

  private static void event(OutputStream out, ObjectNode chunk) throws IOException {
    out.write(("data: " + chunk + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// Starts one for trying the product by hand: `ScriptedModel PORT`. A question that contains
  /// `!429`, `!500`, `!reset`, `!slow`, `!invent`, `!half`, `!empty` or `!endless` gets that
  /// misbehaviour.
  public static void main(String[] arguments) throws InterruptedException {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8089;
    ScriptedModel model = start(port);
    Map.of(
            "!429",
            Reply.refuses(429),
            "!500",
            Reply.refuses(500),
            "!reset",
            Reply.breaksOff("CITE 1 P1: the "),
            "!slow",
            new Reply.Slowly(Duration.ofMillis(300)),
            "!invent",
            new Reply.Invents(),
            "!half",
            new Reply.HalfMarkers(),
            "!empty",
            Reply.nothing(),
            "!endless",
            new Reply.WithoutEnd("and so on "))
        .forEach(model::when);
    System.out.println("scripted model at " + model.baseUrl());
    Thread.currentThread().join();
  }
}
