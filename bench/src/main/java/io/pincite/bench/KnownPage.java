package io.pincite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.samples.GeneratedContract;
import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A page of which every word and its place are known, to be worn and read.
///
/// @param id for tables and file names
/// @param words what every line consists of
record KnownPage(String id, String language, byte[] pdf, int page, List<Truth.Line> lines) {

  /// The pages measured by default, in an order of which every beginning is a fair choice: English
  /// and Chinese by turns. All have one column, because the order of reading is not the question.
  static List<KnownPage> standard(Optional<Path> contracts) {
    // Samples and real contracts by turns.
    var english = new ArrayList<KnownPage>();
    List<KnownPage> samples =
        List.of(of(Sample.LEASE, 2), of(Sample.SERVICES, 6), of(Sample.EMPLOYMENT, 2));
    List<KnownPage> real = contracts.map(folder -> real(folder, 3)).orElseGet(List::of);
    for (int i = 0; i < samples.size(); i++) {
      english.add(samples.get(i));
      if (i < real.size()) {
        english.add(real.get(i));
      }
    }
    List<KnownPage> chinese =
        List.of(
            of(Sample.PURCHASE_ZH, 1),
            of(Sample.CONSTRUCTION_ZH, 2),
            of(GeneratedContract.of(4, 3), 2),
            of(Sample.PURCHASE_ZH, 3),
            of(Sample.CONSTRUCTION_ZH, 1),
            of(GeneratedContract.of(9, 3), 1));
    for (int page = 1; english.size() < chinese.size(); page += 2) {
      english.add(of(Sample.LEASE, 2 + page));
    }
    var pages = new ArrayList<KnownPage>();
    for (int i = 0; i < chinese.size(); i++) {
      pages.add(english.get(i));
      pages.add(chinese.get(i));
    }
    return pages;
  }

  /// As many again, for a closer look.
  static List<KnownPage> more(Optional<Path> contracts) {
    var pages = new ArrayList<KnownPage>();
    pages.add(of(Sample.NDA, 1));
    pages.add(of(Sample.LEASE, 4));
    pages.add(of(Sample.SERVICES, 10));
    pages.add(of(Sample.PURCHASE_ZH, 2));
    pages.add(of(Sample.PURCHASE_ZH, 4));
    pages.add(of(Sample.CONSTRUCTION_ZH, 3));
    pages.add(of(GeneratedContract.of(14, 3), 2));
    pages.add(of(GeneratedContract.of(19, 3), 1));
    contracts.ifPresent(folder -> pages.addAll(real(folder, 10).subList(3, 10)));
    return pages;
  }

  static KnownPage of(Sample sample, int page) {
    return of(sample.fileName(), sample.pdf(), sample.truth(), page);
  }

  static KnownPage of(GeneratedContract contract, int page) {
    return of(contract.truth().name(), contract.pdf(), contract.truth(), page);
  }

  private static KnownPage of(String name, byte[] pdf, Truth truth, int number) {
    Truth.Page page = truth.pages().get(number - 1);
    var lines = new ArrayList<Truth.Line>();
    for (Truth.Block block : page.blocks()) {
      lines.addAll(block.lines());
      block.cells().forEach(cell -> lines.addAll(cell.lines()));
    }
    return new KnownPage(name + "-p" + number, truth.language(), pdf, number, lines);
  }

  /// Pages of different development contracts that are full of text, by their text layer; its
  /// boxes are those of `pdftotext`, which follow another rule than ours.
  static List<KnownPage> real(Path contracts, int most) {
    var pages = new ArrayList<KnownPage>();
    var seen = new java.util.HashSet<String>();
    try {
      for (String row : Files.readAllLines(contracts.resolve("ocr_pages.dev.jsonl"))) {
        JsonNode page = new ObjectMapper().readTree(row);
        boolean isFull = page.get("text").asText().length() > 2_000;
        if (pages.size() == most || !isFull || !seen.add(page.get("doc").asText())) {
          continue;
        }
        double width = page.get("width").asDouble();
        double height = page.get("height").asDouble();
        var lines = new ArrayList<Truth.Line>();
        for (JsonNode line : page.get("lines")) {
          var words = new ArrayList<Truth.Word>();
          for (JsonNode word : line.get("words")) {
            JsonNode box = word.get("box");
            words.add(
                new Truth.Word(
                    word.get("text").asText(),
                    new Truth.Box(
                        box.get(0).asDouble() / width,
                        box.get(1).asDouble() / height,
                        box.get(2).asDouble() / width,
                        box.get(3).asDouble() / height),
                    true));
          }
          lines.add(new Truth.Line(words));
        }
        pages.add(
            new KnownPage(
                page.get("id").asText(),
                "en",
                Files.readAllBytes(contracts.resolve(page.get("pdf").asText())),
                page.get("page").asInt(),
                lines));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages;
  }

  /// Whether its boxes follow the rule of ours: over the font's ascent and descent.
  boolean isPlacedByOurRule() {
    return !id.startsWith("c") || id.startsWith("construction");
  }

  /// In its own order.
  String text() {
    return String.join("\n", lines.stream().map(Truth.Line::text).toList());
  }

  String inRows() {
    return VisualRows.text(
        lines.stream()
            .filter(line -> !line.words().isEmpty())
            .map(
                line -> {
                  Truth.Box box =
                      line.words().stream()
                          .map(Truth.Word::box)
                          .reduce(Truth.Box::union)
                          .orElseThrow();
                  return new VisualRows.Piece(
                      line.text(), box.x0(), (box.y0() + box.y1()) / 2, box.y1() - box.y0());
                })
            .toList());
  }
}
