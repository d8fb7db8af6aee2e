package io.pincite.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Entry point of the measurements: `./pincite bench NAME [arguments]`.
public final class Bench {
  /// A measurement: prints its table on standard output.
  interface Program {
    void run(String... arguments) throws Exception;
  }

  private record Entry(String what, Program program) {}

  private static final Map<String, Entry> PROGRAMS = new LinkedHashMap<>();

  static {
    PROGRAMS.put(
        "reading", new Entry("pages read and stored a second, beside Poppler", Reading::run));
    PROGRAMS.put("arrival", new Entry("upload to searchable", Arrival::run));
    PROGRAMS.put(
        "answers", new Entry("question to answer over a thousand contracts", AnswerSpeed::run));
    PROGRAMS.put("quality", new Entry("passages and answers against lawyers' boxes", Quality::run));
    PROGRAMS.put(
        "ocr",
        new Entry(
            "worn pages read, beside Tesseract and RapidOCR; with --base-url URL, a model server (--gundam-tiles 9 where it cuts so)",
            Bench::ocr));
    PROGRAMS.put(
        "ocr-real", new Entry("real scans, layouts and tables with human truth", RealScans::run));
    PROGRAMS.put(
        "ocr-speed",
        new Entry("pages read a second, beside Tesseract and RapidOCR", OcrSpeed::run));
    PROGRAMS.put(
        "deepseek-preprocessing",
        new Entry(
            "a page made ready for DeepSeek-OCR, beside Pillow and NumPy",
            DeepSeekPreprocessing::run));
    PROGRAMS.put(
        "scanned", new Entry("answers on scanned copies of contracts", ScannedQuality::run));
    PROGRAMS.put(
        "noisy-search",
        new Entry(
            "passages found where words were misread, by words and by fragments",
            NoisySearch::run));
    PROGRAMS.put(
        "deepseek-client",
        new Entry("processor time for pages read by a model server", ModelServerClient::run));
    PROGRAMS.put(
        "deepseek-grammar",
        new Entry("outputs of a model understood a second", DeepSeekGrammar::run));
    PROGRAMS.put("footprint", new Entry("memory and start-up", Footprint::run));
  }

  private Bench() {}

  private static void ocr(String... arguments) throws Exception {
    List<String> given = List.of(arguments);
    if (given.contains("--base-url") || given.contains("--replayed")) {
      ServedQuality.run(arguments);
    } else {
      OcrQuality.run(arguments);
    }
  }

  public static void main(String... arguments) throws Exception {
    Entry entry = arguments.length == 0 ? null : PROGRAMS.get(arguments[0]);
    if (entry == null) {
      System.out.println("Measurements:");
      PROGRAMS.forEach((name, known) -> System.out.printf("  %-22s %s%n", name, known.what()));
      System.exit(arguments.length == 0 ? 0 : 2);
      return;
    }
    entry.program().run(Arrays.copyOfRange(arguments, 1, arguments.length));
  }
}
