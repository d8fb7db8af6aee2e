package io.pincite.web.start;

import io.pincite.ingest.DataFolder;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/// Removes, at start, the uploads that were under way when an earlier process was killed.
@ApplicationScoped
class UnfinishedUploads {
  private static final Logger LOG = Logger.getLogger(UnfinishedUploads.class);

  private final DataFolder data;

  UnfinishedUploads(DataFolder data) {
    this.data = data;
  }

  /// Where the platform keeps uploads while they arrive.
  static Path folder(DataFolder data) {
    return data.folder("uploads");
  }

  /// Nobody is served yet, and no other process has this data folder: all that is there is left.
  void atStart(@Observes StartupEvent event) {
    Path folder = folder(data);
    try (var left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warnf("[%s] unfinished uploads stay: %s", folder, e.getMessage());
    }
  }
}
