package io.pincite.ingest.internal.reading;

import io.pincite.ingest.internal.files.FileStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import org.jboss.logging.Logger;

/// Removes, at start, what a killed process left on disk without a row.
@ApplicationScoped
public class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);

  private final FileStore files;
  private final DeleteHandler deleting;

  Sweep(FileStore files, DeleteHandler deleting) {
    this.files = files;
    this.deleting = deleting;
  }

  void atStart(@Observes StartupEvent event) {
    try {
      int unfinished = files.removeUnfinished();
      long orphans = removeOrphans();
      if (unfinished + orphans > 0) {
        LOG.infof(
            "removed %d unfinished uploads and %d files without a document", unfinished, orphans);
      }
    } catch (IOException e) {
      LOG.warnf("[files] sweeping up failed: %s; it is tried again at the next start", e);
    }
  }

  long removeOrphans() throws IOException {
    long removed = 0;
    for (String sha256 : files.all()) {
      removed += deleting.removeUnused(sha256).files();
    }
    return removed;
  }
}
