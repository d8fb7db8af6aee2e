package io.pincite.ocr.internal.vllm;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// How [ServedModel] asks. Start from [#of] and change what is to differ.
///
/// @param servers that serve the same model; no other host is ever contacted
/// @param model its name there; empty for the first that each server lists
/// @param apiKey sent as a bearer token, where servers want one; never shown
/// @param concurrency most pages that one server is asked about at a time; further ones wait here
/// @param attempts how often a page is tried in all
/// @param connecting longest time for a connection
/// @param silence longest time without a byte from the server, waiting in its queue included
/// @param page longest time for one attempt, however much is written
/// @param rest how long a server that failed is left alone at first; twice as long each further
///     time
/// @param maxResponseBytes of one answer
/// @param maxLineBytes of one line of it
public record ServedModelSettings(
    List<ServerAddress> servers,
    Optional<String> model,
    Optional<String> apiKey,
    int concurrency,
    int attempts,
    Duration connecting,
    Duration silence,
    Duration page,
    Duration rest,
    int maxResponseBytes,
    int maxLineBytes) {

  public ServedModelSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("at least one model server is needed");
    }
    if (new HashSet<>(servers).size() < servers.size()) {
      throw new IllegalArgumentException("a model server is named twice: " + servers);
    }
    if (concurrency < 1
        || attempts < 1
        || maxResponseBytes < 1
        || maxLineBytes < 1
        || !connecting.isPositive()
        || !silence.isPositive()
        || !page.isPositive()
        || !rest.isPositive()) {
      throw new IllegalArgumentException(
          "concurrency, attempts, times and limits are positive, not %d, %d, %s, %s, %s, %s, %d, %d"
              .formatted(
                  concurrency,
                  attempts,
                  connecting,
                  silence,
                  page,
                  rest,
                  maxResponseBytes,
                  maxLineBytes));
    }
  }

  public static ServedModelSettings of(List<ServerAddress> servers) {
    return new ServedModelSettings(
        servers,
        Optional.empty(),
        Optional.empty(),
        // vLLM works on as many sequences at a time by itself (`max_num_seqs` is 256, the makers
        // use 100); what waits here rather than there can still go to another server.
        64,
        4,
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5),
        Duration.ofSeconds(2),
        // 8,192 tokens, the model's context, in events of at most 4 KB (a real one has 0.3 KB).
        32 << 20,
        // Only an answer that is not streamed is one long line: 8,192 tokens, at most 128 bytes
        // each.
        1 << 20);
  }

  public ServedModelSettings withModel(String name) {
    return new ServedModelSettings(
        servers,
        Optional.of(name),
        apiKey,
        concurrency,
        attempts,
        connecting,
        silence,
        page,
        rest,
        maxResponseBytes,
        maxLineBytes);
  }

  public ServedModelSettings withApiKey(String key) {
    return new ServedModelSettings(
        servers,
        model,
        Optional.of(key),
        concurrency,
        attempts,
        connecting,
        silence,
        page,
        rest,
        maxResponseBytes,
        maxLineBytes);
  }

  public ServedModelSettings withConcurrency(int pages) {
    return new ServedModelSettings(
        servers,
        model,
        apiKey,
        pages,
        attempts,
        connecting,
        silence,
        page,
        rest,
        maxResponseBytes,
        maxLineBytes);
  }

  public ServedModelSettings withAttempts(int number) {
    return new ServedModelSettings(
        servers,
        model,
        apiKey,
        concurrency,
        number,
        connecting,
        silence,
        page,
        rest,
        maxResponseBytes,
        maxLineBytes);
  }

  public ServedModelSettings withTimes(Duration longestSilence, Duration longestPage) {
    return new ServedModelSettings(
        servers,
        model,
        apiKey,
        concurrency,
        attempts,
        connecting,
        longestSilence,
        longestPage,
        rest,
        maxResponseBytes,
        maxLineBytes);
  }

  public ServedModelSettings withLimits(int responseBytes, int lineBytes) {
    return new ServedModelSettings(
        servers,
        model,
        apiKey,
        concurrency,
        attempts,
        connecting,
        silence,
        page,
        rest,
        responseBytes,
        lineBytes);
  }

  /// Without the key.
  @Override
  public String toString() {
    return "%s at %s, %d at a time".formatted(model.orElse("the model"), servers, concurrency);
  }
}
