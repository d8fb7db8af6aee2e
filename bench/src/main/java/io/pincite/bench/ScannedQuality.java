package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.pincite.samples.Placement;
import io.pincite.samples.Scan;
import io.pincite.samples.ScanFile;
import io.pincite.samples.Truth;
import io.pincite.samples.Wear;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What reading scans costs downstream: the questions of `quality` asked of scanned copies of
/// contracts and of their digital originals, in one run of the product. The gold boxes go through
/// the map of the scan.
///
/// Arguments: `--contracts N` (the shortest ones, default 10) or `--all`; `--keep FOLDER` keeps
/// what was read there, for the next run; `--differences` lists the questions that ended
/// differently.
final class ScannedQuality {
  private static final int JPEG_QUALITY = 60;

  /// On a machine busy with other work a page may take longer than the product waits by default.
  private static final String PATIENCE = "pincite.ocr.page-time=PT30M";

  private ScannedQuality() {}

  private record Contract(String name, byte[] digital, byte[] scanned, List<Placement> pages) {}

  static void run(String... arguments) throws Exception {
    Optional<Path> data =
        Optional.ofNullable(System.getenv("PINCITE_EVAL_DATA"))
            .map(folder -> Path.of(folder, "contracts"));
    if (data.isEmpty()) {
      System.out.println(
          "PINCITE_EVAL_DATA is not set: answers on scanned copies were not measured.");
      return;
    }
    int most = 10;
    boolean differences = false;
    Optional<Path> keep = Optional.empty();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--all" -> most = Integer.MAX_VALUE;
        case "--contracts" -> most = Integer.parseInt(arguments[++i]);
        case "--keep" -> keep = Optional.of(Path.of(arguments[++i]));
        case "--differences" -> differences = true;
        default -> throw new IllegalArgumentException("no argument " + arguments[i]);
      }
    }
    Path folder = data.get();
    Map<String, double[]> sizes = Quality.sizes(folder);
    Map<String, List<Quality.Question>> questions = Quality.questions(folder, Integer.MAX_VALUE);
    List<Contract> contracts = contracts(folder, questions.keySet(), sizes, most);
    Path home = keep.isPresent() ? keep.get() : Files.createTempDirectory("pincite-scanned");
    try (Product product = Product.start(home, "pincite.qa.briefs=false", PATIENCE)) {
      Map<String, String> digital = new LinkedHashMap<>();
      Map<String, String> scanned = new LinkedHashMap<>();
      for (Contract contract : contracts) {
        digital.put(contract.name(), upload(product, contract.name(), contract.digital()));
        scanned.put(
            contract.name(), upload(product, contract.name() + "-scan", contract.scanned()));
      }
      int pages = contracts.stream().mapToInt(contract -> contract.pages().size()).sum();
      long start = System.nanoTime();
      for (String document : digital.values()) {
        Quality.awaitIndexed(product, document);
      }
      for (String document : scanned.values()) {
        Quality.awaitIndexed(product, document);
        JsonNode read = product.get("/documents/" + document);
        if (read.get("pagesFailed").asInt() > 0) {
          throw new IllegalStateException(
              read.get("name").asText() + ": pages failed, so this would measure something else");
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%d contracts, %d pages, digital and scanned (200 dpi, grey, half a degree askew, JPEG %d); all read and indexed in %.0f s%n%n",
          contracts.size(),
          pages,
          JPEG_QUALITY,
          (System.nanoTime() - start) / 1e9);
      List<String> different = print(product, contracts, questions, sizes, digital, scanned);
      if (differences) {
        different.forEach(System.out::println);
      }
    } finally {
      if (keep.isEmpty()) {
        Product.deleteRecursively(home);
      }
    }
  }

  /// Prints the table.
  ///
  /// @return the questions that ended differently, with both ends
  private static List<String> print(
      Product product,
      List<Contract> contracts,
      Map<String, List<Quality.Question>> questions,
      Map<String, double[]> sizes,
      Map<String, String> digital,
      Map<String, String> scanned) {
    System.out.println(
        "| source, wording | questions | recall@5 | recall@10 | answered | answer hit | box IoU | wrongly answered | p95 |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    var different = new ArrayList<String>();
    for (boolean chinese : new boolean[] {false, true}) {
      String wording = chinese ? "Chinese" : "English";
      var ofDigital = new Quality.Score();
      var ofScanned = new Quality.Score();
      for (Contract contract : contracts) {
        for (Quality.Question question : questions.get(contract.name())) {
          Quality.Outcome digitally =
              Quality.ask(
                  product, digital.get(contract.name()), question, chinese, sizes, ofDigital);
          Quality.Outcome fromScan =
              Quality.ask(
                  product,
                  scanned.get(contract.name()),
                  moved(question, contract, sizes),
                  chinese,
                  sizes,
                  ofScanned);
          if (digitally.grounded() != fromScan.grounded()
              || digitally.hit() != fromScan.hit()
              || (digitally.rank() == 0) != (fromScan.rank() == 0)) {
            different.add(
                "%n%s %s, %s%n  digital %s%n  scanned %s"
                    .formatted(
                        contract.name(),
                        question.answerable() ? "answerable" : "silent",
                        chinese ? question.chinese() : question.english(),
                        digitally,
                        fromScan));
          }
        }
      }
      Quality.print("digital, " + wording, ofDigital);
      Quality.print("scanned, " + wording, ofScanned);
    }
    return different;
  }

  private static String upload(Product product, String name, byte[] pdf) {
    JsonNode document = product.upload(name + ".pdf", pdf);
    return document.get("id").asText();
  }

  private static List<Contract> contracts(
      Path folder, java.util.Set<String> names, Map<String, double[]> sizes, int most)
      throws java.io.IOException {
    List<String> shortest =
        names.stream()
            .sorted(Comparator.comparing(name -> pages(name, sizes)))
            .limit(most)
            .toList();
    var contracts = new ArrayList<Contract>();
    for (String name : shortest) {
      byte[] pdf = Files.readAllBytes(folder.resolve("dev/" + name + ".pdf"));
      var scans = new ArrayList<Scan>();
      for (int page = 1; page <= pages(name, sizes); page++) {
        Wear wear = Wear.none(200).skewed(page % 2 == 0 ? 0.5 : -0.5).blurred(0.4).noisy(3, 0);
        scans.add(Scan.of(pdf, page, wear, 31L * name.hashCode() + page));
      }
      contracts.add(
          new Contract(
              name,
              pdf,
              ScanFile.pdf(scans, JPEG_QUALITY),
              scans.stream().map(Scan::placement).toList()));
    }
    return contracts;
  }

  private static int pages(String name, Map<String, double[]> sizes) {
    int pages = 0;
    while (sizes.containsKey(name + "/" + (pages + 1))) {
      pages++;
    }
    return pages;
  }

  private static Quality.Question moved(
      Quality.Question question, Contract contract, Map<String, double[]> sizes) {
    return new Quality.Question(
        question.contract(),
        question.english(),
        question.chinese(),
        question.answerable(),
        question.gold().stream()
            .map(
                box -> {
                  double[] size = sizes.get(contract.name() + "/" + box.page());
                  Truth.Box there =
                      contract
                          .pages()
                          .get(box.page() - 1)
                          .box(
                              new Truth.Box(
                                  box.x0() / size[0],
                                  box.y0() / size[1],
                                  box.x1() / size[0],
                                  box.y1() / size[1]));
                  return new Quality.Box(
                      box.page(),
                      there.x0() * size[0],
                      there.y0() * size[1],
                      there.x1() * size[0],
                      there.y1() * size[1]);
                })
            .toList());
  }
}
