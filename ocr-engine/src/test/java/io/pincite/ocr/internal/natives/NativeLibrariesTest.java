package io.pincite.ocr.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ocr.OnnxRuntime;
import io.pincite.ocr.PpOcr;
import io.pincite.ocr.PpOcrSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both readers' libraries, loaded in another JVM that is then killed.
class NativeLibrariesTest {
  private static final String LOADED = "loaded";

  @TempDir private Path temporary;
  @TempDir private Path cache;

  static final class Loading {
    private Loading() {}

    public static void main(String... arguments) throws InterruptedException {
      OnnxRuntime.environment();
      try (PpOcr engine = PpOcr.start(PpOcrSettings.DEFAULTS)) {
        if (engine.withoutTesseract().isPresent()) {
          throw new IllegalStateException(engine.withoutTesseract().get());
        }
        System.out.println(LOADED);
        Thread.currentThread().join();
      }
    }
  }

  @Test
  void aKilledProcessLeavesNoLibrariesInTheTemporaryFolder() throws Exception {
    loadAndKill();

    assertThat(filesIn(temporary)).isEmpty();
    assertThat(filesIn(cache).keySet())
        .anyMatch(file -> file.endsWith(System.mapLibraryName("onnxruntime")))
        .anyMatch(file -> file.contains("tesseract"));
  }

  @Test
  void librariesAreUnpackedOnce() throws Exception {
    loadAndKill();
    Map<String, FileTime> unpacked = filesIn(cache);

    loadAndKill();

    assertThat(filesIn(cache)).isEqualTo(unpacked);
  }

  @Test
  void aLibraryCutShortIsUnpackedAnew() throws Exception {
    loadAndKill();
    Path library = Path.of(only(System.mapLibraryName("onnxruntime")));
    long size = Files.size(library);
    try (var file = FileChannel.open(library, StandardOpenOption.WRITE)) {
      file.truncate(size / 2);
    }

    loadAndKill();

    assertThat(library).hasSize(size);
  }

  @Test
  void onlyOldEmptyFoldersOfKilledProcessesAreSweptUp() throws IOException {
    Path old = Files.createDirectory(temporary.resolve("onnxruntime-java1"));
    Path young = Files.createDirectory(temporary.resolve("onnxruntime-java2"));
    Path full = Files.createDirectory(temporary.resolve("onnxruntime-java3"));
    Path other = Files.createDirectory(temporary.resolve("another"));
    Files.writeString(full.resolve("library"), "in use");
    FileTime twoHoursAgo = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
    for (Path folder : List.of(old, full, other)) {
      Files.setLastModifiedTime(folder, twoHoursAgo);
    }

    OnnxLibraries.sweep(temporary, Clock.systemUTC());

    assertThat(temporary).isDirectoryNotContaining(old::equals);
    assertThat(List.of(young, full, other)).allMatch(Files::isDirectory);
  }

  private void loadAndKill() throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            classPath,
            Loading.class.getName());
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    Process process = builder.redirectErrorStream(true).start();
    try (var output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> said = output.lines().takeWhile(line -> !line.equals(LOADED)).toList();
      assertThat(process.isAlive()).as("%s", said).isTrue();
    } finally {
      // As `kill -9`.
      process.destroyForcibly().waitFor();
    }
  }

  private String only(String name) throws IOException {
    List<String> found =
        filesIn(cache).keySet().stream().filter(file -> file.endsWith("/" + name)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Map<String, FileTime> filesIn(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .collect(Collectors.toMap(Path::toString, modified()));
    }
  }

  private static Function<Path, FileTime> modified() {
    return file -> {
      try {
        return Files.getLastModifiedTime(file);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    };
  }
}
