package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Retrieval and answers against the lawyers' boxes on the development contracts, for the English
/// and the Chinese wording of the questions, each asked of its contract. The contracts are in the
/// folder `contracts` of the one named by `PINCITE_EVAL_DATA`.
///
/// Arguments: how many contracts (default all), and a folder in which to keep what was indexed
/// (default none).
final class Quality {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A box counts as hit when this share of the smaller one is covered.
  private static final double HIT = 0.3;

  /// Points a side of the squares in which areas are counted.
  private static final double SQUARE = 2;

  private Quality() {}

  /// In points of the page.
  record Box(int page, double x0, double y0, double x1, double y1) {
    boolean hits(Box other) {
      double width = Math.min(x1, other.x1) - Math.max(x0, other.x0);
      double height = Math.min(y1, other.y1) - Math.max(y0, other.y0);
      return page == other.page
          && width > 0
          && height > 0
          && width * height >= HIT * Math.min(area(), other.area());
    }

    private double area() {
      return (x1 - x0) * (y1 - y0);
    }
  }

  record Question(
      String contract, String english, String chinese, boolean answerable, List<Box> gold) {}

  static final class Score {
    private int answerable;
    private int silent;
    private int recalledAt5;
    private int recalledAt10;
    private int answered;
    private int hit;
    private int wronglyAnswered;
    private double overlap;
    private final List<Double> millis = new ArrayList<>();
  }

  static void run(String... arguments) throws Exception {
    Optional<Path> folder =
        Optional.ofNullable(System.getenv("PINCITE_EVAL_DATA"))
            .map(data -> Path.of(data, "contracts"));
    if (folder.isEmpty()) {
      System.out.println("PINCITE_EVAL_DATA is not set: the quality of answers was not measured.");
      return;
    }
    int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : Integer.MAX_VALUE;
    boolean keep = arguments.length > 1;
    Path data = keep ? Path.of(arguments[1]) : Files.createTempDirectory("pincite-quality");
    Map<String, double[]> sizes = sizes(folder.get());
    Map<String, List<Question>> questions = questions(folder.get(), most);
    try (Product product = Product.start(data, "pincite.qa.briefs=false")) {
      Map<String, String> documents = new LinkedHashMap<>();
      for (String contract : questions.keySet()) {
        byte[] pdf = Files.readAllBytes(folder.get().resolve("dev/" + contract + ".pdf"));
        documents.put(contract, product.upload(contract + ".pdf", pdf).get("id").asText());
      }
      for (String document : documents.values()) {
        awaitIndexed(product, document);
      }
      System.out.println(
          "| wording | questions | recall@5 | recall@10 | answered | answer hit | box IoU | wrongly answered | p95 |");
      System.out.println("|---|---|---|---|---|---|---|---|---|");
      for (boolean chinese : new boolean[] {false, true}) {
        var score = new Score();
        questions.forEach(
            (contract, asked) ->
                asked.forEach(
                    question ->
                        ask(product, documents.get(contract), question, chinese, sizes, score)));
        print(chinese ? "Chinese" : "English", score);
      }
    } finally {
      if (!keep) {
        Product.deleteRecursively(data);
      }
    }
  }

  /// What came of one question.
  ///
  /// @param rank of the first passage that hits the gold, from 1, or 0
  /// @param said the answer's text
  record Outcome(int rank, boolean grounded, boolean hit, String said) {}

  static Outcome ask(
      Product product,
      String document,
      Question question,
      boolean chinese,
      Map<String, double[]> sizes,
      Score score) {
    String text = chinese ? question.chinese() : question.english();
    List<String> scope = List.of(document);
    long began = System.nanoTime();
    JsonNode answer =
        product.post(
            "/answers", Map.of("question", text, "documents", scope, "model", "extractive"));
    score.millis.add((System.nanoTime() - began) / 1e6);
    boolean grounded = answer.get("kind").asText().equals("GROUNDED");
    String said = answer.get("text").asText();
    if (!question.answerable()) {
      score.silent++;
      score.wronglyAnswered += grounded ? 1 : 0;
      return new Outcome(0, grounded, false, said);
    }
    score.answerable++;
    JsonNode found =
        product.post("/search", Map.of("query", text, "documents", scope, "limit", 10));
    int rank = 0;
    for (int i = 0; i < found.get("items").size() && rank == 0; i++) {
      List<Box> boxes = boxes(question.contract(), found.get("items").get(i).get("spans"), sizes);
      rank = hits(boxes, question.gold()) ? i + 1 : 0;
    }
    score.recalledAt5 += rank > 0 && rank <= 5 ? 1 : 0;
    score.recalledAt10 += rank > 0 ? 1 : 0;
    if (!grounded) {
      return new Outcome(rank, false, false, said);
    }
    score.answered++;
    var cited = new ArrayList<Box>();
    for (JsonNode citation : answer.get("citations")) {
      cited.addAll(boxes(question.contract(), citation.get("spans"), sizes));
    }
    boolean hit = hits(cited, question.gold());
    if (hit) {
      score.hit++;
      score.overlap += overlap(cited, question.gold());
    }
    return new Outcome(rank, true, hit, said);
  }

  static boolean hits(List<Box> boxes, List<Box> gold) {
    return boxes.stream().anyMatch(box -> gold.stream().anyMatch(box::hits));
  }

  /// Shared area over joint area, counted in small squares over all pages.
  private static double overlap(List<Box> cited, List<Box> gold) {
    Map<Integer, BitSet> first = squares(cited);
    Map<Integer, BitSet> second = squares(gold);
    long shared = 0;
    long joint = 0;
    var pages = new java.util.HashSet<>(first.keySet());
    pages.addAll(second.keySet());
    for (int page : pages) {
      BitSet both = (BitSet) first.getOrDefault(page, new BitSet()).clone();
      both.and(second.getOrDefault(page, new BitSet()));
      BitSet either = (BitSet) first.getOrDefault(page, new BitSet()).clone();
      either.or(second.getOrDefault(page, new BitSet()));
      shared += both.cardinality();
      joint += either.cardinality();
    }
    return joint == 0 ? 0 : (double) shared / joint;
  }

  private static Map<Integer, BitSet> squares(List<Box> boxes) {
    Map<Integer, BitSet> squares = new HashMap<>();
    int columns = 4_096;
    for (Box box : boxes) {
      BitSet page = squares.computeIfAbsent(box.page(), _ -> new BitSet());
      for (int y = (int) (box.y0() / SQUARE); y < box.y1() / SQUARE; y++) {
        page.set(
            y * columns + (int) (box.x0() / SQUARE),
            y * columns + (int) Math.ceil(box.x1() / SQUARE));
      }
    }
    return squares;
  }

  static List<Box> boxes(String contract, JsonNode spans, Map<String, double[]> sizes) {
    var boxes = new ArrayList<Box>();
    for (JsonNode span : spans) {
      int page = span.get("page").asInt();
      double[] size = sizes.get(contract + "/" + page);
      for (JsonNode box : span.get("boxes")) {
        boxes.add(
            new Box(
                page,
                box.get(0).asDouble() * size[0],
                box.get(1).asDouble() * size[1],
                box.get(2).asDouble() * size[0],
                box.get(3).asDouble() * size[1]));
      }
    }
    return boxes;
  }

  static void print(String wording, Score score) {
    Collections.sort(score.millis);
    System.out.printf(
        "| %s | %d + %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.2f | %.1f %% | %.0f ms |%n",
        wording,
        score.answerable,
        score.silent,
        share(score.recalledAt5, score.answerable),
        share(score.recalledAt10, score.answerable),
        share(score.answered, score.answerable),
        share(score.hit, score.answerable),
        score.hit == 0 ? 0 : score.overlap / score.hit,
        share(score.wronglyAnswered, score.silent),
        score.millis.isEmpty() ? 0 : score.millis.get((int) (score.millis.size() * 0.95)));
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }

  static Map<String, double[]> sizes(Path folder) throws IOException {
    Map<String, double[]> sizes = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("pages.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      for (JsonNode page : node.get("pages")) {
        sizes.put(
            node.get("doc").asText() + "/" + page.get("page").asInt(),
            new double[] {page.get("width").asDouble(), page.get("height").asDouble()});
      }
    }
    return sizes;
  }

  static Map<String, List<Question>> questions(Path folder, int most) throws IOException {
    Map<String, List<Question>> questions = new LinkedHashMap<>();
    for (String line : Files.readAllLines(folder.resolve("questions.dev.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      String contract = node.get("doc").asText();
      if (!questions.containsKey(contract) && questions.size() == most) {
        continue;
      }
      var gold = new ArrayList<Box>();
      for (JsonNode answer : node.get("answers")) {
        for (JsonNode each : answer.get("boxes")) {
          JsonNode box = each.get("box");
          gold.add(
              new Box(
                  each.get("page").asInt(),
                  box.get(0).asDouble(),
                  box.get(1).asDouble(),
                  box.get(2).asDouble(),
                  box.get(3).asDouble()));
        }
      }
      questions
          .computeIfAbsent(contract, _ -> new ArrayList<>())
          .add(
              new Question(
                  contract,
                  node.get("question").asText(),
                  node.get("question_zh").asText(),
                  node.get("answerable").asBoolean(),
                  gold));
    }
    return questions;
  }

  static void awaitIndexed(Product product, String document) throws InterruptedException {
    while (true) {
      String state = product.get("/documents/" + document).get("state").asText();
      if (state.equals("INDEXED")) {
        return;
      }
      if (state.equals("FAILED") || state.equals("CANCELLED")) {
        throw new IllegalStateException(document + " is " + state);
      }
      Thread.sleep(500);
    }
  }
}
