package io.pincite.ingest.internal.reading;

import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.internal.sql.Transactions;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.OcrRequestStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Removes what was handed in to be read, and what came of it, when it has been kept long enough.
@ApplicationScoped
public class OcrSweep {
  private static final Logger LOG = Logger.getLogger(OcrSweep.class);

  /// A day's results stay a few minutes longer; looking costs one query.
  private static final Duration PAUSE = Duration.ofMinutes(5);

  private final OcrRequestStore requests;
  private final DocumentStore documents;
  private final DeleteHandler deleting;
  private final Transactions transactions;
  private final Duration keep;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ocr-sweep").factory());

  OcrSweep(
      OcrRequestStore requests,
      DocumentStore documents,
      DeleteHandler deleting,
      Transactions transactions,
      OcrSettings settings) {
    this.requests = requests;
    this.documents = documents;
    this.deleting = deleting;
    this.transactions = transactions;
    this.keep = settings.keepResults();
  }

  void atStart(@Observes StartupEvent event) {
    thread.scheduleWithFixedDelay(this::sweep, 0, PAUSE.toSeconds(), TimeUnit.SECONDS);
  }

  private void sweep() {
    try {
      long removed = removeOld();
      if (removed > 0) {
        LOG.infof("removed %d files that were only handed in to be read", removed);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warnf("[ocr] sweeping up failed: %s; it is tried again in a while", e);
    }
  }

  /// @return how many files went
  long removeOld() throws IOException {
    List<String> files = requests.filesOfOld(keep);
    if (files.isEmpty()) {
      return 0;
    }
    List<String> unused =
        transactions.inNew(
            () -> {
              files.forEach(documents::lockFile);
              return requests.removeOld(keep, files);
            });
    long removed = 0;
    for (String file : unused) {
      removed += deleting.removeUnused(file).files();
    }
    return removed;
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }
}
