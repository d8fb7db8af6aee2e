package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Digital PDFs to laid-out, stored token layers: pages a second of the whole product (database
/// included, both cores) beside two Poppler processes that write words with boxes and blocks
/// (`pdftotext -bbox-layout`) over the same files.
///
/// Everything is uploaded before any work starts, as a process without job threads allows; a second
/// start then works the backlog off. Reading goes before indexing in the queue, so what is timed is
/// reading alone. The files stand in the backlog several times over, as different bytes: the first
/// round is cold, the others are warm.
final class Reading {
  private static final int ROUNDS = 4;

  private Reading() {}

  static void run(String... arguments) throws Exception {
    List<Path> files = new ArrayList<>(pdfs(Path.of("samples/target/contracts")));
    String evaluation = System.getenv("PINCITE_EVAL_DATA");
    if (evaluation == null) {
      System.out.println("PINCITE_EVAL_DATA is not set: the development contracts are left out.");
    } else {
      files.addAll(pdfs(Path.of(evaluation, "contracts", "dev")));
    }
    Path data = Files.createTempDirectory("pincite-reading");
    List<Double> poppler = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    int pages = 0;
    try {
      List<List<String>> rounds;
      try (Product product = Product.start(data, "pincite.ingest.job-threads=0")) {
        rounds = upload(product, files);
      }
      poppler.add(poppler(files));
      try (Product product = Product.start(data, "pincite.ingest.job-threads=2")) {
        long start = System.nanoTime();
        for (List<String> round : rounds) {
          pages = awaitRead(product, round);
          long now = System.nanoTime();
          ours.add((now - start) / 1e9);
          start = now;
        }
      }
      poppler.add(poppler(files));
    } finally {
      Product.deleteRecursively(data);
    }
    double peer = poppler.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    System.out.printf(
        "%d files, %d pages a round; two pdftotext -bbox-layout: %.0f pages/s (better of %s s)%n",
        files.size(), pages, pages / peer, poppler.stream().map("%.1f"::formatted).toList());
    System.out.println("| round | Pincite, laid out and stored | against two pdftotext |");
    System.out.println("|---|---|---|");
    for (int round = 0; round < ours.size(); round++) {
      System.out.printf(
          "| %d%s | %.0f pages/s | %.2f x |%n",
          round + 1,
          round == 0 ? " (cold, from the first page served)" : "",
          pages / ours.get(round),
          peer / ours.get(round));
    }
  }

  private static List<Path> pdfs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".pdf")).sorted().toList();
    }
  }

  private static List<List<String>> upload(Product product, List<Path> files) throws IOException {
    List<List<String>> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<String> ids = new ArrayList<>();
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        byte[] other = Arrays.copyOf(bytes, bytes.length + 1);
        other[bytes.length] = (byte) ('0' + round);
        ids.add(product.upload(round + "-" + file.getFileName(), other).get("id").textValue());
      }
      rounds.add(ids);
    }
    return rounds;
  }

  private static int awaitRead(Product product, List<String> ids) throws InterruptedException {
    int pages = 0;
    for (String id : ids) {
      while (true) {
        JsonNode document = product.get("/documents/" + id);
        String state = document.get("state").textValue();
        if (state.equals("READABLE") || state.equals("INDEXED")) {
          pages += document.get("pages").intValue();
          break;
        }
        if (state.equals("FAILED")) {
          throw new IllegalStateException(document.toString());
        }
        Thread.sleep(20);
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
