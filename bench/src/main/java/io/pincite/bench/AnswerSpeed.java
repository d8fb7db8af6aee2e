package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.pincite.samples.GeneratedContract;
import io.pincite.samples.Truth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Question to whole extractive answer over many generated five-page contracts, one client, each
/// question naming the contract it means. Limit: p95 150 ms.
final class AnswerSpeed {
  private static final int PAGES = 5;
  private static final int WARM_UP = 30;

  private AnswerSpeed() {}

  static void run(String... arguments) throws Exception {
    int contracts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    int questions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    Path data = Files.createTempDirectory("pincite-answers");
    try (Product product = Product.start(data)) {
      List<Truth.Question> known = new ArrayList<>();
      long start = System.nanoTime();
      for (int seed = 0; seed < contracts; seed++) {
        GeneratedContract contract = GeneratedContract.of(seed, PAGES);
        product.upload("contract-%06d.pdf".formatted(seed), contract.pdf());
        known.add(contract.truth().question("term-named"));
      }
      awaitIndexed(product, contracts);
      double indexed = (System.nanoTime() - start) / 1e9;
      List<Double> millis = new ArrayList<>();
      int right = 0;
      for (int i = 0; i < WARM_UP + questions; i++) {
        Truth.Question question = known.get(i * 37 % known.size());
        long asked = System.nanoTime();
        JsonNode answer = product.post("/answers", Map.of("question", question.text()));
        double took = (System.nanoTime() - asked) / 1e6;
        if (i >= WARM_UP) {
          millis.add(took);
          boolean isRight =
              answer
                  .get("text")
                  .textValue()
                  .contains(question.expected().orElseThrow().shortAnswer());
          right += isRight ? 1 : 0;
        }
      }
      Collections.sort(millis);
      System.out.printf(
          "%d contracts of %d pages made, uploaded, read and indexed with vectors in %.0f s%n",
          contracts, PAGES, indexed);
      System.out.println(
          "| contracts | questions | p50 | p95 (limit 150 ms) | slowest | short answer right |");
      System.out.println("|---|---|---|---|---|---|");
      System.out.printf(
          "| %d | %d | %.0f ms | %.0f ms | %.0f ms | %.0f %% |%n",
          contracts,
          questions,
          millis.get(millis.size() / 2),
          millis.get((int) (millis.size() * 0.95)),
          millis.getLast(),
          100.0 * right / questions);
    } finally {
      Product.deleteRecursively(data);
    }
  }

  private static void awaitIndexed(Product product, int documents) throws InterruptedException {
    while (true) {
      JsonNode status = product.get("/admin/status");
      boolean idle =
          status.at("/queue/queued").intValue() == 0
              && status.at("/queue/running").intValue() == 0
              && status.at("/queue/retrying").intValue() == 0;
      if (idle && status.at("/index/documents").intValue() >= documents) {
        return;
      }
      Thread.sleep(500);
    }
  }
}
