package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.pincite.bench.Quality.Box;
import io.pincite.bench.Quality.Question;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.internal.chunking.Passage;
import io.pincite.retrieval.internal.index.ChunkIndex.Found;
import io.pincite.retrieval.internal.index.ChunkIndex.IndexedPassage;
import io.pincite.retrieval.internal.index.ChunkIndex.Scope;
import io.pincite.retrieval.internal.index.LuceneIndex;
import io.pincite.retrieval.internal.lexical.Fragments;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What misread words cost the search by words, and what fragments of words give back. The product
/// cuts the development contracts into passages; their text is then spoiled at several rates and
/// put into an index of its own, with and without fragments; every answerable question is asked of
/// its contract. By words alone: no vectors, no other wordings, so that nothing else makes up for a
/// word that is not found.
///
/// Arguments: how many contracts (default all), and a folder in which to keep what was indexed
/// (default none).
final class NoisySearch {
  private static final double[] RATES = {0, 0.01, 0.03, 0.05};
  private static final int CANDIDATES = 60;

  /// As the product fuses rankings.
  private static final int DAMPING = 60;

  private NoisySearch() {}

  private record Cut(UUID document, List<Chunk> chunks, Map<UUID, List<Box>> boxes) {}

  private static final class Score {
    private int asked;
    private int at5;
    private int at10;
    private final List<Double> millis = new ArrayList<>();
  }

  static void run(String... arguments) throws Exception {
    Optional<Path> folder =
        Optional.ofNullable(System.getenv("PINCITE_EVAL_DATA"))
            .map(data -> Path.of(data, "contracts"));
    if (folder.isEmpty()) {
      System.out.println("PINCITE_EVAL_DATA is not set: noisy search was not measured.");
      return;
    }
    int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : Integer.MAX_VALUE;
    boolean keep = arguments.length > 1;
    Path data = keep ? Path.of(arguments[1]) : Files.createTempDirectory("pincite-noisy");
    Map<String, List<Question>> questions = Quality.questions(folder.get(), most);
    Map<String, Cut> contracts;
    try {
      contracts = cut(data, folder.get(), questions.keySet());
    } finally {
      if (!keep) {
        Product.deleteRecursively(data);
      }
    }
    System.out.println(
        "| misread | words: recall@5 | @10 | with fragments: recall@5 | @10 | index | with fragments | p95 of the words | of the fragments |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (double rate : RATES) {
      Path plainFolder = Files.createTempDirectory("pincite-noisy");
      Path fragmentFolder = Files.createTempDirectory("pincite-noisy");
      try (var plain = LuceneIndex.open(plainFolder);
          var withFragments = LuceneIndex.open(fragmentFolder)) {
        fill(plain, contracts, rate, false);
        fill(withFragments, contracts, rate, true);
        var words = new Score();
        var both = new Score();
        // The first round warms up.
        for (int round = 0; round < 2; round++) {
          for (Score score : List.of(words, both)) {
            score.asked = score.at5 = score.at10 = 0;
            score.millis.clear();
          }
          questions.forEach(
              (contract, asked) ->
                  asked.stream()
                      .filter(Question::answerable)
                      .forEach(
                          question ->
                              ask(withFragments, contracts.get(contract), question, words, both)));
        }
        System.out.printf(
            "| %.0f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.2f MB | %.2f MB | %.1f ms | %.1f ms |%n",
            100 * rate,
            share(words.at5, words.asked),
            share(words.at10, words.asked),
            share(both.at5, both.asked),
            share(both.at10, both.asked),
            plain.bytes() / 1e6,
            withFragments.bytes() / 1e6,
            p95(words),
            p95(both));
      } finally {
        Product.deleteRecursively(plainFolder);
        Product.deleteRecursively(fragmentFolder);
      }
    }
  }

  /// The passages the product cuts, with their boxes in points.
  private static Map<String, Cut> cut(Path data, Path folder, Set<String> contracts)
      throws Exception {
    Map<String, double[]> sizes = Quality.sizes(folder);
    Map<String, Cut> cut = new LinkedHashMap<>();
    try (Product product = Product.start(data, "pincite.qa.briefs=false")) {
      Map<String, String> documents = new LinkedHashMap<>();
      for (String contract : contracts) {
        byte[] pdf = Files.readAllBytes(folder.resolve("dev/" + contract + ".pdf"));
        documents.put(contract, product.upload(contract + ".pdf", pdf).get("id").asText());
      }
      for (var document : documents.entrySet()) {
        Quality.awaitIndexed(product, document.getValue());
        UUID id = UUID.fromString(document.getValue());
        var chunks = new ArrayList<Chunk>();
        Map<UUID, List<Box>> boxes = new HashMap<>();
        for (JsonNode node : product.get("/documents/" + id + "/chunks").get("items")) {
          UUID chunk = UUID.fromString(node.get("id").asText());
          var headings = new ArrayList<String>();
          node.get("headings").forEach(heading -> headings.add(heading.asText()));
          chunks.add(
              new Chunk(
                  chunk,
                  id,
                  1,
                  node.get("ordinal").asInt(),
                  headings,
                  List.of(),
                  node.get("text").asText(),
                  node.get("language").asText(),
                  node.get("table").asBoolean()));
          boxes.put(chunk, Quality.boxes(document.getKey(), node.get("spans"), sizes));
        }
        cut.put(document.getKey(), new Cut(id, chunks, boxes));
      }
    }
    return cut;
  }

  private static void fill(
      LuceneIndex index, Map<String, Cut> contracts, double rate, boolean fragments) {
    var misreading = new Misreading(rate, 1);
    for (Cut contract : contracts.values()) {
      index.replace(
          contract.document(),
          contract.chunks().stream()
              .map(chunk -> spoiled(chunk, misreading))
              .map(
                  chunk ->
                      new IndexedPassage(
                          new Passage(chunk, List.of(), fragments), Optional.empty()))
              .toList());
    }
    index.commit();
    index.refresh();
  }

  private static Chunk spoiled(Chunk chunk, Misreading misreading) {
    return new Chunk(
        chunk.id(),
        chunk.document(),
        chunk.version(),
        chunk.ordinal(),
        chunk.headings().stream().map(misreading::of).toList(),
        chunk.pieces(),
        misreading.of(chunk.text()),
        chunk.language(),
        chunk.table());
  }

  private static void ask(
      LuceneIndex index, Cut contract, Question question, Score words, Score both) {
    var scope = new Scope(Optional.of(Set.of(contract.document())), List.of());
    long began = System.nanoTime();
    List<Found> byWords =
        index.byWords(TextAnalysis.termsOfQuestion(question.english()), scope, CANDIDATES);
    long between = System.nanoTime();
    List<Found> byFragments =
        index.byFragments(Fragments.ofQuestion(question.english()), scope, CANDIDATES);
    words.millis.add((between - began) / 1e6);
    both.millis.add((System.nanoTime() - between) / 1e6);
    count(words, List.of(byWords), contract, question);
    count(both, List.of(byWords, byFragments), contract, question);
  }

  private static void count(
      Score score, List<List<Found>> rankings, Cut contract, Question question) {
    Map<UUID, Double> fused = new LinkedHashMap<>();
    for (List<Found> ranking : rankings) {
      for (int rank = 0; rank < ranking.size(); rank++) {
        fused.merge(ranking.get(rank).chunk(), 1.0 / (DAMPING + rank + 1), Double::sum);
      }
    }
    List<UUID> best =
        fused.entrySet().stream()
            .sorted(Comparator.comparingDouble((Map.Entry<UUID, Double> e) -> -e.getValue()))
            .map(Map.Entry::getKey)
            .limit(10)
            .toList();
    score.asked++;
    for (int rank = 0; rank < best.size(); rank++) {
      if (Quality.hits(contract.boxes().getOrDefault(best.get(rank), List.of()), question.gold())) {
        score.at5 += rank < 5 ? 1 : 0;
        score.at10++;
        return;
      }
    }
  }

  private static double p95(Score score) {
    Collections.sort(score.millis);
    return score.millis.isEmpty() ? 0 : score.millis.get((int) (score.millis.size() * 0.95));
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }
}
