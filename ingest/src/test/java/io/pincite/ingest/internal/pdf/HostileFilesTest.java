package io.pincite.ingest.internal.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.internal.layer.TokenLayers;
import io.pincite.ingest.internal.structure.Structures;
import io.pincite.ocr.Layout;
import io.pincite.ocr.PageText;
import io.pincite.ocr.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Files made to break readers: each costs a bounded time and ends in pages or a clear problem.
class HostileFilesTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int MOST_PAGES = 12;

  @Test
  void everyHostileFileEndsInPagesOrAProblem() throws Exception {
    Optional<Path> data = Optional.ofNullable(System.getenv("PINCITE_EVAL_DATA")).map(Path::of);
    Assumptions.assumeTrue(
        data.isPresent() && Files.isDirectory(data.get().resolve("hostile")),
        "left out: the hostile files of the evaluation data; set PINCITE_EVAL_DATA to the folder that has them");
    List<String> broken = new ArrayList<>();
    Map<String, Integer> outcomes = new TreeMap<>();
    for (Path file : files(data.orElseThrow().resolve("hostile"))) {
      String name = file.resolveSibling("").getFileName() + "/" + file.getFileName();
      String outcome = outcome(file);
      outcomes.merge(outcome, 1, Integer::sum);
      if (outcome.startsWith("!")) {
        broken.add(name + ": " + outcome);
      }
    }
    assertThat(broken).as("outcomes %s", outcomes).isEmpty();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".jsonl"))
          .sorted()
          .toList();
    }
  }

  private static String outcome(Path file) throws InterruptedException {
    var outcome = new String[] {"!hangs"};
    Thread reader = Thread.ofPlatform().daemon().start(() -> outcome[0] = read(file));
    reader.join(LONGEST);
    return outcome[0];
  }

  private static String read(Path file) {
    try (PdfFile pdf = PdfFile.open(file, PdfLimits.DEFAULTS)) {
      int read = 0;
      for (int page = 1; page <= Math.min(pdf.pages(), MOST_PAGES); page++) {
        read += readPage(pdf, page) ? 1 : 0;
      }
      return read > 0 ? "read" : "no page could be read";
    } catch (IngestException problem) {
      return problem.code();
    } catch (Throwable failure) {
      return "!" + failure;
    }
  }

  private static boolean readPage(PdfFile pdf, int page) {
    boolean read = false;
    try {
      PdfPage content = pdf.page(page);
      var text =
          new PageText(new Layout().analyse(content.content()), Provenance.of("text-layer", "1"));
      var layer = TokenLayers.of(text);
      Structures.of(
          1,
          List.of(
              new io.pincite.ingest.PageReading(
                  page,
                  1,
                  content.geometry().width(),
                  content.geometry().height(),
                  io.pincite.ingest.PageReading.Unit.PT,
                  content.geometry().rotation(),
                  io.pincite.ingest.PageReading.Source.TEXT_LAYER,
                  new SourceReason(SourceReason.Code.TEXT_LAYER, "test"),
                  "text-layer",
                  Optional.empty(),
                  Optional.empty(),
                  layer)));
      read = true;
    } catch (IngestException _) {
      // a page's own problem
    }
    try {
      pdf.render(page, 400);
    } catch (IngestException _) {
      // likewise
    }
    return read;
  }
}
