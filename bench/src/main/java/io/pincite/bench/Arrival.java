package io.pincite.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/// From upload to searchable, for one contract of about fifty pages. Limits: by words 3 s, with
/// vectors 15 s.
final class Arrival {
  private Arrival() {}

  static void run(String... arguments) throws Exception {
    if (arguments.length < 1) {
      System.err.println("usage: arrival FILE.pdf… (the first one warms up)");
      return;
    }
    Path data = Files.createTempDirectory("pincite-arrival");
    System.out.println(
        "| contract | pages | searchable by words (limit 3 s) | with vectors (limit 15 s) |");
    System.out.println("|---|---|---|---|");
    try (Product product = Product.start(data)) {
      for (String argument : arguments) {
        Path file = Path.of(argument);
        long start = System.nanoTime();
        String id =
            product
                .upload(file.getFileName().toString(), Files.readAllBytes(file))
                .get("id")
                .textValue();
        double lexical = 0;
        while (true) {
          var document = product.get("/documents/" + id);
          double seconds = (System.nanoTime() - start) / 1e9;
          String searchable = document.get("searchable").textValue();
          if (lexical == 0 && !searchable.equals("NONE")) {
            lexical = seconds;
          }
          if (searchable.equals("FULL")) {
            System.out.printf(
                "| %s | %d | %.2f s | %.1f s |%n",
                file.getFileName(), document.get("pages").intValue(), lexical, seconds);
            break;
          }
          if (document.get("state").textValue().equals("FAILED")) {
            throw new IllegalStateException(document.toString());
          }
          Thread.sleep(20);
        }
      }
    } finally {
      Product.deleteRecursively(data);
    }
  }
}
