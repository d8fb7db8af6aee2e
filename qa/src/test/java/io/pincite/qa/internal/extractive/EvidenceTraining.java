package io.pincite.qa.internal.extractive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.Span;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.Explanation;
import io.pincite.retrieval.Hit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/// Fits the evidence model on the development contracts and says how good it is on contracts it was
/// not fitted on (five folds by contract). Run by hand; the data are in the folder named by
/// `PINCITE_EVAL_DATA`.
///
/// Passages are those `TrainingPassages` wrote to the folder given as `-Dchunks`, else
/// paragraphs of the plain texts; ranked by words. `-Dmixed=true` judges as the product does, with
/// the general weights and the hand-set shares. The numbers over the whole product come from
/// `./pincite bench quality`.
final class EvidenceTraining {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FOLDS = 5;
  private static final int PASSAGES = Integer.getInteger("passages", 30);

  record Asked(
      String contract,
      String category,
      String text,
      boolean answerable,
      List<int[]> gold,
      QuestionAnalysis analysis,
      List<Candidate> candidates,
      List<double[]> features,
      boolean[] positive) {}

  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(System.getenv("PINCITE_EVAL_DATA")).resolve("contracts");
    boolean general = List.of(arguments).contains("--general");
    String wording = List.of(arguments).contains("--zh") ? "question_zh" : "question";
    boolean verbose = List.of(arguments).contains("-v");
    Map<String, List<Hit>> contracts = new HashMap<>();
    var asked = new ArrayList<Asked>();
    var analyser = new QuestionAnalyser(Topics.load());
    if (general) {
      readingComprehension(data.getParent(), analyser, asked, contracts);
    }
    Optional<Path> dumped = Optional.ofNullable(System.getProperty("chunks")).map(Path::of);
    if (dumped.isPresent() && !general) {
      onPages(data, dumped.get(), wording, analyser, asked, contracts);
    }
    for (String line :
        general || dumped.isPresent()
            ? List.<String>of()
            : Files.readAllLines(data.resolve("questions.dev.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      String contract = node.get("doc").asText();
      List<Hit> passages =
          contracts.computeIfAbsent(
              contract, id -> passages(id, read(data.resolve("dev/" + id + ".txt"))));
      String text = node.get(wording).asText();
      QuestionAnalysis analysis =
          general ? analyser.analyse(text, Optional.empty()) : analyser.analyse(text);
      List<Hit> hits = ranked(analysis, passages);
      List<Candidate> candidates = Candidate.of(hits);
      var rarity = Features.rarity(analysis.terms(), candidates);
      var gold = new ArrayList<int[]>();
      for (JsonNode answer : node.get("answers")) {
        gold.add(new int[] {answer.get("start").asInt(), answer.get("end").asInt()});
      }
      var features = new ArrayList<double[]>();
      boolean[] positive = new boolean[candidates.size()];
      for (int i = 0; i < candidates.size(); i++) {
        features.add(Features.of(analysis, candidates.get(i), rarity));
        positive[i] = isEvidence(candidates.get(i), gold);
      }
      asked.add(
          new Asked(
              contract,
              node.get("category").asText(),
              text,
              node.get("answerable").asBoolean(),
              gold,
              analysis,
              candidates,
              features,
              positive));
    }
    long reachable = asked.stream().filter(a -> a.answerable && any(a.positive)).count();
    System.out.printf(
        "answerable %d, evidence among the passages %d%n",
        asked.stream().filter(Asked::answerable).count(), reachable);
    List<String> ids = contracts.keySet().stream().sorted().toList();
    EvidenceModel product = EvidenceModel.load();
    boolean mixed = Boolean.getBoolean("mixed");
    double[] best = new double[asked.size()];
    boolean[] hit = new boolean[asked.size()];
    int[] chosen = new int[asked.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      int now = fold;
      double[] weights =
          fit(asked.stream().filter(a -> ids.indexOf(a.contract) % FOLDS != now).toList());
      for (int i = 0; i < asked.size(); i++) {
        Asked a = asked.get(i);
        if (ids.indexOf(a.contract) % FOLDS == fold) {
          var model =
              new EvidenceModel(
                  new EvidenceModel.Weights(weights, product.topical().threshold()),
                  product.general(),
                  product.broad(),
                  product.specific(),
                  product.missingValue());
          java.util.function.ToDoubleFunction<double[]> judge =
              mixed ? x -> model.probability(a.analysis, x) : x -> probability(weights, x);
          List<Integer> order = order(a, judge);
          best[i] = order.isEmpty() ? 0 : judge.applyAsDouble(a.features.get(order.getFirst()));
          chosen[i] = order.isEmpty() ? -1 : order.getFirst();
          int cited = 0;
          for (int candidate : order) {
            double p = judge.applyAsDouble(a.features.get(candidate));
            if (cited == ExtractiveAnswerer.MOST_CITATIONS
                || cited > 0 && p < best[i] * ExtractiveAnswerer.NEAR_BEST) {
              break;
            }
            cited++;
            hit[i] |= a.positive[candidate];
          }
        }
      }
    }
    double chosenThreshold = report(asked, best, hit);
    byCategory(asked, best, hit, chosenThreshold);
    if (verbose) {
      for (int i = 0; i < asked.size(); i++) {
        Asked a = asked.get(i);
        if (a.answerable != (best[i] >= chosenThreshold) || a.answerable && !hit[i]) {
          System.out.printf(
              "%n%s %s [%s] %s p=%.2f hit=%s%n  chosen: %s%n",
              a.contract,
              a.category,
              a.analysis.topic().map(Topic::name).orElse("-"),
              a.answerable ? "ANSWERABLE" : "silent",
              best[i],
              hit[i],
              chosen[i] < 0 || a.candidates.isEmpty()
                  ? ""
                  : cut(a.candidates.get(chosen[i]).text()));
          for (int k = 0; k < a.positive.length; k++) {
            if (a.positive[k] && !a.candidates.isEmpty()) {
              System.out.println("  gold: " + cut(a.candidates.get(k).text()));
            }
          }
        }
      }
    }
    double[] weights = fit(asked);
    String set = general ? "general" : "topical";
    System.out.println();
    for (int i = 0; i < weights.length; i++) {
      System.out.printf("%s.%s = %.3f%n", set, Features.NAMES.get(i), weights[i]);
    }
    System.out.printf("%s.threshold = %.3f%n", set, chosenThreshold);
  }

  /// The development contracts as the product cut them, with gold boxes on their pages.
  private static void onPages(
      Path data,
      Path dumped,
      String wording,
      QuestionAnalyser analyser,
      List<Asked> asked,
      Map<String, List<Hit>> contracts)
      throws IOException {
    Map<String, double[]> sizes = new HashMap<>();
    for (String line : Files.readAllLines(data.resolve("pages.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      for (JsonNode page : node.get("pages")) {
        sizes.put(
            node.get("doc").asText() + "/" + page.get("page").asInt(),
            new double[] {page.get("width").asDouble(), page.get("height").asDouble()});
      }
    }
    Map<UUID, List<double[][]>> boxes = new HashMap<>();
    for (String line : Files.readAllLines(data.resolve("questions.dev.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      String contract = node.get("doc").asText();
      if (!Files.exists(dumped.resolve(contract + ".json"))) {
        continue;
      }
      List<Hit> passages =
          contracts.computeIfAbsent(
              contract, id -> dumpedChunks(dumped.resolve(id + ".json"), id, boxes));
      String text = node.get(wording).asText();
      QuestionAnalysis analysis = analyser.analyse(text);
      List<Hit> hits = ranked(analysis, passages);
      List<Candidate> candidates = Candidate.of(hits);
      var rarity = Features.rarity(analysis.terms(), candidates);
      var features = new ArrayList<double[]>();
      boolean[] positive = new boolean[candidates.size()];
      for (int i = 0; i < candidates.size(); i++) {
        features.add(Features.of(analysis, candidates.get(i), rarity));
      }
      for (JsonNode answer : node.get("answers")) {
        mark(answer, contract, sizes, candidates, boxes, positive);
      }
      asked.add(
          new Asked(
              contract,
              node.get("category").asText(),
              text,
              node.get("answerable").asBoolean(),
              List.of(),
              analysis,
              candidates,
              features,
              positive));
    }
  }

  /// A sentence is evidence when half of it lies in the answer's boxes, or most of the answer in
  /// it.
  private static void mark(
      JsonNode answer,
      String contract,
      Map<String, double[]> sizes,
      List<Candidate> candidates,
      Map<UUID, List<double[][]>> boxes,
      boolean[] positive) {
    int[] inside = new int[candidates.size()];
    int all = 0;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      double[][] words = boxes.get(candidate.hit().chunk().id()).get(candidate.ordinal());
      for (double[] word : words) {
        double[] size = sizes.get(contract + "/" + (int) word[0]);
        double x = (word[1] + word[3]) / 2 * size[0];
        double y = (word[2] + word[4]) / 2 * size[1];
        for (JsonNode gold : answer.get("boxes")) {
          JsonNode box = gold.get("box");
          if (gold.get("page").asInt() == (int) word[0]
              && x >= box.get(0).asDouble() - 1
              && x <= box.get(2).asDouble() + 1
              && y >= box.get(1).asDouble() - 1
              && y <= box.get(3).asDouble() + 1) {
            inside[i]++;
            break;
          }
        }
      }
      all += inside[i];
    }
    for (int i = 0; i < candidates.size(); i++) {
      int words =
          boxes.get(candidates.get(i).hit().chunk().id()).get(candidates.get(i).ordinal()).length;
      positive[i] |= inside[i] > 0 && (inside[i] * 2 >= words || inside[i] * 10 >= all * 6);
    }
  }

  static List<Hit> dumpedChunks(Path file, String contract, Map<UUID, List<double[][]>> boxes) {
    var hits = new ArrayList<Hit>();
    try {
      for (JsonNode node : JSON.readTree(file.toFile())) {
        Chunk chunk = JSON.treeToValue(node.get("chunk"), Chunk.class);
        var sentences = new ArrayList<double[][]>();
        for (JsonNode sentence : node.get("sentences")) {
          sentences.add(JSON.treeToValue(sentence.get("boxes"), double[][].class));
        }
        boxes.put(chunk.id(), sentences);
        hits.add(new Hit(chunk, contract, 1, new Explanation(1, "rank", List.of())));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return hits;
  }

  /// Questions on passages: each asked where its passage is, and, so that refusing is learnt too,
  /// where it is not but others are.
  private static void readingComprehension(
      Path data, QuestionAnalyser analyser, List<Asked> asked, Map<String, List<Hit>> groups)
      throws IOException {
    for (String set : List.of("qa-en", "qa-zh", "qa-zh-legal")) {
      Path passagesFile =
          data.resolve(set)
              .resolve(set.equals("qa-zh-legal") ? "passages.dev.jsonl" : "passages.jsonl");
      Map<String, Hit> all = new HashMap<>();
      for (String line : Files.readAllLines(passagesFile)) {
        JsonNode node = JSON.readTree(line);
        String id = node.get("passage_id").asText();
        all.put(id, hit(id, node.get("text").asText(), set.endsWith("en") ? "en" : "zh"));
      }
      List<Hit> passages = List.copyOf(all.values());
      for (String line : Files.readAllLines(data.resolve(set).resolve("dev.jsonl"))) {
        JsonNode node = JSON.readTree(line);
        String passage = node.get("passage_id").asText();
        Hit home = all.get(passage);
        QuestionAnalysis analysis =
            analyser.analyse(node.get("question").asText(), Optional.empty());
        boolean answerable = !node.path("kind").asText("").equals("unanswerable");
        var gold = new ArrayList<int[]>();
        for (JsonNode answer : node.get("answers")) {
          if (answerable && !answer.path("start").isNull() && answer.path("start").asInt(-1) >= 0) {
            gold.add(
                new int[] {
                  answer.get("start").asInt(),
                  answer.get("start").asInt() + answer.get("text").asText().length()
                });
          }
        }
        if (answerable && gold.isEmpty()) {
          continue;
        }
        List<Hit> hits = new ArrayList<>(ranked(analysis, passages).subList(0, 8));
        groups.putIfAbsent(passage, List.of());
        if (!hits.contains(home)) {
          hits.set(Math.min(5, hits.size() - 1), home);
        }
        asked.add(
            asked(
                set,
                passage,
                node.get("question").asText(),
                analysis,
                hits,
                answerable,
                gold,
                home));
        hits.remove(home);
        asked.add(
            asked(
                set,
                passage,
                node.get("question").asText(),
                analysis,
                hits,
                false,
                List.of(),
                home));
      }
    }
  }

  private static Asked asked(
      String set,
      String group,
      String text,
      QuestionAnalysis analysis,
      List<Hit> hits,
      boolean answerable,
      List<int[]> gold,
      Hit home) {
    List<Candidate> candidates = Candidate.of(hits);
    var rarity = Features.rarity(analysis.terms(), candidates);
    var features = new ArrayList<double[]>();
    boolean[] positive = new boolean[candidates.size()];
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      double[] x = Features.of(analysis, candidate, rarity);
      // Without a topic these say what "coverage" says.
      x[Features.NAMES.indexOf("residue-coverage")] = 0;
      x[Features.NAMES.indexOf("rarest")] = 0;
      features.add(x);
      for (int[] range : gold) {
        positive[i] |=
            candidate.hit() == home && candidate.start() < range[1] && range[0] < candidate.end();
      }
    }
    return new Asked(group, set, text, answerable, gold, analysis, List.of(), features, positive);
  }

  private static Hit hit(String id, String text, String language) {
    int length = text.codePointCount(0, text.length());
    var chunk =
        new Chunk(
            UUID.nameUUIDFromBytes(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            UUID.nameUUIDFromBytes(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            1,
            0,
            List.of(),
            List.of(new Chunk.Piece(0, new Span(1, 1, 0, length))),
            text,
            language,
            false);
    return new Hit(chunk, id, 1, new Explanation(1, "rank", List.of()));
  }

  private static String cut(String text) {
    String one = text.replaceAll("\\s+", " ");
    return one.length() > 300 ? one.substring(0, 300) + "…" : one;
  }

  private static double report(List<Asked> asked, double[] best, boolean[] hit) {
    double bestBalance = -1;
    double at = 0.5;
    for (double threshold = 0.02; threshold < 0.95; threshold += 0.01) {
      int answered = 0;
      int right = 0;
      int refused = 0;
      int silent = 0;
      int answerable = 0;
      for (int i = 0; i < best.length; i++) {
        boolean answers = best[i] >= threshold;
        if (asked.get(i).answerable) {
          answerable++;
          answered += answers ? 1 : 0;
          right += answers && hit[i] ? 1 : 0;
        } else {
          silent++;
          refused += answers ? 0 : 1;
        }
      }
      double hits = (double) right / answerable;
      double refusals = (double) refused / silent;
      if (Math.round(threshold * 100) % 5 == 0) {
        System.out.printf(
            "threshold %.2f: answered %.3f hit %.3f refused %.3f%n",
            threshold, (double) answered / answerable, hits, refusals);
      }
      if (Math.min(hits, refusals) > bestBalance) {
        bestBalance = Math.min(hits, refusals);
        at = threshold;
      }
    }
    System.out.printf("balanced at %.2f: %.3f%n", at, bestBalance);
    return at;
  }

  private static void byCategory(
      List<Asked> asked, double[] best, boolean[] hit, double threshold) {
    Map<String, int[]> counts = new TreeMap<>();
    for (int i = 0; i < best.length; i++) {
      Asked a = asked.get(i);
      int[] count =
          counts.computeIfAbsent(
              a.category + " [" + a.analysis.topic().map(Topic::name).orElse("-") + "]",
              _ -> new int[6]);
      boolean answers = best[i] >= threshold;
      if (a.answerable) {
        count[0]++;
        count[1] += answers && hit[i] ? 1 : 0;
        count[2] += hit[i] ? 1 : 0;
        count[5] += any(a.positive) ? 1 : 0;
      } else {
        count[3]++;
        count[4] += answers ? 0 : 1;
      }
    }
    counts.forEach(
        (name, c) ->
            System.out.printf(
                "%-70s hit %2d/%2d (ranked %2d, reachable %2d)  refused %2d/%2d%n",
                name, c[1], c[0], c[2], c[5], c[4], c[3]));
  }

  private static List<Integer> order(
      Asked asked, java.util.function.ToDoubleFunction<double[]> judge) {
    var order = new ArrayList<Integer>();
    double[] scores = new double[asked.features.size()];
    for (int i = 0; i < scores.length; i++) {
      order.add(i);
      scores[i] = judge.applyAsDouble(asked.features.get(i));
    }
    order.sort(Comparator.comparingDouble(i -> -scores[i]));
    return order;
  }

  private static double probability(double[] weights, double[] features) {
    return new EvidenceModel.Weights(weights, 0).probability(features);
  }

  /// Newton's method on the penalised likelihood. Every question weighs the same.
  private static double[] fit(List<Asked> questions) {
    int n = Features.COUNT;
    double[] weights = new double[n];
    for (int round = 0; round < 12; round++) {
      double[] gradient = new double[n];
      double[][] hessian = new double[n][n];
      for (int i = 0; i < n; i++) {
        gradient[i] -= weights[i] * (i == 0 ? 0.01 : 2);
        hessian[i][i] += i == 0 ? 0.01 : 2;
      }
      for (Asked asked : questions) {
        for (int k = 0; k < asked.positive.length; k++) {
          double[] x = asked.features.get(k);
          double p = probability(weights, x);
          double error = (asked.positive[k] ? 1 : 0) - p;
          double curve = p * (1 - p);
          for (int i = 0; i < n; i++) {
            if (x[i] == 0) {
              continue;
            }
            gradient[i] += error * x[i];
            for (int j = 0; j <= i; j++) {
              hessian[i][j] += curve * x[i] * x[j];
            }
          }
        }
      }
      double[] step = solve(hessian, gradient);
      for (int i = 0; i < n; i++) {
        weights[i] += step[i];
      }
    }
    return weights;
  }

  /// Cholesky.
  private static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    double[][] l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / l[j][j];
      }
    }
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i][k] * y[k];
      }
      y[i] = sum / l[i][i];
    }
    double[] x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = y[i];
      for (int k = i + 1; k < n; k++) {
        sum -= l[k][i] * x[k];
      }
      x[i] = sum / l[i][i];
    }
    return x;
  }

  private static boolean isEvidence(Candidate candidate, List<int[]> gold) {
    Span span = candidate.hit().chunk().pieces().getFirst().span();
    int start = span.start() + candidate.start();
    int end = span.start() + candidate.end();
    for (int[] range : gold) {
      int shared = Math.min(end, range[1]) - Math.max(start, range[0]);
      if (shared > 0 && (shared * 2 >= end - start || shared * 10 >= (range[1] - range[0]) * 6)) {
        return true;
      }
    }
    return false;
  }

  private static boolean any(boolean[] values) {
    for (boolean value : values) {
      if (value) {
        return true;
      }
    }
    return false;
  }

  /// BM25 over the passages with the question's and the topic's words.
  static List<Hit> ranked(QuestionAnalysis question, List<Hit> passages) {
    var wanted = new ArrayList<>(question.terms());
    question
        .topic()
        .ifPresent(topic -> topic.search().forEach(s -> wanted.addAll(Terms.content(s))));
    double[] scores = new double[passages.size()];
    List<Map<String, Integer>> terms = passages.stream().map(EvidenceTraining::countsOf).toList();
    double average =
        terms.stream()
            .mapToInt(t -> t.values().stream().mapToInt(n -> n).sum())
            .average()
            .orElse(1);
    for (String term : wanted.stream().distinct().toList()) {
      long with = terms.stream().filter(t -> t.containsKey(term)).count();
      double idf = Math.log(1 + (terms.size() - with + 0.5) / (with + 0.5));
      for (int i = 0; i < scores.length; i++) {
        int tf = terms.get(i).getOrDefault(term, 0);
        if (tf > 0) {
          int length = terms.get(i).values().stream().mapToInt(n -> n).sum();
          scores[i] += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * length / average));
        }
      }
    }
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -scores[i]));
    var hits = new ArrayList<Hit>();
    for (int i = 0; i < Math.min(PASSAGES, order.length); i++) {
      hits.add(passages.get(order[i]));
    }
    if (question.topic().map(Topic::front).orElse(false)) {
      passages.stream().limit(4).filter(hit -> !hits.contains(hit)).forEach(hits::add);
    }
    return hits;
  }

  private static final Map<UUID, Map<String, Integer>> COUNTS = new HashMap<>();

  private static Map<String, Integer> countsOf(Hit hit) {
    return COUNTS.computeIfAbsent(
        hit.chunk().id(),
        _ -> {
          Map<String, Integer> counts = new HashMap<>();
          Terms.all(hit.chunk().text()).forEach(term -> counts.merge(term, 1, Integer::sum));
          return counts;
        });
  }

  private static final Pattern HEADING =
      Pattern.compile(
          "^(ARTICLE|Article|SECTION|Section)?\\s*([\\dIVX]+\\.?)+\\s+[A-Z][\\w ,&/-]{2,60}$");

  /// Paragraphs, short ones joined to the next, long ones split at sentences.
  private static List<Hit> passages(String contract, String text) {
    var hits = new ArrayList<Hit>();
    var document =
        UUID.nameUUIDFromBytes(contract.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String heading = "";
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length()) {
        int blank = text.indexOf("\n\n", end);
        int wide = text.indexOf("   ", end);
        int next =
            Math.min(blank < 0 ? text.length() : blank + 2, wide < 0 ? text.length() : wide + 3);
        if (end > at && next - at > 900) {
          break;
        }
        end = next;
        if (end - at > 500) {
          break;
        }
      }
      while (end - at > 1400) {
        int dot = text.lastIndexOf(". ", at + 1200);
        end = dot > at + 300 ? dot + 1 : at + 1200;
      }
      String passage = text.substring(at, end);
      String first = passage.strip().lines().findFirst().orElse("").strip();
      if (HEADING.matcher(first).matches()) {
        heading = first;
      }
      if (!passage.isBlank()) {
        int length = passage.codePointCount(0, passage.length());
        var chunk =
            new Chunk(
                UUID.randomUUID(),
                document,
                1,
                hits.size(),
                heading.isEmpty() ? List.of() : List.of(heading),
                List.of(new Chunk.Piece(0, new Span(1, 1, at, at + length))),
                passage,
                "en",
                false);
        hits.add(new Hit(chunk, contract, 1, new Explanation(1, "rank", List.of())));
      }
      at = end;
    }
    return hits;
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private EvidenceTraining() {}
}
