package io.pincite.ingest.internal.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Folders that only their owner can look into: contracts are nobody else's.
public final class OwnFolder {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnFolder() {}

  /// The folder, made with mode 0700 if it is not there; one that is there stays as somebody made
  /// it. What is missing above it is made as the system makes folders.
  public static Path make(Path folder) throws IOException {
    Path whole = folder.toAbsolutePath();
    if (!Files.isDirectory(whole)) {
      Files.createDirectories(whole.getParent());
      try {
        Files.createDirectory(whole, OWNERS_ALONE);
      } catch (FileAlreadyExistsException e) {
        // Made meanwhile, or no folder: whoever writes into it will say so.
      }
    }
    return folder;
  }
}
