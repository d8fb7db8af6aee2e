package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;

/// Memory and start-up. First start into a fresh data folder with the sample collection, as anybody
/// who tries Pincite has it: its digital contracts can be asked while its scans are still being
/// read. The whole product is measured sixty seconds after a first answer, at its highest (once a
/// second), when the scans are read, and when the OCR engine has let its models go. Then the time
/// from the second start to the first page.
final class Footprint {
  private static final Duration AFTER_ANSWER = Duration.ofSeconds(60);

  /// `pincite.ocr.idle` (20 s), and two of the JVM's collections when nothing goes on.
  private static final Duration UNTIL_IDLE = Duration.ofSeconds(180);

  private final Product product;
  private long highest;

  private Footprint(Product product) {
    this.product = product;
  }

  static void run(String... arguments) throws Exception {
    Path data = Files.createTempDirectory("pincite-footprint");
    try {
      System.out.println("| | measured | limit |");
      System.out.println("|---|---|---|");
      long firstStart = System.nanoTime();
      try (Product product = Product.startWithSamples(data)) {
        row("first start to first page, making the database", seconds(firstStart), "–");
        new Footprint(product).measure();
      }
      long start = System.nanoTime();
      try (Product _ = Product.startWithSamples(data)) {
        row("second start to first page", seconds(start), "8 s");
      }
    } finally {
      Product.deleteRecursively(data);
    }
  }

  private void measure() throws IOException, InterruptedException {
    while (!isSearchable("lease.pdf")) {
      pass();
    }
    product.post("/answers", Map.of("question", "How long is the lease term?"));
    long answered = System.nanoTime();
    while (System.nanoTime() - answered < AFTER_ANSWER.toNanos()) {
      pass();
    }
    row(
        "PSS 60 s after a first answer (%d of %d samples read by then)"
            .formatted(read(), samples()),
        megabytes(product.proportionalSetSize()),
        "1,000 MB");
    while (read() < samples()) {
      pass();
    }
    row("PSS when all samples, four of them scans, are read", megabytes(pass()), "–");
    row("highest PSS until then", megabytes(highest), "–");
    Thread.sleep(UNTIL_IDLE);
    row("PSS three minutes later, the OCR engine's models let go", megabytes(pass()), "–");
  }

  /// A second, and what is held at its end.
  private long pass() throws IOException, InterruptedException {
    Thread.sleep(1000);
    long held = product.proportionalSetSize();
    highest = Math.max(highest, held);
    return held;
  }

  private boolean isSearchable(String name) {
    return StreamSupport.stream(documents().spliterator(), false)
        .filter(document -> document.get("name").textValue().equals(name))
        .anyMatch(Footprint::isSearchable);
  }

  private long read() {
    return StreamSupport.stream(documents().spliterator(), false)
        .filter(Footprint::isSearchable)
        .count();
  }

  private static boolean isSearchable(JsonNode document) {
    return document.path("searchable").asText().equals("FULL");
  }

  private JsonNode documents() {
    return product.get("/documents?limit=100").get("items");
  }

  /// Documents that the collection will have: every file that is not a description of one.
  private static long samples() throws IOException {
    try (var files = Files.walk(Path.of("samples/target/contracts"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".json"))
          .count();
    }
  }

  private static String seconds(long since) {
    return "%.1f s".formatted((System.nanoTime() - since) / 1e9);
  }

  private static String megabytes(long bytes) {
    return "%,.0f MB".formatted(bytes / 1e6);
  }

  private static void row(String what, String measured, String limit) {
    System.out.printf("| %s | %s | %s |%n", what, measured, limit);
  }
}
