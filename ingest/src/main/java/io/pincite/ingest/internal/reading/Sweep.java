package io.pincite.ingest.internal.reading;

import io.pincite.ingest.internal.files.FileStore;
import io.pincite.ingest.internal.files.PdfFiles;
import io.pincite.ingest.internal.store.DocumentStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/// Removes, at start, what a killed process left on disk without a row.
@ApplicationScoped
public class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);

  private final FileStore files;
  private final PdfFiles pdfFiles;
  private final DocumentStore documents;
  private final DeleteHandler deleting;

  Sweep(FileStore files, PdfFiles pdfFiles, DocumentStore documents, DeleteHandler deleting) {
    this.files = files;
    this.pdfFiles = pdfFiles;
    this.documents = documents;
    this.deleting = deleting;
  }

  void atStart(@Observes StartupEvent event) {
    try {
      int unfinished = files.removeUnfinished() + pdfFiles.removeUnfinished();
      long orphans = removeOrphans();
      if (unfinished + orphans > 0) {
        LOG.infof(
            "removed %d unfinished files and %d files without a document", unfinished, orphans);
      }
    } catch (IOException e) {
      LOG.warnf("[files] sweeping up failed: %s; it is tried again at the next start", e);
    }
  }

  long removeOrphans() throws IOException {
    long removed = 0;
    List<String> onDisk = files.all();
    Set<String> known = documents.known(onDisk);
    for (String sha256 : onDisk) {
      if (known.contains(sha256)) {
        continue;
      }
      removed += deleting.removeUnused(sha256).files();
    }
    return removed;
  }
}
