package io.pincite.ingest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The folder that holds all that Pincite keeps: files, index, the embedded database.
///
/// Setting `pincite.data`; every part has a sub-folder of its own.
@Singleton
public final class DataFolder {
  private final Path root;

  @Inject
  DataFolder(
      @ConfigProperty(name = "pincite.data", defaultValue = "${user.home:.}/.local/share/pincite")
          String root) {
    this(Path.of(root));
  }

  public DataFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  public Path root() {
    return root;
  }

  /// A sub-folder, made if it is not there.
  public Path folder(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "[%s] cannot make the folder '%s': %s. Choose another data folder with pincite.data."
              .formatted(root, name, e.getMessage()),
          e);
    }
  }
}
