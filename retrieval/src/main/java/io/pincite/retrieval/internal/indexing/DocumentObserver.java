package io.pincite.retrieval.internal.indexing;

import io.pincite.ingest.Caller;
import io.pincite.ingest.DocumentDeleting;
import io.pincite.ingest.DocumentReadable;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.retrieval.internal.store.RetrievalStore;
import io.pincite.retrieval.internal.store.RetrievalStore.Generation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Hears of documents that come and go, in the transaction in which they do.
@ApplicationScoped
public class DocumentObserver {
  private static final Logger LOG = Logger.getLogger(DocumentObserver.class);

  private final RetrievalStore store;
  private final Indexes indexes;
  private final Jobs jobs;

  @Inject
  DocumentObserver(RetrievalStore store, Indexes indexes, Jobs jobs) {
    this.store = store;
    this.indexes = indexes;
    this.jobs = jobs;
  }

  void readable(@Observes DocumentReadable event) {
    String tenant = store.tenantOf(event.document()).orElse(Caller.DEFAULT_TENANT);
    jobs.enqueue(
        IndexHandler.system(tenant),
        Job.Type.INDEX,
        Optional.of(event.document()),
        Map.of("version", event.version()));
  }

  void deleting(@Observes DocumentDeleting event) {
    var sentences = new ArrayList<byte[]>();
    UUID document = event.document();
    for (Generation generation : store.open()) {
      for (var indexed : store.passages(generation.id(), document)) {
        IndexHandler.sentencesOf(indexed.passage().chunk())
            .forEach(sentence -> sentences.add(RetrievalStore.hash(sentence)));
      }
    }
    var removed = store.remove(document, sentences);
    event.receipt().merge("chunks", removed.chunks(), Long::sum);
    event.receipt().merge("vectors", removed.vectors(), Long::sum);
  }

  /// The rows are gone for good; the index follows now rather than at its next look.
  void deleted(@Observes(during = TransactionPhase.AFTER_SUCCESS) DocumentDeleting event) {
    Thread.ofVirtual()
        .name("index-after-delete")
        .start(
            () -> {
              try {
                store.open().forEach(generation -> indexes.catchUp(generation.id()));
              } catch (RuntimeException e) {
                LOG.debugf("left to the next look: %s", e.getMessage());
              }
            });
  }
}
