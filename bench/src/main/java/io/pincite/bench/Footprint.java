package io.pincite.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Memory and start-up: proportional set size of the whole product sixty seconds after a first
/// answer, and the time from the second start to the first page. Limits: 1 GB, 8 s.
final class Footprint {
  private Footprint() {}

  static void run(String... arguments) throws Exception {
    Path contract = Path.of("samples/target/contracts/lease.pdf");
    Path data = Files.createTempDirectory("pincite-footprint");
    try {
      long firstStart = System.nanoTime();
      try (Product product = Product.start(data)) {
        double firstSeconds = (System.nanoTime() - firstStart) / 1e9;
        String id = product.upload("lease.pdf", Files.readAllBytes(contract)).get("id").textValue();
        while (!product.get("/documents/" + id).get("searchable").textValue().equals("FULL")) {
          Thread.sleep(100);
        }
        product.post("/answers", Map.of("question", "How long is the lease term?"));
        Thread.sleep(60_000);
        System.out.printf(
            "| first start to first page, data folder made | %.1f s | – |%n", firstSeconds);
        System.out.printf(
            "| PSS 60 s after a first answer, PostgreSQL included | %.0f MB | limit 1,000 MB |%n",
            product.proportionalSetSize() / 1e6);
      }
      long start = System.nanoTime();
      try (Product _ = Product.start(data)) {
        System.out.printf(
            "| second start to first page | %.1f s | limit 8 s |%n",
            (System.nanoTime() - start) / 1e9);
      }
    } finally {
      Product.deleteRecursively(data);
    }
  }
}
