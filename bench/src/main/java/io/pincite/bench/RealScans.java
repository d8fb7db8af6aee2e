package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ocr.BoundingBox;
import io.pincite.samples.Scan;
import io.pincite.samples.ScanFile;
import io.pincite.samples.Wear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Real scans and photographs with human truth, read by our engine and the peers: text, lines,
/// order of reading, tables. From the folder `pages` of the one named by `PINCITE_EVAL_DATA`.
///
/// Arguments: `--sets sroie,tesseract,omnidocbench,olmocr,icdar,pubtabnet`, `--engines …`, `--most
/// N` (pages of every set; default 12, tables of PDFs included), `--full` (all of them).
final class RealScans {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SETS =
      List.of("sroie", "tesseract", "omnidocbench", "olmocr", "icdar", "pubtabnet");
  private static final double SCAN_DPI = 200;

  private final Path pages;
  private final Path pictures;
  private final int most;
  private final List<String> names;
  private final Map<String, OcrEngine> engines = new LinkedHashMap<>();

  private RealScans(Path pages, Path pictures, int most, List<String> names) {
    this.pages = pages;
    this.pictures = pictures;
    this.most = most;
    this.names = names;
  }

  static void run(String... arguments) throws Exception {
    String data = System.getenv("PINCITE_EVAL_DATA");
    if (data == null) {
      System.out.println(
          "PINCITE_EVAL_DATA is not set: real scans (SROIE, Tesseract's, OmniDocBench demo, olmOCR-Bench sample, ICDAR 2013 and PubTabNet tables) were not measured.");
      return;
    }
    List<String> sets = SETS;
    List<String> names = List.of("ppocr", "tesseract", "rapidocr");
    int most = 12;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--sets" -> sets = List.of(arguments[++i].split(","));
        case "--engines" -> names = List.of(arguments[++i].split(","));
        case "--most" -> most = Integer.parseInt(arguments[++i]);
        case "--full" -> most = Integer.MAX_VALUE;
        default -> throw new IllegalArgumentException("no argument " + arguments[i]);
      }
    }
    Path pictures = Files.createTempDirectory("pincite-real");
    var scans = new RealScans(Path.of(data, "pages"), pictures, most, names);
    try {
      scans.measure(sets);
    } finally {
      scans.engines.values().forEach(OcrEngine::close);
      Product.deleteRecursively(pictures);
    }
  }

  /// The same sets read by other engines, which are not closed here.
  ///
  /// @param pages the folder of that name in the evaluation data
  /// @param most pages of every set
  /// @param engines by the name to print
  static void measure(Path pages, List<String> sets, int most, Map<String, ServedEngine> engines)
      throws IOException {
    Path pictures = Files.createTempDirectory("pincite-real");
    var scans = new RealScans(pages, pictures, most, List.copyOf(engines.keySet()));
    scans.engines.putAll(engines);
    try {
      scans.measure(sets);
    } finally {
      Product.deleteRecursively(pictures);
    }
  }

  private void measure(List<String> sets) throws IOException {
    for (String set : sets) {
      switch (set) {
        case "sroie" -> receipts();
        case "tesseract" -> texts();
        case "omnidocbench" -> layouts();
        case "olmocr" -> facts();
        case "icdar" -> relations();
        case "pubtabnet" -> tables();
        default -> throw new IllegalArgumentException("no set " + set + "; there are " + SETS);
      }
    }
  }

  /// Peers give no tables.
  private static boolean givesTables(String engine) {
    return engine.equals("ppocr") || engine.startsWith("vllm");
  }

  private OcrEngine engine(String name) {
    return engines.computeIfAbsent(name, OcrQuality::engine);
  }

  private List<JsonNode> truth(String set) throws IOException {
    var rows = new ArrayList<JsonNode>();
    for (String row : Files.readAllLines(pages.resolve(set).resolve("gt.dev.jsonl"))) {
      rows.add(JSON.readTree(row));
    }
    return rows.subList(0, Math.min(most, rows.size()));
  }

  private static void heading(String set, int count, String... columns) {
    System.out.printf("%n%s: %d pages%n%n", set, count);
    System.out.println("| | " + String.join(" | ", columns) + " |");
    System.out.println("|---|" + "---|".repeat(columns.length));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  // ---------------------------------------------------------------- receipts, by lines

  private void receipts() throws IOException {
    List<JsonNode> receipts = truth("sroie");
    heading("SROIE", receipts.size(), "CER, rows, case folded", "word F1", "line F1 at IoU 0.5");
    List<OcrEngine.Job> jobs = receipts.stream().map(each -> job("sroie", each, "en")).toList();
    for (String name : names) {
      List<ReadPage> read = engine(name).read(jobs);
      CharacterErrors errors = CharacterErrors.NONE;
      int expectedWords = 0;
      int readWords = 0;
      int rightWords = 0;
      int expectedLines = 0;
      int readLines = 0;
      int rightLines = 0;
      for (int i = 0; i < receipts.size(); i++) {
        Size size = Size.of(jobs.get(i).picture());
        var truth = new ArrayList<ReadPage.ReadLine>();
        for (JsonNode line : receipts.get(i).get("lines")) {
          truth.add(new ReadPage.ReadLine(line.get("text").asText(), size.box(line.get("box"))));
        }
        errors =
            errors.plus(
                CharacterErrors.of(
                    rows(truth).toUpperCase(Locale.ROOT),
                    rows(read.get(i).lines()).toUpperCase(Locale.ROOT),
                    "en",
                    false));
        Map<String, Integer> open = new HashMap<>();
        for (String word : words(truth)) {
          open.merge(word, 1, Integer::sum);
          expectedWords++;
        }
        for (String word : words(read.get(i).lines())) {
          readWords++;
          rightWords += open.merge(word, -1, Integer::sum) >= 0 ? 1 : 0;
        }
        expectedLines += truth.size();
        readLines += read.get(i).lines().size();
        rightLines += matched(truth, read.get(i).lines());
      }
      System.out.printf(
          "| %s | %s | %s | %s |%n",
          name,
          percent(errors.rate()),
          percent(2.0 * rightWords / Math.max(1, expectedWords + readWords)),
          percent(2.0 * rightLines / Math.max(1, expectedLines + readLines)));
    }
  }

  static String rows(List<ReadPage.ReadLine> lines) {
    return VisualRows.text(
        lines.stream()
            .map(
                line ->
                    new VisualRows.Piece(
                        line.text(), line.box().x0(), line.box().centerY(), line.box().height()))
            .toList());
  }

  private static List<String> words(List<ReadPage.ReadLine> lines) {
    return lines.stream()
        .flatMap(line -> Arrays.stream(line.text().toUpperCase(Locale.ROOT).split("\\s+")))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static int matched(List<ReadPage.ReadLine> truth, List<ReadPage.ReadLine> read) {
    var open = new ArrayList<>(read);
    int matched = 0;
    for (ReadPage.ReadLine line : truth) {
      var best =
          open.stream().max(Comparator.comparingDouble(other -> other.box().iou(line.box())));
      if (best.isPresent() && best.get().box().iou(line.box()) >= 0.5) {
        open.remove(best.get());
        matched++;
      }
    }
    return matched;
  }

  // ---------------------------------------------------------------- texts

  private void texts() throws IOException {
    List<JsonNode> images = truth("tesseract");
    List<OcrEngine.Job> jobs = images.stream().map(each -> job("tesseract", each, "en")).toList();
    heading(
        "Tesseract's own",
        images.size(),
        images.stream().map(each -> each.get("id").asText()).toArray(String[]::new));
    for (String name : names) {
      List<ReadPage> read = engine(name).read(jobs);
      var row = new ArrayList<String>();
      for (int i = 0; i < images.size(); i++) {
        row.add(
            percent(
                CharacterErrors.of(
                        images.get(i).get("text").asText(), read.get(i).text(), "en", false)
                    .rate()));
      }
      System.out.println("| " + name + " | " + String.join(" | ", row) + " |");
    }
  }

  // ---------------------------------------------------------------- blocks and their order

  private void layouts() throws IOException {
    List<JsonNode> all = truth("omnidocbench-demo");
    List<OcrEngine.Job> jobs =
        all.stream().map(each -> job("omnidocbench-demo", each, language(each))).toList();
    heading(
        "OmniDocBench demo",
        all.size(),
        "text edit, English",
        "text edit, Chinese",
        "order edit",
        "tables TEDS",
        "tables, structure only");
    for (String name : names) {
      List<ReadPage> read = engine(name).read(jobs);
      Map<String, List<Double>> text = new HashMap<>();
      var order = new ArrayList<Double>();
      var alike = new ArrayList<Double>();
      var structure = new ArrayList<Double>();
      for (int i = 0; i < all.size(); i++) {
        JsonNode page = all.get(i);
        double width = page.get("width").asDouble();
        double height = page.get("height").asDouble();
        text.computeIfAbsent(language(page), _ -> new ArrayList<>())
            .addAll(blockEdits(page, width, height, read.get(i)));
        order.add(orderEdit(page, width, height, read.get(i)));
        for (JsonNode element : page.get("elements")) {
          if (element.get("type").asText().equals("table") && element.hasNonNull("html")) {
            BoundingBox box = box(element.get("box"), width, height);
            TableTree expected = TableTree.of(element.get("html").asText());
            var best = tableAt(box, read.get(i));
            alike.add(best.map(table -> expected.likeness(TableTree.of(table))).orElse(0.0));
            structure.add(
                best.map(table -> expected.likenessOfStructure(TableTree.of(table))).orElse(0.0));
          }
        }
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %.3f | %.3f | %.3f | %s | %s |%n",
          name,
          mean(text.get("en")),
          mean(text.get("zh")),
          mean(order),
          givesTables(name) ? percent(mean(alike)) : "–",
          givesTables(name) ? percent(mean(structure)) : "–");
    }
    System.out.println(
        "| PaddleOCR, text blocks (published, whole set) | 0.071 | 0.055 | – | – | – |");
    System.out.println(
        "| Tesseract, text blocks (published, whole set) | 0.096 | 0.551 | – | – | – |");
    System.out.println(
        "| PaddleOCR-VL (published, whole set v1.5) | 0.035 | 0.035 | 0.043 | 90.9 % | – |");
  }

  private static String language(JsonNode page) {
    return page.at("/page_attribute/language").asText().equals("english") ? "en" : "zh";
  }

  private static boolean isInOrder(JsonNode element) {
    return element.hasNonNull("order") && !element.path("ignore").asBoolean();
  }

  /// For every block of text: what was read in its box, over its letters and digits.
  private static List<Double> blockEdits(
      JsonNode page, double width, double height, ReadPage read) {
    var edits = new ArrayList<Double>();
    for (JsonNode element : page.get("elements")) {
      String type = element.get("type").asText();
      boolean isText =
          isInOrder(element) && element.hasNonNull("text") && !type.startsWith("equation");
      if (!isText) {
        continue;
      }
      BoundingBox box = box(element.get("box"), width, height);
      var inside = new StringBuilder();
      // Words where they are known: a line may run over the gap between two columns.
      if (read.words().isEmpty()) {
        read.lines().stream()
            .filter(line -> box.contains(line.box().centerX(), line.box().centerY()))
            .forEach(line -> inside.append(line.text()));
      } else {
        read.words().stream()
            .filter(word -> box.contains(word.box().centerX(), word.box().centerY()))
            .forEach(word -> inside.append(word.text()));
      }
      edits.add(
          EditDistance.share(letters(element.get("text").asText()), letters(inside.toString())));
    }
    return edits;
  }

  /// Letters and digits alone, formulas without their commands, as that benchmark compares texts.
  private static String letters(String text) {
    return text.replaceAll("\\\\[a-zA-Z]+", "").replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /// The blocks in the order in which the lines in them were read, against the true order.
  private static double orderEdit(JsonNode page, double width, double height, ReadPage read) {
    Map<Integer, BoundingBox> blocks = new TreeMap<>();
    for (JsonNode element : page.get("elements")) {
      if (isInOrder(element)) {
        blocks.put(element.get("order").asInt(), box(element.get("box"), width, height));
      }
    }
    return orderEdit(blocks, read);
  }

  /// The same of blocks in their true order.
  static double orderEdit(List<BoundingBox> inOrder, ReadPage read) {
    Map<Integer, BoundingBox> blocks = new TreeMap<>();
    inOrder.forEach(box -> blocks.put(blocks.size(), box));
    return orderEdit(blocks, read);
  }

  private static double orderEdit(Map<Integer, BoundingBox> blocks, ReadPage read) {
    var met = new ArrayList<Integer>();
    for (ReadPage.ReadLine line : read.lines()) {
      blocks.entrySet().stream()
          .filter(block -> block.getValue().contains(line.box().centerX(), line.box().centerY()))
          .map(Map.Entry::getKey)
          .findFirst()
          .filter(block -> !met.contains(block))
          .ifPresent(met::add);
    }
    // Blocks in which nothing was read are a question of text, not of order.
    var expected = new TreeSet<>(met).stream().mapToInt(Integer::intValue).toArray();
    int[] order = met.stream().mapToInt(Integer::intValue).toArray();
    return order.length == 0 ? 0 : (double) EditDistance.between(expected, order) / order.length;
  }

  /// The table that lies best on a place.
  static Optional<ReadPage.ReadTable> tableAt(BoundingBox box, ReadPage read) {
    return read.tables().stream()
        .filter(table -> table.box().intersectionArea(box) > 0)
        .max(Comparator.comparingDouble(table -> table.box().iou(box)));
  }

  static double mean(List<Double> values) {
    return values == null
        ? Double.NaN
        : values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  // ---------------------------------------------------------------- facts about pages

  private void facts() throws IOException {
    List<JsonNode> all = truth("olmocr-bench");
    var jobs = new ArrayList<OcrEngine.Job>();
    for (JsonNode each : all) {
      jobs.add(
          new OcrEngine.Job(
              drawn(pages.resolve("olmocr-bench").resolve(each.get("file").asText()), 1), "en"));
    }
    List<String> types = List.of("present", "absent", "order", "table", "math", "baseline");
    var columns = new ArrayList<String>(List.of("passed"));
    columns.addAll(types);
    heading("olmOCR-Bench sample", all.size(), columns.toArray(String[]::new));
    for (String name : names) {
      List<ReadPage> read = engine(name).read(jobs);
      Map<String, int[]> byType = new HashMap<>();
      for (int i = 0; i < all.size(); i++) {
        for (JsonNode fact : all.get(i).get("tests")) {
          int[] counts = byType.computeIfAbsent(fact.get("type").asText(), _ -> new int[2]);
          counts[1]++;
          counts[0] += OlmOcrCheck.passes(fact, read.get(i)) ? 1 : 0;
        }
      }
      int passed = byType.values().stream().mapToInt(counts -> counts[0]).sum();
      int asked = byType.values().stream().mapToInt(counts -> counts[1]).sum();
      System.out.printf(
          "| %s | %s (%d of %d) | %s |%n",
          name,
          percent((double) passed / asked),
          passed,
          asked,
          String.join(
              " | ",
              types.stream()
                  .map(type -> byType.getOrDefault(type, new int[2]))
                  .map(counts -> counts[0] + " of " + counts[1])
                  .toList()));
    }
    System.out.println(
        "| published, whole set | MinerU 2.5.4 75.2 %, Marker 1.10.1 76.1 %, PaddleOCR-VL 80.0 % | | | | | | |");
  }

  // ---------------------------------------------------------------- tables

  private void relations() throws IOException {
    List<JsonNode> all = truth("tables-icdar2013");
    var jobs = new ArrayList<OcrEngine.Job>();
    var truths = new ArrayList<List<ReadPage.ReadTable>>();
    for (JsonNode each : all) {
      Map<Integer, List<ReadPage.ReadTable>> byPage = new TreeMap<>();
      Map<String, List<JsonNode>> parts = new LinkedHashMap<>();
      for (JsonNode part : each.get("tables")) {
        parts
            .computeIfAbsent(
                part.get("page").asInt() + " " + part.get("table").asText(), _ -> new ArrayList<>())
            .add(part);
      }
      for (List<JsonNode> table : parts.values()) {
        var cells = new ArrayList<ReadPage.ReadCell>();
        for (JsonNode part : table) {
          for (JsonNode cell : part.get("cells")) {
            int row = cell.get("r0").asInt();
            int column = cell.get("c0").asInt();
            cells.add(
                new ReadPage.ReadCell(
                    row,
                    column,
                    cell.get("r1").asInt() - row + 1,
                    cell.get("c1").asInt() - column + 1,
                    false,
                    cell.get("text").asText()));
          }
        }
        byPage
            .computeIfAbsent(table.getFirst().get("page").asInt(), _ -> new ArrayList<>())
            .add(new ReadPage.ReadTable(BoundingBox.WHOLE_PAGE, cells));
      }
      for (var page : byPage.entrySet()) {
        jobs.add(
            new OcrEngine.Job(
                drawn(
                    pages.resolve("tables-icdar2013").resolve(each.get("file").asText()),
                    page.getKey()),
                "en"));
        truths.add(page.getValue());
      }
    }
    List<String> readers = names.stream().filter(RealScans::givesTables).toList();
    if (readers.isEmpty()) {
      return;
    }
    heading(
        "ICDAR 2013 tables, drawn at 200 dpi",
        jobs.size(),
        "tables",
        "relations",
        "precision",
        "recall",
        "F1");
    for (String name : readers) {
      List<ReadPage> read = engine(name).read(jobs);
      CellRelations relations = CellRelations.NONE;
      int tables = 0;
      for (int i = 0; i < jobs.size(); i++) {
        relations = relations.plus(CellRelations.of(truths.get(i), read.get(i).tables()));
        tables += truths.get(i).size();
      }
      System.out.printf(
          "| %s | %d | %d | %s | %s | %s |%n",
          name,
          tables,
          relations.expected(),
          percent(relations.precision()),
          percent(relations.recall()),
          percent(relations.f1()));
    }
  }

  private void tables() throws IOException {
    List<String> readers = names.stream().filter(RealScans::givesTables).toList();
    if (readers.isEmpty()) {
      return;
    }
    List<JsonNode> all = truth("tables-pubtabnet");
    List<OcrEngine.Job> jobs =
        all.stream().map(each -> job("tables-pubtabnet", each, "en")).toList();
    heading("PubTabNet tables", all.size(), "TEDS", "structure only", "found");
    for (String name : readers) {
      List<ReadPage> read = engine(name).read(jobs);
      var alike = new ArrayList<Double>();
      var structure = new ArrayList<Double>();
      int found = 0;
      for (int i = 0; i < all.size(); i++) {
        TableTree expected = TableTree.of(all.get(i).get("html").asText());
        var best =
            read.get(i).tables().stream()
                .max(Comparator.comparingDouble(table -> table.box().area()));
        found += best.isPresent() ? 1 : 0;
        alike.add(best.map(table -> expected.likeness(TableTree.of(table))).orElse(0.0));
        structure.add(
            best.map(table -> expected.likenessOfStructure(TableTree.of(table))).orElse(0.0));
      }
      System.out.printf(
          "| %s | %s | %s | %d of %d |%n",
          name, percent(mean(alike)), percent(mean(structure)), found, all.size());
    }
  }

  // ---------------------------------------------------------------- pictures

  private OcrEngine.Job job(String set, JsonNode row, String language) {
    return new OcrEngine.Job(pages.resolve(set).resolve(row.get("file").asText()), language);
  }

  private Path drawn(Path pdf, int page) throws IOException {
    Scan scan = Scan.of(Files.readAllBytes(pdf), page, Wear.none(SCAN_DPI), 1);
    String name = pdf.getFileName().toString().replace(".pdf", "-" + page + ".png");
    return Files.write(pictures.resolve(name), ScanFile.png(scan));
  }

  static BoundingBox box(JsonNode box, double width, double height) {
    return BoundingBox.clamped(
        box.get(0).asDouble() / width,
        box.get(1).asDouble() / height,
        box.get(2).asDouble() / width,
        box.get(3).asDouble() / height);
  }

  record Size(double width, double height) {
    static Size of(Path picture) throws IOException {
      try (var in = javax.imageio.ImageIO.createImageInputStream(picture.toFile())) {
        var reader = javax.imageio.ImageIO.getImageReaders(in).next();
        reader.setInput(in);
        var size = new Size(reader.getWidth(0), reader.getHeight(0));
        reader.dispose();
        return size;
      }
    }

    BoundingBox box(JsonNode box) {
      return RealScans.box(box, width, height);
    }
  }
}
