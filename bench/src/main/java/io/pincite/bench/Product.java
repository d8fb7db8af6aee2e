package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The built product as its users run it: a process of its own over a data folder, spoken to
/// through its HTTP API. Used by one thread.
final class Product implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private final Process process;
  private final URI base;
  private final Path data;
  private final HttpClient client = HttpClient.newHttpClient();

  private Product(Process process, URI base, Path data) {
    this.process = process;
    this.base = base;
    this.data = data;
  }

  /// Starts what is built without samples, and waits until its first page is served.
  ///
  /// @param settings as `name=value`, given as system properties
  static Product start(Path data, String... settings) throws IOException, InterruptedException {
    return start(data, List.of("--no-samples"), settings);
  }

  /// The same with the sample collection, as its users start it.
  static Product startWithSamples(Path data) throws IOException, InterruptedException {
    return start(data, List.of());
  }

  /// Through the script, which knows what a JVM of ours is told.
  private static Product start(Path data, List<String> options, String... settings)
      throws IOException, InterruptedException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var command =
        new ArrayList<>(
            List.of(
                Path.of("pincite").toAbsolutePath().toString(),
                "run",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString()));
    command.addAll(options);
    Path log = Files.createTempFile("pincite-bench", ".log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put(
            "PINCITE_JAVA_OPTS",
            Stream.concat(
                    Stream.of("-Xmx1g"), Arrays.stream(settings).map(setting -> "-D" + setting))
                .collect(Collectors.joining(" ")));
    Process process = builder.start();
    var product = new Product(process, URI.create("http://localhost:" + port), data);
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!product.answers("/")) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("the product did not start; its log is " + log);
      }
      Thread.sleep(20);
    }
    return product;
  }

  private boolean answers(String path) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(api(path)).build());
  }

  JsonNode post(String path, Object body) {
    try {
      return send(
          HttpRequest.newBuilder(api(path))
              .header("Content-Type", "application/json")
              .header("Accept", "application/json")
              .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Uploads a file.
  ///
  /// @return the answer's `document`
  JsonNode upload(String name, byte[] bytes) {
    String boundary = "pincite-bench-boundary";
    byte[] head =
        ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/pdf\r\n\r\n"
                .formatted(boundary, name))
            .getBytes(StandardCharsets.UTF_8);
    byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    return send(HttpRequest.newBuilder(api("/documents"))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArrays(List.of(head, bytes, tail)))
            .build())
        .get("document");
  }

  private URI api(String path) {
    return base.resolve("/api/v1" + path);
  }

  private JsonNode send(HttpRequest request) {
    try {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            "%s %s: %d %s"
                .formatted(
                    request.method(), request.uri(), response.statusCode(), response.body()));
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// Proportional set size of the product with its PostgreSQL, in bytes. Linux only.
  long proportionalSetSize() throws IOException {
    // PostgreSQL's starter leaves, so that the server is nobody's child.
    long server =
        Long.parseLong(
            Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).getFirst().strip());
    Set<Long> processes = new TreeSet<>(List.of(process.pid(), server));
    for (long root : List.copyOf(processes)) {
      ProcessHandle.of(root).stream()
          .flatMap(ProcessHandle::descendants)
          .forEach(child -> processes.add(child.pid()));
    }
    long total = 0;
    for (long each : processes) {
      total += pss(each);
    }
    return total;
  }

  private static long pss(long pid) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
    } catch (IOException e) {
      if (ProcessHandle.of(pid).isPresent()) {
        throw e;
      }
      // A connection's process that has ended since it was listed.
      return 0;
    }
    return lines.stream()
        .filter(line -> line.startsWith("Pss:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void deleteRecursively(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
