package io.pincite.bench;

import io.pincite.ocr.BoundingBox;
import io.pincite.samples.Condition;
import io.pincite.samples.Placement;
import io.pincite.samples.Scan;
import io.pincite.samples.ScanFile;
import io.pincite.samples.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Known pages worn in known ways, read by our engine, Tesseract and the native runner of RapidOCR:
/// character error rates a condition and language, word boxes against the truth.
///
/// Every engine is given the better of two orders: its own, and rows from top to bottom.
///
/// Arguments: `--full` (all conditions, twice the pages), `--pages N`, `--conditions A,B` (no
/// real scans then),
/// `--engines ppocr,tesseract,rapidocr`, `--keep FOLDER` for pictures and what was read: what peers
/// read of the same picture is taken from there the next time; with `--kept` what ours read, too.
final class OcrQuality {
  private static final List<Condition> STANDARD =
      List.of(
          Condition.CLEAN_200,
          Condition.CLEAN_100,
          Condition.SKEWED,
          Condition.NOISY,
          Condition.BLURRED,
          Condition.JPEG_30,
          Condition.FAXED,
          Condition.SHADOWED,
          Condition.STAMPED,
          Condition.PHOTOGRAPHED);

  /// A condition is lost when ours has this share more errors than the better peer.
  private static final double ALLOWED = 1.1;

  /// Pages given at once; what was read of them is kept before the next ones.
  private static final int CHUNK = 20;

  /// Scans of each set that are read by default.
  private static final int REAL = 6;

  private OcrQuality() {}

  private record Choice(
      List<KnownPage> pages,
      List<Condition> conditions,
      List<RealScan> real,
      List<String> engines,
      Path keep,
      boolean takesOursToo) {

    static Choice of(String... arguments) throws IOException {
      boolean full = false;
      boolean takesOursToo = false;
      int most = Integer.MAX_VALUE;
      List<Condition> conditions = null;
      List<String> engines = List.of("ppocr", "tesseract", "rapidocr");
      Path keep = null;
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--full" -> full = true;
          case "--pages" -> most = Integer.parseInt(arguments[++i]);
          case "--conditions" ->
              conditions =
                  Arrays.stream(arguments[++i].split(","))
                      .map(name -> Condition.valueOf(name.toUpperCase(Locale.ROOT)))
                      .toList();
          case "--engines" -> engines = List.of(arguments[++i].split(","));
          case "--kept" -> takesOursToo = true;
          case "--keep" -> keep = Path.of(arguments[++i]);
          default -> throw new IllegalArgumentException("no argument " + arguments[i]);
        }
      }
      Optional<Path> contracts =
          Optional.ofNullable(System.getenv("PINCITE_EVAL_DATA"))
              .map(data -> Path.of(data, "contracts"));
      if (contracts.isEmpty()) {
        System.out.println(
            "PINCITE_EVAL_DATA is not set: pages of real contracts are left out, more pages of samples read instead.");
      }
      List<KnownPage> pages = KnownPage.standard(contracts);
      if (full) {
        pages = new ArrayList<>(pages);
        pages.addAll(KnownPage.more(contracts));
      }
      return new Choice(
          pages.subList(0, Math.min(most, pages.size())),
          conditions != null ? conditions : full ? List.of(Condition.values()) : STANDARD,
          conditions != null
              ? List.of()
              : RealScan.of(
                  contracts.map(folder -> folder.resolveSibling("pages")),
                  full ? Integer.MAX_VALUE : Math.min(most, REAL)),
          engines,
          keep == null ? Files.createTempDirectory("pincite-ocr") : keep,
          takesOursToo);
    }
  }

  /// A worn page with what each engine made of it.
  private record Outcome(
      KnownPage page, Condition condition, Placement placement, Map<String, ReadPage> read) {

    CharacterErrors errors(String engine, boolean isStrict) {
      ReadPage of = read.get(engine);
      CharacterErrors own = CharacterErrors.of(page.text(), of.text(), page.language(), isStrict);
      CharacterErrors rows =
          CharacterErrors.of(page.inRows(), inRows(of), page.language(), isStrict);
      return own.rate() <= rows.rate() ? own : rows;
    }

    private String inRows(ReadPage of) {
      Placement back = placement.inverse();
      return VisualRows.text(
          of.lines().stream()
              .map(
                  line -> {
                    BoundingBox box = line.box();
                    double[] left = back.point(box.x0(), box.centerY());
                    double[] right = back.point(box.x1(), box.centerY());
                    // An upright box around a line that runs askew is higher than the line.
                    double[] top = back.point(box.centerX(), box.y0());
                    double[] bottom = back.point(box.centerX(), box.y1());
                    return new VisualRows.Piece(
                        line.text(),
                        left[0],
                        back.point(box.centerX(), box.centerY())[1],
                        Math.max(0.005, bottom[1] - top[1] - Math.abs(right[1] - left[1])));
                  })
              .toList());
    }
  }

  static void run(String... arguments) throws Exception {
    Choice choice = Choice.of(arguments);
    Files.createDirectories(choice.keep());
    long start = System.nanoTime();
    List<Outcome> outcomes = worn(choice);
    List<RealScan> real = choice.real();
    Map<String, List<ReadPage>> readReal = new LinkedHashMap<>();
    for (String engine : choice.engines()) {
      long began = System.nanoTime();
      var jobs = new ArrayList<OcrEngine.Job>();
      for (Outcome outcome : outcomes) {
        Path picture = picture(choice.keep(), outcome.page(), outcome.condition());
        jobs.add(new OcrEngine.Job(picture, outcome.page().language()));
      }
      real.forEach(scan -> jobs.add(scan.job()));
      List<ReadPage> pages = read(engine, jobs, choice);
      for (int i = 0; i < outcomes.size(); i++) {
        outcomes.get(i).read().put(engine, pages.get(i));
      }
      readReal.put(engine, pages.subList(outcomes.size(), pages.size()));
      System.err.printf(Locale.ROOT, "%s: %.0f s%n", engine, (System.nanoTime() - began) / 1e9);
    }
    System.out.printf(
        Locale.ROOT,
        "%d pages x %d conditions and %d real scans, seed fixed; %.0f minutes in all%n%n",
        choice.pages().size(),
        choice.conditions().size(),
        real.size(),
        (System.nanoTime() - start) / 60e9);
    Map<String, List<Double>> macro = new LinkedHashMap<>();
    for (String language : List.of("en", "zh")) {
      printErrors(choice, language, outcomes, macro);
    }
    printReal(real, readReal, macro);
    System.out.println("Macro average over all rows above, each counted once:");
    macro.forEach(
        (engine, rates) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.2f %% |%n",
                engine,
                100 * rates.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
    printBoxes(choice, outcomes);
    printEdits(choice, outcomes);
  }

  private static List<Outcome> worn(Choice choice) throws IOException {
    var outcomes = new ArrayList<Outcome>();
    for (KnownPage page : choice.pages()) {
      for (Condition condition : choice.conditions()) {
        long seed = 31L * page.id().hashCode() + condition.name().hashCode();
        Scan scan = Scan.of(page.pdf(), page.page(), condition.wear(), seed);
        Files.write(picture(choice.keep(), page, condition), ScanFile.png(scan));
        outcomes.add(new Outcome(page, condition, scan.placement(), new LinkedHashMap<>()));
      }
    }
    return outcomes;
  }

  private static Path picture(Path keep, KnownPage page, Condition condition) {
    return keep.resolve(page.id() + "-" + condition + ".png");
  }

  /// What is known already is not read again.
  private static List<ReadPage> read(String name, List<OcrEngine.Job> jobs, Choice choice)
      throws IOException {
    boolean takesKnown = choice.takesOursToo() || !name.equals("ppocr");
    var pages = new ReadPage[jobs.size()];
    var open = new ArrayList<Integer>();
    for (int i = 0; i < pages.length; i++) {
      Path known = known(choice.keep(), name, jobs.get(i));
      if (takesKnown && Files.exists(known)) {
        pages[i] = EngineProcess.JSON.readValue(Files.readString(known), ReadPage.class);
      } else {
        open.add(i);
      }
    }
    if (!open.isEmpty()) {
      try (OcrEngine engine = engine(name)) {
        for (int from = 0; from < open.size(); from += CHUNK) {
          List<Integer> chunk = open.subList(from, Math.min(from + CHUNK, open.size()));
          List<ReadPage> read = engine.read(chunk.stream().map(jobs::get).toList());
          for (int i = 0; i < read.size(); i++) {
            int at = chunk.get(i);
            pages[at] = read.get(i);
            Files.writeString(
                known(choice.keep(), name, jobs.get(at)),
                EngineProcess.JSON.writeValueAsString(read.get(i)));
          }
        }
      }
    }
    return List.of(pages);
  }

  static OcrEngine engine(String name) {
    return switch (name) {
      case "ppocr" -> EngineProcess.start("ppocr", PpOcrProcess.class);
      case "tesseract" -> new TesseractCommand();
      case "rapidocr" -> RapidOcrProcess.start();
      default -> throw new IllegalArgumentException("no engine " + name);
    };
  }

  /// By the picture's content: another picture under the same name was not read.
  private static Path known(Path keep, String engine, OcrEngine.Job job) throws IOException {
    Path picture = job.picture();
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(picture));
      String file = picture.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
      return keep.resolve(
          "%s-%s-%s-%s.json"
              .formatted(file, engine, job.language(), HexFormat.of().formatHex(digest, 0, 6)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void printErrors(
      Choice choice, String language, List<Outcome> outcomes, Map<String, List<Double>> macro) {
    System.out.println(language.equals("en") ? "English" : "Chinese");
    System.out.println();
    printHeading("condition");
    for (Condition condition : choice.conditions()) {
      List<Outcome> these =
          outcomes.stream()
              .filter(each -> each.condition() == condition)
              .filter(each -> each.page().language().equals(language))
              .toList();
      if (these.isEmpty()) {
        continue;
      }
      Map<String, List<CharacterErrors>> errors = new LinkedHashMap<>();
      for (String engine : choice.engines()) {
        List<CharacterErrors> of = these.stream().map(each -> each.errors(engine, false)).toList();
        errors.put(engine, of);
        macro.computeIfAbsent(engine, _ -> new ArrayList<>()).add(rate(of));
      }
      List<CharacterErrors> strict =
          choice.engines().contains("ppocr")
              ? these.stream().map(each -> each.errors("ppocr", true)).toList()
              : List.of();
      System.out.println(row(condition.words(), strict, errors));
    }
    System.out.println();
  }

  /// A row for each set of scans that people made, with the text that people read on them.
  private static void printReal(
      List<RealScan> real, Map<String, List<ReadPage>> read, Map<String, List<Double>> macro) {
    if (real.isEmpty()) {
      return;
    }
    System.out.println("Real scans");
    System.out.println();
    printHeading("set");
    for (String set : real.stream().map(RealScan::set).distinct().toList()) {
      Map<String, List<CharacterErrors>> errors = new LinkedHashMap<>();
      read.forEach(
          (engine, pages) -> {
            var of = new ArrayList<CharacterErrors>();
            for (int i = 0; i < real.size(); i++) {
              if (real.get(i).set().equals(set)) {
                of.add(real.get(i).errors().apply(pages.get(i)));
              }
            }
            errors.put(engine, of);
            macro.computeIfAbsent(engine, _ -> new ArrayList<>()).add(rate(of));
          });
      System.out.println(row(set, List.of(), errors));
    }
    System.out.println();
  }

  private static void printHeading(String first) {
    System.out.printf(
        "| %s | pages | ours | 95 %% | strict | Tesseract | RapidOCR | ours / better peer | within 10 %% or chance |%n",
        first);
    System.out.println("|---|---|---|---|---|---|---|---|---|");
  }

  /// @param strictly of ours; none where that is not asked
  private static String row(
      String name, List<CharacterErrors> strictly, Map<String, List<CharacterErrors>> errors) {
    Optional<String> better =
        errors.keySet().stream()
            .filter(engine -> !engine.equals("ppocr"))
            .min((a, b) -> Double.compare(rate(errors.get(a)), rate(errors.get(b))));
    String ours = "–";
    String interval = "–";
    String strict = "–";
    String ratio = "–";
    String verdict = "–";
    List<CharacterErrors> own = errors.get("ppocr");
    if (own != null) {
      Bootstrap.Interval around = Bootstrap.of(own.size(), drawn -> rate(own, drawn));
      ours = percent(rate(own));
      interval = "%s – %s".formatted(percent(around.low()), percent(around.high()));
      strict = strictly.isEmpty() ? "–" : percent(rate(strictly));
      if (better.isPresent()) {
        List<CharacterErrors> peer = errors.get(better.get());
        double share = rate(own) / Math.max(1e-9, rate(peer));
        ratio = share > 100 ? "–" : String.format(Locale.ROOT, "%.2f", share);
        Bootstrap.Interval difference =
            Bootstrap.of(own.size(), drawn -> rate(own, drawn) - rate(peer, drawn));
        boolean isWithin = rate(own) <= ALLOWED * rate(peer) || difference.low() <= 0;
        verdict = isWithin ? "yes" : "**no**";
      }
    }
    return "| %s | %d | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            name,
            errors.values().iterator().next().size(),
            ours,
            interval,
            strict,
            peer(errors, "tesseract"),
            peer(errors, "rapidocr"),
            ratio,
            verdict);
  }

  private static String peer(Map<String, List<CharacterErrors>> errors, String engine) {
    return errors.containsKey(engine) ? percent(rate(errors.get(engine))) : "–";
  }

  private static double rate(List<CharacterErrors> errors) {
    return errors.stream().reduce(CharacterErrors.NONE, CharacterErrors::plus).rate();
  }

  private static double rate(List<CharacterErrors> errors, int[] drawn) {
    CharacterErrors sum = CharacterErrors.NONE;
    for (int i : drawn) {
      sum = sum.plus(errors.get(i));
    }
    return sum.rate();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /// Every word of the truth with the read word of the same letters that lies best on it, or with
  /// any word when none does.
  private static void printBoxes(Choice choice, List<Outcome> outcomes) {
    System.out.println();
    System.out.println("Word boxes of ours against the truth (pages whose truth follows our rule)");
    System.out.println();
    System.out.println("| condition | language | words | median IoU | IoU ≥ 0.8 | IoU ≥ 0.5 |");
    System.out.println("|---|---|---|---|---|---|");
    Map<Condition, Map<String, List<Double>>> all = new EnumMap<>(Condition.class);
    for (Outcome outcome : outcomes) {
      ReadPage read = outcome.read().get("ppocr");
      if (read == null || !outcome.page().isPlacedByOurRule()) {
        continue;
      }
      List<Double> into =
          all.computeIfAbsent(outcome.condition(), _ -> new TreeMap<>())
              .computeIfAbsent(outcome.page().language(), _ -> new ArrayList<>());
      for (Truth.Line line : outcome.page().lines()) {
        for (Truth.Word word : line.words()) {
          Truth.Box box = outcome.placement().box(word.box());
          into.add(
              best(
                  word.text(),
                  new BoundingBox(box.x0(), box.y0(), box.x1(), box.y1()),
                  read.words()));
        }
      }
    }
    for (Condition condition : choice.conditions()) {
      all.getOrDefault(condition, Map.of())
          .forEach(
              (language, overlaps) -> {
                overlaps.sort(null);
                System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %d | %.2f | %.1f %% | %.1f %% |%n",
                    condition.words(),
                    language,
                    overlaps.size(),
                    overlaps.get(overlaps.size() / 2),
                    100.0 * overlaps.stream().filter(iou -> iou >= 0.8).count() / overlaps.size(),
                    100.0 * overlaps.stream().filter(iou -> iou >= 0.5).count() / overlaps.size());
              });
    }
  }

  static double best(String text, BoundingBox box, List<ReadPage.ReadWord> words) {
    double same = 0;
    double any = 0;
    for (ReadPage.ReadWord word : words) {
      double overlap = box.iou(word.box());
      any = Math.max(any, overlap);
      if (word.text().equals(text)) {
        same = Math.max(same, overlap);
      }
    }
    return same > 0 ? same : any;
  }

  private static void printEdits(Choice choice, List<Outcome> outcomes) {
    System.out.println();
    System.out.println("Commonest edits of ours (truth→read)");
    System.out.println();
    for (Condition condition : choice.conditions()) {
      for (String language : List.of("en", "zh")) {
        var edits = new TreeMap<String, Integer>();
        for (Outcome outcome : outcomes) {
          ReadPage read = outcome.read().get("ppocr");
          if (read != null
              && outcome.condition() == condition
              && outcome.page().language().equals(language)) {
            EditDistance.count(
                CharacterErrors.folded(outcome.page().inRows(), language, false),
                CharacterErrors.folded(outcome.inRows(read), language, false),
                edits);
          }
        }
        if (!edits.isEmpty()) {
          System.out.printf(
              "- %s, %s: %s%n", condition.words(), language, EditDistance.commonest(edits, 14));
        }
      }
    }
  }
}
