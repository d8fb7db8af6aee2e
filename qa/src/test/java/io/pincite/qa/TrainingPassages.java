package io.pincite.qa;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.Caller;
import io.pincite.ingest.Documents;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.PostgresForTests;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.Search;
import io.pincite.retrieval.Sentences;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// Not a test: cuts the development contracts into passages as the product does and writes them,
/// with the boxes of their sentences' words, where `EvidenceTraining` reads them
/// (`-Dchunks=FOLDER`). Runs where it is named: `-Dtest=TrainingPassages`.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@EnabledIfEnvironmentVariable(named = "PINCITE_TRAINING_PASSAGES", matches = ".+")
class TrainingPassages {
  @Inject Documents documents;
  @Inject Search search;

  @Test
  void writesThePassagesOfTheDevelopmentContracts() throws IOException {
    Path out = Files.createDirectories(Path.of(System.getenv("PINCITE_TRAINING_PASSAGES")));
    Map<String, UUID> uploaded = new LinkedHashMap<>();
    try (var files = Files.list(Path.of(System.getenv("PINCITE_EVAL_DATA"), "contracts", "dev"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".pdf")).sorted().toList()) {
        try (var in = Files.newInputStream(file)) {
          String name = file.getFileName().toString();
          var upload =
              new Documents.Upload(
                  in, name, Optional.empty(), Documents.OcrChoice.AUTO, Optional.empty());
          uploaded.put(
              name.replace(".pdf", ""), documents.add(Caller.LOCAL, upload).document().id());
        }
      }
    }
    for (var contract : uploaded.entrySet()) {
      UUID document = contract.getValue();
      await()
          .atMost(Duration.ofMinutes(15))
          .until(() -> search.searchable(document) != Search.Searchable.NONE);
      new ObjectMapper()
          .writeValue(out.resolve(contract.getKey() + ".json").toFile(), passages(document));
    }
  }

  private List<Map<String, Object>> passages(UUID document) {
    Map<Integer, PageReading> pages = new HashMap<>();
    for (PageReading page : documents.pages(Caller.LOCAL, document, Optional.empty())) {
      pages.put(page.page(), page);
    }
    var passages = new ArrayList<Map<String, Object>>();
    for (Chunk chunk : search.chunks(Caller.LOCAL, document)) {
      var sentences = new ArrayList<Map<String, Object>>();
      for (Sentences.Range range : Sentences.of(chunk.text())) {
        var boxes = new ArrayList<double[]>();
        for (Span span : chunk.spansOf(range.start(), range.end())) {
          for (TokenLayer.PlacedWord word : pages.get(span.page()).layer().words()) {
            if (word.start() < span.end() && span.start() < word.end()) {
              var box = word.box();
              boxes.add(new double[] {span.page(), box.x0(), box.y0(), box.x1(), box.y1()});
            }
          }
        }
        sentences.add(Map.of("boxes", boxes));
      }
      passages.add(Map.of("chunk", chunk, "sentences", sentences));
    }
    return passages;
  }
}
