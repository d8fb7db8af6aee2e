package io.pincite.ingest.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.FakeEngine;
import io.pincite.ingest.FileReader;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.OcrSettings;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The hostile pictures, and PDFs of pictures, of the evaluation data on the whole way of a file
/// but for the database, every page by its image; only the engine is a fake.
class HostileScansOfEvaluationDataTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Test
  void everyFileEndsInPagesOrAProblem() throws Exception {
    Optional<Path> data = Optional.ofNullable(System.getenv("PINCITE_EVAL_DATA")).map(Path::of);
    Assumptions.assumeTrue(
        data.isPresent() && Files.isDirectory(data.get().resolve("hostile")),
        "left out: the hostile scans of the evaluation data; set PINCITE_EVAL_DATA to the folder that has them");
    SmallRyeConfig settings =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(IngestSettings.class)
            .withMapping(OcrSettings.class)
            .withValidateUnknown(false)
            .build();
    List<String> broken = new ArrayList<>();
    Map<String, Integer> outcomes = new TreeMap<>();
    try (var reading =
        new PlainReading(
            settings.getConfigMapping(IngestSettings.class),
            settings.getConfigMapping(OcrSettings.class),
            List.of(new FakeEngine()))) {
      List<Path> files = files(data.orElseThrow().resolve("hostile"));
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        String outcome = outcome(reading, file);
        outcomes.merge(outcome, 1, Integer::sum);
        if (outcome.startsWith("!")) {
          broken.add(file.getFileName() + ": " + outcome);
        }
      }
    }
    assertThat(broken).as("outcomes %s", outcomes).isEmpty();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .filter(
              file ->
                  file.toString().matches(".*\\.(png|jpe?g|tiff?|gif|webp|jp2|j2k)")
                      || file.toString().matches(".*/(image|bomb|geometry)/.*\\.pdf"))
          .sorted()
          .toList();
    }
  }

  private static String outcome(FileReader reading, Path file) throws InterruptedException {
    var outcome = new AtomicReference<>("!hangs");
    Thread reader = Thread.ofPlatform().daemon().start(() -> outcome.set(read(reading, file)));
    reader.join(LONGEST);
    return outcome.get();
  }

  private static String read(FileReader reading, Path file) {
    try {
      FileReader.Result result = reading.read(file, OcrChoice.ALWAYS, (_, _) -> {});
      for (var problem : result.problems().values()) {
        if (problem.code().equals("page-not-read")) {
          return "!" + problem.detail();
        }
        if (!problem.detail().startsWith("[" + file.getFileName() + " p.")) {
          return "!without its place: " + problem.detail();
        }
      }
      return result.problems().isEmpty() ? "read" : "read in part";
    } catch (IngestException problem) {
      return problem.code();
    } catch (Throwable failure) {
      return "!" + failure;
    }
  }
}
