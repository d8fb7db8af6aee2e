package io.pincite.ingest;

import io.pincite.ingest.internal.files.OwnFolder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  /// The folder, made if it is not there, for its owner alone.
  public Path made() {
    return made(root);
  }

  /// A sub-folder, made like the folder itself.
  public Path folder(String name) {
    made();
    return made(root.resolve(name));
  }

  private Path made(Path folder) {
    try {
      return OwnFolder.make(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "[%s] cannot make the folder: %s. Choose another data folder with pincite.data."
              .formatted(folder, e.getMessage()),
          e);
    }
  }
}
