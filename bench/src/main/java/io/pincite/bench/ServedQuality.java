package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.ModelOutput;
import io.pincite.ocr.ModelOutput.End;
import io.pincite.ocr.VllmOcr;
import io.pincite.ocr.VllmOcrSettings;
import io.pincite.ocr.VllmOcrSettings.Otherwise;
import io.pincite.samples.GeneratedContract;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.ScanFile;
import io.pincite.samples.Truth;
import io.pincite.samples.Wear;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Pages read by a real server of DeepSeek-OCR through our engine `vllm`, without a local engine:
/// characters, tables, formulas, order, loops, tokens and pages a second, for each mode. Known
/// pages of samples and generated contracts, and the real ones of `PINCITE_EVAL_DATA`.
///
/// Arguments: `--base-url URL` (or `--replayed SHARE`: a replayed server in this process that gets
/// as many letters of a hundred wrong on purpose, to try the measure itself), `--modes A,B`
/// (default `gundam,base-640`), `--all-modes` (the server was changed to have them: `tiny` to
/// `gundam`), `--gundam-tiles N` (most tiles that it cuts a page into, default 6), `--model NAME`,
/// `--api-key-file FILE`, `--dialect vllm` (refuses a server of another kind), `--concurrency N`
/// (default 32), `--pages N` (known ones, default 40; of each real set, default 12), `--sets A,B`
/// (of [RealScans]; `none` for none).
final class ServedQuality {
  private static final double DPI = 200;
  private static final List<String> SETS =
      List.of("sroie", "tesseract", "omnidocbench", "olmocr", "icdar", "pubtabnet");

  private ServedQuality() {}

  static final class Choice {
    private Optional<String> baseUrl = Optional.empty();
    private Optional<Double> replayed = Optional.empty();
    private List<String> modes = List.of("gundam", "base-640");
    private boolean allModes;
    private Optional<Integer> gundamTiles = Optional.empty();
    private Optional<String> model = Optional.empty();
    private Optional<String> apiKey = Optional.empty();
    private Optional<String> dialect = Optional.empty();
    private int concurrency = 32;
    private int pages = 40;
    private int real = 12;
    private List<String> sets = SETS;

    static Choice of(String... arguments) throws IOException {
      var choice = new Choice();
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--base-url" -> choice.baseUrl = Optional.of(arguments[++i]);
          case "--replayed" -> {
            choice.replayed = Optional.of(Double.parseDouble(arguments[++i]) / 100);
            // The replayed server knows no other pages.
            choice.sets = List.of();
          }
          case "--modes" -> choice.modes = List.of(arguments[++i].split(","));
          case "--all-modes" -> choice.allModes = true;
          case "--gundam-tiles" ->
              choice.gundamTiles = Optional.of(Integer.parseInt(arguments[++i]));
          case "--model" -> choice.model = Optional.of(arguments[++i]);
          case "--api-key-file" ->
              choice.apiKey = Optional.of(Files.readString(Path.of(arguments[++i])).strip());
          case "--dialect" -> choice.dialect = Optional.of(arguments[++i]);
          case "--concurrency" -> choice.concurrency = Integer.parseInt(arguments[++i]);
          case "--pages" -> {
            choice.pages = Integer.parseInt(arguments[++i]);
            choice.real = choice.pages;
          }
          case "--sets" ->
              choice.sets =
                  arguments[++i].equals("none") ? List.of() : List.of(arguments[i].split(","));
          default -> throw new IllegalArgumentException("no argument " + arguments[i]);
        }
      }
      if (choice.baseUrl.isPresent() == choice.replayed.isPresent()) {
        throw new IllegalArgumentException("either --base-url URL or --replayed SHARE");
      }
      return choice;
    }

    VllmOcrSettings settings(String url) {
      VllmOcrSettings settings =
          VllmOcrSettings.of(url).withOtherwise(Otherwise.KEEP).withConcurrency(concurrency);
      settings = allModes ? settings.withAllModes() : settings;
      settings = gundamTiles.map(settings::withGundamTiles).orElse(settings);
      settings = model.isPresent() ? settings.withModel(model.get()) : settings;
      return apiKey.isPresent() ? settings.withApiKey(apiKey.get()) : settings;
    }
  }

  /// A page as the server is shown it, and what stands on it.
  record Known(KnownLayout layout, Truth.Page page, Scan scan) {}

  static void run(String... arguments) throws Exception {
    Choice choice = Choice.of(arguments);
    List<Known> known = known(choice.pages);
    if (choice.baseUrl.isPresent()) {
      measure(choice, choice.baseUrl.get(), known);
      return;
    }
    try (ReplayServer server = ReplayServer.start()) {
      var faults = new KnownFaults(choice.replayed.orElseThrow(), 1);
      Map<String, CharacterErrors> wrong = new LinkedHashMap<>();
      for (Known each : known) {
        Truth.Page misread = faults.of(each.page());
        server.knowing(each.scan().pixels(), misread);
        KnownLayout right = each.layout();
        String text = CharacterErrors.folded(right.text(), right.language(), false);
        wrong.merge(
            right.language(),
            new CharacterErrors(
                (int) KnownFaults.count(each.page(), misread),
                text.codePointCount(0, text.length())),
            CharacterErrors::plus);
      }
      System.out.println("NO MODEL: a replayed server, to try the measure. Wrong on purpose are:");
      wrong.forEach(
          (language, errors) ->
              System.out.printf(
                  Locale.ROOT,
                  "%s: %,d of %,d characters, %.2f %%%n",
                  language,
                  errors.errors(),
                  errors.characters(),
                  100 * errors.rate()));
      System.out.println();
      measure(choice, server.baseUrl().toString(), known);
    }
  }

  /// Samples and generated contracts by turns, clean at 200 dpi.
  private static List<Known> known(int most) {
    var known = new ArrayList<Known>();
    for (Sample sample : Sample.values()) {
      add(known, sample.pdf(), sample.truth(), Math.min(most / 2, known.size() + 3));
    }
    for (int seed = 0; known.size() < most; seed++) {
      GeneratedContract contract = GeneratedContract.of(seed, 3);
      add(known, contract.pdf(), contract.truth(), most);
    }
    return known;
  }

  private static void add(List<Known> known, byte[] pdf, Truth truth, int most) {
    for (Truth.Page page : truth.pages()) {
      if (known.size() < most && page.rotation() == 0) {
        Scan scan = Scan.of(pdf, page.number(), Wear.none(DPI), 0);
        Truth.Page drawn = scan.truth(page);
        String id = truth.name() + "-p" + page.number();
        known.add(new Known(KnownLayout.of(id, truth.language(), drawn), drawn, scan));
      }
    }
  }

  private static void measure(Choice choice, String url, List<Known> known) throws Exception {
    Path pictures = Files.createTempDirectory("pincite-served");
    try (VllmOcr engine = VllmOcr.start(choice.settings(url))) {
      VllmOcr.ServerState server = engine.servers().getFirst();
      requireDialect(choice, server);
      System.out.printf(
          "%s, %s; %d pages at a time; pages %.0f dpi%n",
          server.kind(), server.model(), choice.concurrency, DPI);
      server.remark().ifPresent(System.out::println);
      Map<String, ServedEngine> engines = new LinkedHashMap<>();
      for (String mode : choice.modes) {
        var reader = new ServedEngine(engine, Optional.of(mode), choice.concurrency);
        engines.put(reader.name(), reader);
      }
      Map<Path, KnownLayout> pages = new LinkedHashMap<>();
      for (Known each : known) {
        Path picture = pictures.resolve(each.layout().id() + ".png");
        pages.put(Files.write(picture, ScanFile.png(each.scan())), each.layout());
      }
      printKnown(System.out, engines, pages);
      Optional<Path> data =
          Optional.ofNullable(System.getenv("PINCITE_EVAL_DATA")).map(d -> Path.of(d, "pages"));
      if (data.isPresent() && !choice.sets.isEmpty()) {
        RealScans.measure(data.get(), choice.sets, choice.real, engines);
        if (choice.sets.contains("omnidocbench")) {
          printFormulas(System.out, engines, data.get().resolve("omnidocbench-demo"));
        }
      }
      printUse(System.out, engines);
      printLeftOut(choice, data);
    } finally {
      Product.deleteRecursively(pictures);
    }
  }

  private static void requireDialect(Choice choice, VllmOcr.ServerState server) {
    String kind = server.kind().toLowerCase(Locale.ROOT);
    choice.dialect.ifPresent(
        asked -> {
          if (!kind.startsWith(asked.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                "[%s] the server is %s, not %s".formatted(server.url(), server.kind(), asked));
          }
        });
  }

  /// Scores of known pages, and precision by how much they were compressed, as the paper has it for
  /// Fox.
  static void printKnown(
      PrintStream out, Map<String, ServedEngine> engines, Map<Path, KnownLayout> pages) {
    List<OcrEngine.Job> jobs =
        pages.entrySet().stream()
            .map(page -> new OcrEngine.Job(page.getKey(), page.getValue().language()))
            .toList();
    out.printf("%nKnown pages: %d%n%n", pages.size());
    out.println("| | CER, English | CER, Chinese | order edit | tables TEDS | structure only |");
    out.println("|---|---|---|---|---|---|");
    var precision = new StringBuilder();
    for (ServedEngine engine : engines.values()) {
      engine.read(jobs);
      Map<String, CharacterErrors> errors = new LinkedHashMap<>();
      var order = new ArrayList<Double>();
      var alike = new ArrayList<Double>();
      var structure = new ArrayList<Double>();
      Map<Compression, List<Double>> right = new LinkedHashMap<>();
      for (var page : pages.entrySet()) {
        KnownLayout layout = page.getValue();
        ServedEngine.Served served = engine.of(page.getKey());
        CharacterErrors of =
            CharacterErrors.of(layout.text(), served.page().text(), layout.language(), false);
        errors.merge(layout.language(), of, CharacterErrors::plus);
        if (!layout.orderOpen()) {
          order.add(RealScans.orderEdit(layout.blocks(), served.page()));
        }
        for (ReadPage.ReadTable table : layout.tables()) {
          TableTree truth = TableTree.of(table);
          Optional<TableTree> read =
              RealScans.tableAt(table.box(), served.page()).map(TableTree::of);
          alike.add(read.map(truth::likeness).orElse(0.0));
          structure.add(read.map(truth::likenessOfStructure).orElse(0.0));
        }
        served
            .output()
            .flatMap(ModelOutput::compression)
            .ifPresent(
                ratio ->
                    right
                        .computeIfAbsent(Compression.of(ratio), _ -> new ArrayList<>())
                        .add(Math.max(0, 1 - of.rate())));
      }
      out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %.3f | %s | %s |%n",
          engine.name(),
          percent(errors.getOrDefault("en", CharacterErrors.NONE).rate(), 2),
          percent(errors.getOrDefault("zh", CharacterErrors.NONE).rate(), 2),
          RealScans.mean(order),
          percent(RealScans.mean(alike), 1),
          percent(RealScans.mean(structure), 1));
      precision.append("| ").append(engine.name());
      for (Compression each : Compression.values()) {
        List<Double> shares = right.getOrDefault(each, List.of());
        precision.append(
            shares.isEmpty()
                ? " | –"
                : " | %s (%d)".formatted(percent(RealScans.mean(shares), 1), shares.size()));
      }
      precision.append(" |\n");
    }
    out.printf("%nRead right, by text tokens for a vision token (pages)%n%n");
    out.println("| | to 5 | to 7.5 | to 10 | to 12.5 | to 15 | more |");
    out.println("|---|---|---|---|---|---|---|");
    out.print(precision);
    out.println(
        "| published, Fox (Small, then Tiny) | | 98.5–97.3 % | 96.8 % | 96.5–87.1 % | 83.8 % | 85.9–59.1 % |");
  }

  private enum Compression {
    TO_5(5),
    TO_7_5(7.5),
    TO_10(10),
    TO_12_5(12.5),
    TO_15(15),
    MORE(Double.MAX_VALUE);

    private final double most;

    Compression(double most) {
      this.most = most;
    }

    static Compression of(double ratio) {
      int at = 0;
      while (ratio > values()[at].most) {
        at++;
      }
      return values()[at];
    }
  }

  /// Formulas in OmniDocBench's pages that stand by themselves.
  static void printFormulas(PrintStream out, Map<String, ServedEngine> engines, Path set)
      throws IOException {
    out.printf("%nFormulas (OmniDocBench demo): edits of LaTeX over its length%n%n");
    out.println("| | formulas | found | edit |");
    out.println("|---|---|---|---|");
    for (ServedEngine engine : engines.values()) {
      var edits = new ArrayList<Double>();
      int found = 0;
      for (String row : Files.readAllLines(set.resolve("gt.dev.jsonl"))) {
        JsonNode page = EngineProcess.JSON.readTree(row);
        ServedEngine.Served served = engine.of(set.resolve(page.get("file").asText()));
        if (served == null) {
          continue;
        }
        double width = page.get("width").asDouble();
        double height = page.get("height").asDouble();
        for (JsonNode element : page.get("elements")) {
          if (element.get("type").asText().equals("equation_isolated")) {
            Optional<String> read =
                formulaAt(RealScans.box(element.get("box"), width, height), served.formulas());
            found += read.isPresent() ? 1 : 0;
            edits.add(
                read.map(latex -> LatexErrors.share(element.get("latex").asText(), latex))
                    .orElse(1.0));
          }
        }
      }
      out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %.3f |%n",
          engine.name(),
          edits.size(),
          found,
          RealScans.mean(edits));
    }
    out.println(
        "| published, formulas in English (paper, table 3) | | | 0.269 (Gundam), 0.267 (Base) |");
  }

  /// The one that lies best on a place.
  static Optional<String> formulaAt(BoundingBox box, List<ServedEngine.ReadFormula> read) {
    return read.stream()
        .filter(formula -> formula.box().intersectionArea(box) > 0)
        .max(java.util.Comparator.comparingDouble(formula -> formula.box().iou(box)))
        .map(ServedEngine.ReadFormula::latex);
  }

  /// All pages, known and real.
  static void printUse(PrintStream out, Map<String, ServedEngine> engines) {
    out.printf("%nUse%n%n");
    out.println(
        "| | pages | failed | looped | cut short | mode proved | vision tokens a page | text tokens a page | compression | tokens/s | pages/s | s a page, median |");
    out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
    var problems = new ArrayList<String>();
    for (ServedEngine engine : engines.values()) {
      List<ServedEngine.Served> all = engine.all();
      List<ModelOutput> outputs = all.stream().flatMap(each -> each.output().stream()).toList();
      long vision = outputs.stream().mapToLong(ModelOutput::visionTokens).sum();
      long text = outputs.stream().mapToLong(ModelOutput::textTokens).sum();
      List<String> failed = all.stream().flatMap(each -> each.problem().stream()).toList();
      failed.stream().limit(3).forEach(each -> problems.add(engine.name() + ": " + each));
      double[] times =
          all.stream()
              .filter(each -> each.problem().isEmpty())
              .mapToDouble(each -> each.page().seconds())
              .sorted()
              .toArray();
      out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %s | %s | %d | %.0f | %.0f | %.2f | %.0f | %.2f | %.2f |%n",
          engine.name(),
          all.size(),
          failed.size(),
          share(outputs, End.LOOPED),
          share(outputs, End.TRUNCATED),
          outputs.stream().filter(each -> each.mode().isPresent()).count(),
          (double) vision / Math.max(1, outputs.size()),
          (double) text / Math.max(1, outputs.size()),
          (double) text / Math.max(1, vision),
          text / engine.seconds(),
          outputs.size() / engine.seconds(),
          times.length == 0 ? Double.NaN : times[times.length / 2]);
    }
    problems.forEach(each -> out.printf("%n%s%n", each));
  }

  private static String share(List<ModelOutput> outputs, End end) {
    long count = outputs.stream().filter(each -> each.end() == end).count();
    return percent((double) count / Math.max(1, outputs.size()), 2);
  }

  private static void printLeftOut(Choice choice, Optional<Path> data) {
    System.out.println();
    System.out.println(
        "Left out: CDM of formulas (it compares drawn ones) and formulas within lines; pages worn, turned or photographed (`bench ocr` without --base-url has them for the local engine); other tasks than documents; boxes of words, which without a local engine are guessed within their block.");
    if (data.isEmpty()) {
      System.out.println("PINCITE_EVAL_DATA is not set: real pages were left out.");
    } else if (choice.sets.isEmpty()) {
      System.out.println("Real pages were left out.");
    }
    if (!choice.allModes) {
      System.out.println(
          "Modes that vLLM does not serve as it comes (tiny, small, base, large): --all-modes where the server was changed.");
    }
  }

  private static String percent(double share, int decimals) {
    return Double.isNaN(share)
        ? "–"
        : String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * share);
  }
}
