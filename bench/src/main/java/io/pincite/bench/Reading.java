package io.pincite.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Digital PDFs to laid-out, stored token layers: pages a second of the whole product (upload,
// database, both cores;
/// indexing switched off) beside two Poppler processes that write words with boxes and blocks
/// (`pdftotext -bbox-layout`), in turn over the same files.
final class Reading {
  private static final int ROUNDS = 3;

  private Reading() {}

  static void run(String... arguments) throws Exception {
    List<Path> files = new ArrayList<>(pdfs(Path.of("samples/target/contracts")));
    String evaluation = System.getenv("PINCITE_EVAL_DATA");
    if (evaluation == null) {
      System.out.println("PINCITE_EVAL_DATA is not set: the development contracts are left out.");
    } else {
      files.addAll(pdfs(Path.of(evaluation, "contracts", "dev")));
    }
    List<Double> ours = new ArrayList<>();
    List<Double> poppler = new ArrayList<>();
    Path data = Files.createTempDirectory("pincite-reading");
    int pages = 0;
    try (Product product = Product.start(data, "pincite.roles=web,read")) {
      for (int round = 0; round <= ROUNDS; round++) {
        poppler.add(poppler(files));
        // Other bytes each round, or the second upload would be recognised as the first.
        long start = System.nanoTime();
        pages = read(product, files, round);
        ours.add((System.nanoTime() - start) / 1e9);
      }
    } finally {
      Product.deleteRecursively(data);
    }
    System.out.printf("%d files, %d pages; round 0 is cold%n", files.size(), pages);
    System.out.println("| round | Pincite, stored | two pdftotext -bbox-layout | ratio |");
    System.out.println("|---|---|---|---|");
    for (int round = 0; round <= ROUNDS; round++) {
      System.out.printf(
          "| %d%s | %.0f pages/s | %.0f pages/s | %.2f |%n",
          round,
          round == 0 ? " (cold)" : "",
          pages / ours.get(round),
          pages / poppler.get(round),
          poppler.get(round) / ours.get(round));
    }
  }

  private static List<Path> pdfs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".pdf")).sorted().toList();
    }
  }

  private static int read(Product product, List<Path> files, int round) throws Exception {
    List<String> ids = new ArrayList<>();
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      byte[] other = java.util.Arrays.copyOf(bytes, bytes.length + 1);
      other[bytes.length] = (byte) ('0' + round);
      ids.add(product.upload(round + "-" + file.getFileName(), other).get("id").textValue());
    }
    int pages = 0;
    for (String id : ids) {
      while (true) {
        var document = product.get("/documents/" + id);
        String state = document.get("state").textValue();
        if (state.equals("READABLE") || state.equals("INDEXED")) {
          pages += document.get("pages").intValue();
          break;
        }
        if (state.equals("FAILED")) {
          throw new IllegalStateException(document.toString());
        }
        Thread.sleep(5);
      }
    }
    return pages;
  }

  /// @return seconds for all files, two processes at a time
  private static double poppler(List<Path> files) throws Exception {
    long start = System.nanoTime();
    try (var two = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> runs = new ArrayList<>();
      for (Path file : files) {
        runs.add(
            two.submit(
                () ->
                    new ProcessBuilder("pdftotext", "-bbox-layout", file.toString(), "-")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()));
      }
      for (Future<Integer> run : runs) {
        run.get();
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
