package io.pincite.ingest.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// A folder with all that is in it.
public final class FolderTree {
  private FolderTree() {}

  /// Deletes it; nothing happens when it is not there. Links are deleted, not followed.
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /// The folders at this depth below it whose names begin so.
  static List<Path> named(Path folder, int depth, String start) throws IOException {
    try (var paths = Files.walk(folder, depth)) {
      return paths
          .filter(path -> path.getFileName().toString().startsWith(start))
          .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .toList();
    }
  }
}
