package io.pincite.ocr.internal.decode;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The program `opj_decompress` of OpenJPEG (BSD), where it is installed. A process of its own,
/// bounded in time and memory: the same code inside this one was brought down by a hostile file.
record OpenJpeg(Path program) {
  private static final String NAME = "opj_decompress";

  /// A page of A4 at 600 dpi in three colours took 1.3 s (OpenJPEG 2.5, one core).
  private static final Duration MOST_TIME = Duration.ofSeconds(60);

  /// In KiB. The same page took 403 MB, 12 bytes a pixel; the largest picture has twice its pixels.
  private static final long MOST_MEMORY = 4_000_000;

  static Optional<OpenJpeg> installed() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(NAME))
        .filter(Files::isExecutable)
        .findFirst()
        .map(OpenJpeg::new);
  }

  /// Writes a picture as TIFF, with at most eight bits a sample and full-sized components.
  ///
  /// @throws IOException when it cannot be decoded within the limits
  void decode(Path picture, Path tiff, boolean deep) throws IOException {
    List<String> command = new ArrayList<>();
    if (!System.getProperty("os.name", "").startsWith("Mac")) {
      // A shell can bound its own memory; it becomes the program.
      command.addAll(List.of("/bin/sh", "-c", "ulimit -v " + MOST_MEMORY + "; exec \"$0\" \"$@\""));
    }
    command.addAll(List.of(program.toString(), "-i", picture.toString(), "-o", tiff.toString()));
    command.addAll(List.of("-upsample", "-quiet"));
    if (deep) {
      command.addAll(List.of("-p", "8S"));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(MOST_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "decoding the JPEG 2000 picture took more than %d s".formatted(MOST_TIME.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("decoding was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0 || !Files.isRegularFile(tiff)) {
      throw new IOException(
          "OpenJPEG cannot decode the JPEG 2000 picture (%d)".formatted(process.exitValue()));
    }
  }
}
