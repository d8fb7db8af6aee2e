package io.pincite.ingest.internal.reading;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.internal.store.DocumentStore;
import io.pincite.ingest.internal.store.PageStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Queues the reading of lines that so far only a model has read.
@ApplicationScoped
class Proofreading {
  private final DocumentStore documents;
  private final PageStore pages;
  private final Jobs jobs;

  Proofreading(DocumentStore documents, PageStore pages, Jobs jobs) {
    this.documents = documents;
    this.pages = pages;
    this.jobs = jobs;
  }

  /// In the open transaction, where there are such lines.
  void queue(UUID document, int version) {
    if (pages.linesUnread(document, version).isEmpty()) {
      return;
    }
    documents
        .tenant(document)
        .ifPresent(
            tenant ->
                jobs.enqueue(
                    new Caller(tenant, "system", Optional.empty()),
                    Job.Type.PROOFREAD,
                    Optional.of(document),
                    Map.of()));
  }
}
