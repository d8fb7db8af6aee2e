package io.pincite.bench;

import io.pincite.ocr.PpOcr;
import io.pincite.samples.Condition;
import io.pincite.samples.GeneratedContract;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import io.pincite.samples.ScanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// Pages a second of our engine beside the native runner of RapidOCR with the same models and
/// Tesseract's command line, each at its best setting on all processors, over the same pictures in
/// the same run; where the time of ours goes, and how far that is from what the models alone need.
///
/// RapidOCR takes ten times as long as the others: it reads the first pages of each kind, and ours
/// once more the same ones beside it.
///
/// Arguments: `--pages N` (clean English, default 40), `--others N` (Chinese and noisy, default
/// 12), `--rapid N` (pages of a kind that RapidOCR reads, default 6), `--engines …`, `--device
/// cuda` (ours alone, once on the processor, then on the card with batches of 1 to 64 lines).
final class OcrSpeed {
  private static final int[] BATCHES = {1, 4, 8, 16, 32, 64};

  private OcrSpeed() {}

  private record Kind(String name, List<OcrEngine.Job> jobs) {}

  /// @param seconds on the clock
  /// @param processorSeconds of all its threads together
  private record Measured(
      int pages,
      double seconds,
      double processorSeconds,
      long memory,
      Map<String, Double> modelSeconds,
      double workSeconds,
      int runs) {}

  static void run(String... arguments) throws Exception {
    int pages = 40;
    int others = 12;
    int rapid = 6;
    List<String> engines = List.of("ppocr", "tesseract", "rapidocr");
    boolean cuda = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--pages" -> pages = Integer.parseInt(arguments[++i]);
        case "--others" -> others = Integer.parseInt(arguments[++i]);
        case "--rapid" -> rapid = Integer.parseInt(arguments[++i]);
        case "--engines" -> engines = List.of(arguments[++i].split(","));
        case "--device" -> cuda = arguments[++i].equals("cuda");
        default -> throw new IllegalArgumentException("no argument " + arguments[i]);
      }
    }
    Path pictures = Files.createTempDirectory("pincite-ocr-speed");
    try {
      List<KnownPage> english = english(pages);
      var kinds =
          List.of(
              new Kind("clean English", drawn(pictures, english, Condition.CLEAN_200)),
              new Kind("clean Chinese", drawn(pictures, chinese(others), Condition.CLEAN_200)),
              new Kind(
                  "noisy English",
                  drawn(
                      pictures,
                      english.subList(0, Math.min(others, english.size())),
                      Condition.NOISY)));
      if (cuda) {
        sweep(kinds.getFirst());
      } else {
        compare(kinds, engines, rapid);
      }
    } finally {
      Product.deleteRecursively(pictures);
    }
  }

  /// Three of four from real contracts where they are at hand: they are fuller than the samples.
  private static List<KnownPage> english(int count) {
    var pages = new ArrayList<KnownPage>();
    Optional.ofNullable(System.getenv("PINCITE_EVAL_DATA"))
        .ifPresentOrElse(
            data -> pages.addAll(KnownPage.real(Path.of(data, "contracts"), count * 3 / 4)),
            () ->
                System.out.println(
                    "PINCITE_EVAL_DATA is not set: pages of samples only, no real contracts."));
    for (Sample sample : List.of(Sample.LEASE, Sample.SERVICES, Sample.EMPLOYMENT, Sample.NDA)) {
      for (int page = 1; page <= sample.truth().pages().size(); page++) {
        if (pages.size() < count) {
          pages.add(KnownPage.of(sample, page));
        }
      }
    }
    for (int seed = 0; pages.size() < count; seed++) {
      if (seed % 5 != 4) {
        pages.add(KnownPage.of(GeneratedContract.of(seed, 3), 1));
      }
    }
    return pages;
  }

  private static List<KnownPage> chinese(int count) {
    var pages = new ArrayList<KnownPage>();
    for (Sample sample : List.of(Sample.PURCHASE_ZH, Sample.CONSTRUCTION_ZH)) {
      for (int page = 1; page <= sample.truth().pages().size(); page++) {
        if (pages.size() < count) {
          pages.add(KnownPage.of(sample, page));
        }
      }
    }
    for (int seed = 4; pages.size() < count; seed += 5) {
      pages.add(KnownPage.of(GeneratedContract.of(seed, 3), 1));
    }
    return pages;
  }

  private static List<OcrEngine.Job> drawn(
      Path pictures, List<KnownPage> pages, Condition condition) throws IOException {
    var jobs = new ArrayList<OcrEngine.Job>();
    for (KnownPage page : pages) {
      Path picture = pictures.resolve(page.id() + "-" + condition + ".png");
      Scan scan = Scan.of(page.pdf(), page.page(), condition.wear(), page.id().hashCode());
      Files.write(picture, ScanFile.png(scan));
      jobs.add(new OcrEngine.Job(picture, page.language()));
    }
    return jobs;
  }

  private static void compare(List<Kind> kinds, List<String> engines, int rapid)
      throws IOException {
    System.out.println(
        "| pages | read by | pages/s | processor time a page | ours / it, by the clock | ours / it, by processor time | peak memory |");
    System.out.println("|---|---|---|---|---|---|---|");
    var profiles = new LinkedHashMap<Kind, Measured>();
    for (Kind kind : kinds) {
      List<OcrEngine.Job> few = kind.jobs().subList(0, Math.min(rapid, kind.jobs().size()));
      Measured ours = null;
      if (engines.contains("ppocr")) {
        ours = ours(kind.jobs());
        profiles.put(kind, ours);
        printSpeed(kind, "ours", ours, null);
      }
      if (engines.contains("tesseract")) {
        printSpeed(kind, "Tesseract", tesseract(kind.jobs()), ours);
      }
      if (engines.contains("rapidocr") && !few.isEmpty()) {
        Measured same = ours == null ? null : ours(few);
        if (same != null) {
          printSpeed(kind, "ours", same, null);
        }
        printSpeed(kind, "RapidOCR", rapidOcr(few), same);
      }
    }
    System.out.println();
    System.out.println(
        "| ours | detection | orientation | recognition | Tesseract | rest of the work | workers idle | limit of the models alone | reached |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    profiles.forEach(OcrSpeed::printProfile);
  }

  private static void printSpeed(Kind kind, String engine, Measured it, Measured ours) {
    System.out.printf(
        Locale.ROOT,
        "| %d %s | %s | %.2f | %.2f s | %s | %s | %s |%n",
        it.pages(),
        kind.name(),
        engine,
        it.pages() / it.seconds(),
        it.processorSeconds() / it.pages(),
        ours == null ? "" : ratio(ours.seconds(), it.seconds()),
        ours == null ? "" : ratio(ours.processorSeconds(), it.processorSeconds()),
        memory(it));
  }

  private static String rate(Measured measured) {
    return String.format(Locale.ROOT, "%.2f pages/s", measured.pages() / measured.seconds());
  }

  private static String ratio(double ours, double other) {
    return ours == 0 || other == 0 ? "–" : String.format(Locale.ROOT, "%.2f x", other / ours);
  }

  private static String memory(Measured measured) {
    return measured.memory() == 0
        ? "–"
        : String.format(Locale.ROOT, "%.0f MB", measured.memory() / 1e6);
  }

  /// Shares of what all workers could have done in the time.
  private static void printProfile(Kind kind, Measured ours) {
    int workers = Runtime.getRuntime().availableProcessors();
    double all = workers * ours.seconds();
    double detection = 0;
    double orientation = 0;
    double recognition = 0;
    double tesseract = 0;
    for (var model : ours.modelSeconds().entrySet()) {
      String name = model.getKey();
      double seconds = model.getValue();
      if (name.contains("det")) {
        detection += seconds;
      } else if (name.contains("cls")) {
        orientation += seconds;
      } else if (name.equals("tesseract")) {
        tesseract += seconds;
      } else {
        recognition += seconds;
      }
    }
    double models = detection + orientation + recognition + tesseract;
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.2f pages/s | %.0f %% |%n",
        kind.name(),
        100 * detection / all,
        100 * orientation / all,
        100 * recognition / all,
        100 * tesseract / all,
        100 * (ours.workSeconds() - models) / all,
        100 * (all - ours.workSeconds()) / all,
        kind.jobs().size() * workers / models,
        100 * models / all);
  }

  /// In a fresh process with a flight recording; the first page warms up and is not counted.
  private static Measured ours(List<OcrEngine.Job> jobs, String... settings) throws IOException {
    Path recording = Files.createTempFile("pincite-ocr", ".jfr");
    try {
      double seconds;
      double processorSeconds;
      long memory;
      EngineProcess engine =
          EngineProcess.start(
              "ppocr",
              List.of(
                  "-XX:StartFlightRecording:settings=none,filename=%s".formatted(recording),
                  "-Xlog:jfr*=off"),
              PpOcrProcess.class,
              settings);
      Instant begin;
      try (engine) {
        engine.read(jobs.subList(0, 1));
        begin = Instant.now();
        double before = engine.processorSeconds();
        long start = System.nanoTime();
        engine.read(jobs);
        seconds = (System.nanoTime() - start) / 1e9;
        processorSeconds = engine.processorSeconds() - before;
        memory = engine.peakMemory();
      }
      Map<String, Double> models = new TreeMap<>();
      double work = 0;
      int runs = 0;
      for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
        if (event.getStartTime().isBefore(begin)) {
          continue;
        }
        double took = event.getDuration().toNanos() / 1e9;
        if (event.getEventType().getName().equals("io.pincite.ocr.ModelRun")) {
          models.merge(event.getString("model"), took, Double::sum);
          runs++;
        } else if (event.getEventType().getName().equals("io.pincite.ocr.Work")) {
          work += took;
        }
      }
      return new Measured(jobs.size(), seconds, processorSeconds, memory, models, work, runs);
    } finally {
      Files.deleteIfExists(recording);
    }
  }

  private static Measured tesseract(List<OcrEngine.Job> jobs) {
    try (OcrEngine engine = new TesseractCommand()) {
      engine.read(jobs.subList(0, 1));
      double before = TesseractCommand.processorSeconds();
      long start = System.nanoTime();
      engine.read(jobs);
      double seconds = (System.nanoTime() - start) / 1e9;
      double processorSeconds = TesseractCommand.processorSeconds() - before;
      return new Measured(jobs.size(), seconds, processorSeconds, 0, Map.of(), 0, 0);
    }
  }

  private static Measured rapidOcr(List<OcrEngine.Job> jobs) {
    try (EngineProcess engine = RapidOcrProcess.start()) {
      engine.read(jobs.subList(0, 1));
      double before = engine.processorSeconds();
      long start = System.nanoTime();
      engine.read(jobs);
      double seconds = (System.nanoTime() - start) / 1e9;
      double processorSeconds = engine.processorSeconds() - before;
      return new Measured(
          jobs.size(), seconds, processorSeconds, engine.peakMemory(), Map.of(), 0, 0);
    }
  }

  private static void sweep(Kind kind) throws IOException {
    System.out.println("| device | lines a run | pages/s | against the processor | peak memory |");
    System.out.println("|---|---|---|---|---|");
    try (PpOcr engine = PpOcr.start(PpOcrProcess.settings("device=cuda"))) {
      PpOcr.DeviceState state = engine.device();
      if (state.reason().isPresent()) {
        System.out.printf(
            "(asked for %s, runs on %s: %s; nothing to measure)%n",
            state.asked(), state.effective(), state.reason().get());
        return;
      }
    }
    Measured processor = ours(kind.jobs(), "device=cpu");
    System.out.printf("| processor | 1 | %s | 1.00 x | %s |%n", rate(processor), memory(processor));
    for (int batch : BATCHES) {
      Measured card = ours(kind.jobs(), "device=cuda", "batch=" + batch, "pages=8");
      System.out.printf(
          "| CUDA | %d | %s | %s | %s |%n",
          batch, rate(card), ratio(card.seconds(), processor.seconds()), memory(card));
    }
  }
}
