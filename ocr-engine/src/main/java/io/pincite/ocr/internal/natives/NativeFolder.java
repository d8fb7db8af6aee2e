package io.pincite.ocr.internal.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The user's cache, where native libraries are unpacked once and stay: what is unpacked into a
/// temporary folder at every start stays there whenever the process is killed.
public final class NativeFolder {
  private NativeFolder() {}

  /// A folder for libraries of one kind; empty where there is no home that can be written to.
  public static Optional<Path> of(String kind) {
    String given = System.getenv("XDG_CACHE_HOME");
    Path cache =
        given == null || given.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(given);
    try {
      Path folder = Files.createDirectories(cache.resolve("pincite").resolve(kind));
      return Files.isWritable(folder) ? Optional.of(folder.toAbsolutePath()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
