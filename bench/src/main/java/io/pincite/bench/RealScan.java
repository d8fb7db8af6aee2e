package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A scan that people made and read: how far what an engine made of it is from what they read.
record RealScan(String set, OcrEngine.Job job, Function<ReadPage, CharacterErrors> errors) {

  /// Receipts (SROIE, in rows, case folded as in its truth) and the test images of Tesseract, which
  /// have text without places: in the better of two orders, the engine's own and rows.
  ///
  /// @param pages the folder of the evaluation data
  /// @param most of each set
  static List<RealScan> of(Optional<Path> pages, int most) throws IOException {
    if (pages.isEmpty()) {
      return List.of();
    }
    var scans = new ArrayList<RealScan>();
    for (JsonNode receipt : truth(pages.get(), "sroie", most)) {
      OcrEngine.Job job = job(pages.get(), "sroie", receipt);
      RealScans.Size size = RealScans.Size.of(job.picture());
      var lines = new ArrayList<ReadPage.ReadLine>();
      for (JsonNode line : receipt.get("lines")) {
        lines.add(new ReadPage.ReadLine(line.get("text").asText(), size.box(line.get("box"))));
      }
      String expected = RealScans.rows(lines).toUpperCase(Locale.ROOT);
      scans.add(
          new RealScan(
              "receipts (SROIE)",
              job,
              read ->
                  CharacterErrors.of(
                      expected,
                      RealScans.rows(read.lines()).toUpperCase(Locale.ROOT),
                      "en",
                      false)));
    }
    for (JsonNode image : truth(pages.get(), "tesseract", most)) {
      String expected = image.get("text").asText();
      scans.add(
          new RealScan(
              "Tesseract's images",
              job(pages.get(), "tesseract", image),
              read -> {
                CharacterErrors own = CharacterErrors.of(expected, read.text(), "en", false);
                CharacterErrors rows =
                    CharacterErrors.of(expected, RealScans.rows(read.lines()), "en", false);
                return own.rate() <= rows.rate() ? own : rows;
              }));
    }
    return scans;
  }

  private static List<JsonNode> truth(Path pages, String set, int most) throws IOException {
    var rows = new ArrayList<JsonNode>();
    for (String row : Files.readAllLines(pages.resolve(set).resolve("gt.dev.jsonl"))) {
      if (rows.size() < most) {
        rows.add(EngineProcess.JSON.readTree(row));
      }
    }
    return rows;
  }

  private static OcrEngine.Job job(Path pages, String set, JsonNode row) {
    return new OcrEngine.Job(pages.resolve(set).resolve(row.get("file").asText()), "en");
  }
}
